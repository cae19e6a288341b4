"""The pages of records that may be merged: who stands for them, what they are made of, and the way to merge and split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from aiop.audit.admin.recorded import RecordedAdmin
from aiop.identity.entity import Entity, all_entities, node_of
from aiop.identity.history import DecisionRow, cluster_of, decisions_of
from aiop.identity.models import Candidate, Mergeable
from aiop.identity.pages.base import DECIDE
from aiop.identity.pages.gathering import GoldenLine, golden_lines
from aiop.identity.pages.records import Record, read_records

M = TypeVar("M", bound=Mergeable)


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
    ).order_by("-probability")
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


class MergeableAdmin(RecordedAdmin[M]):
    """Rows that show who they are."""

    change_form_template = "admin/identity/change_form.html"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the row with who stands for it and what was decided."""
        shown = dict(extra_context or {})
        entity = next((one for one in all_entities() if one.model is self.model), None)
        if entity is not None and object_id.isdecimal() and request.method == "GET":
            shown |= {
                "who": who_is_who(request.org.pk, entity, int(object_id)),  # type: ignore[attr-defined]
                "may_decide": request.user.has_perm(DECIDE),
            }
        response: HttpResponse = super().change_view(request, object_id, form_url, shown)
        return response
