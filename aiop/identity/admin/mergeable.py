"""The pages of records that may be merged: who stands for them, what they are made of, and the way to merge and split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from aiop.audit.admin.recorded import RecordedAdmin
from aiop.identity.entity import Entity, all_entities, node_of
from aiop.identity.history import DecisionRow, cluster_of, decisions_of
from aiop.identity.models import Candidate, Mergeable
from aiop.identity.pages.base import DECIDE
from aiop.identity.pages.gathering import GoldenLine, golden_lines
from aiop.identity.pages.records import Record, read_records
from aiop.identity.pages.sheet import percent

M = TypeVar("M", bound=Mergeable)
# More likenesses than this say that a name is common, not who somebody is.
HINTED = 3


@dataclass(frozen=True, slots=True)
class WhoIsWho:
    """What is known of one record's identity; the address of the survivor is blank where it stands for itself."""

    entity: Entity
    node: int
    page: str
    survivor: Record | None
    merged_from: Sequence[Record]
    golden: Sequence[GoldenLine]
    decisions: Sequence[DecisionRow]
    open_pairs: Sequence[int]

    @property
    def is_merged(self) -> bool:
        """Tell whether it is one of several."""
        return self.survivor is not None or bool(self.merged_from)


def who_is_who(org_id: int, entity: Entity, row_id: int) -> WhoIsWho:
    """Read what is known of a record."""
    node = node_of(row_id)
    near = Candidate.objects.filter(
        Q(left=node) | Q(right=node), org_id=org_id, entity=entity.name, state=Candidate.State.OPEN
    ).order_by("-probability", "left", "right")
    found = cluster_of(org_id, entity.name, node)
    page = reverse("review:cluster", args=[entity.name, node])
    open_pairs = list(near.values_list("pk", flat=True)[:20])
    decisions = decisions_of(org_id, entity.name, found.nodes)
    if len(found.nodes) < 2:
        return WhoIsWho(entity, node, page, None, (), (), decisions, open_pairs)
    records = read_records(org_id, entity, found.nodes)
    survivor = records.get(found.survivor) if found.survivor != node else None
    others = [records[other] for other in found.nodes if other in records and other != found.survivor]
    golden = golden_lines(org_id, entity, [records[other] for other in found.nodes if other in records])
    return WhoIsWho(entity, node, page, survivor, others if survivor is None else (), golden, decisions, open_pairs)


def may_be(org_id: int, entity: Entity, node: int) -> SafeString | None:
    """Say whom a person's record may be besides, each with its page and the way to both beside each other; None for nobody."""
    # Matching's tables come with it, which the web process does without until somebody edits a person.
    from aiop.identity.hint import hint

    found = hint(org_id, entity, node)[:HINTED]
    records = read_records(org_id, entity, [other for other, _ in found])
    beside = reverse("review:group", args=[entity.name])
    named = format_html_join(
        "; ",
        '<a href="{}" class="underline">{} {}</a>, {} likely (<a href="{}?node={}&amp;node={}" class="underline">see both</a>)',
        (
            (records[other].page, records[other].name, records[other].label, percent(score), beside, node, other)
            for other, score in found
            if other in records
        ),
    )
    return format_html("This may be the same as {}.", named) if named else None


class MergeableAdmin(RecordedAdmin[M]):
    """Rows that show who they are."""

    change_form_template = "admin/identity/change_form.html"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the row with who stands for it and what was decided."""
        shown = dict(extra_context or {})
        entity = self._entity
        if entity is not None and object_id.isdecimal() and request.method == "GET":
            shown |= {
                "who": who_is_who(request.org.pk, entity, int(object_id)),  # type: ignore[attr-defined]
                "may_decide": request.user.has_perm(DECIDE),
            }
        response: HttpResponse = super().change_view(request, object_id, form_url, shown)
        return response

    @property
    def _entity(self) -> Entity | None:
        return next((one for one in all_entities() if one.model is self.model), None)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save a row, and remember whether that edits it."""
        request.__dict__["_edited"] = bool(form.changed_data)
        super().save_model(request, obj, form, change)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Say what was done, and whom a person may be now."""
        response = super().response_change(request, obj)
        entity = self._entity
        if entity is not None and entity.matcher == "people" and request.__dict__.get("_edited"):
            said = may_be(request.org.pk, entity, node_of(obj.pk))  # type: ignore[attr-defined]
            if said:
                self.message_user(request, said)
        return response
