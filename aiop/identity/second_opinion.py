"""From how much money on a second person has to agree to a merge or split; an organisation may do without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import connection

from aiop.identity.entity import Entity, row_of, source_of
from aiop.orgs.models import Org
from aiop.values.errors import BadValue
from aiop.values.numbers import money

_KEY = "second_pair_above"


class BadThreshold(Exception):  # noqa: N818  (an answer in words, not a fault)
    """What stands as the threshold is no sum of money; the text says what to do."""

    def __init__(self, written: object) -> None:
        """`written` is what stands there."""
        super().__init__(
            f"“{written}” is no sum of money above which a second person could have to agree: "
            "an administrator writes one, or none, under Second opinions."
        )


def threshold_of(org_id: int) -> Decimal | None:
    """Give the sum above which decisions wait for a second person, None where none does; raises BadThreshold."""
    return threshold_in(Org.objects.values_list("settings", flat=True).get(pk=org_id))


def threshold_in(settings: Mapping[str, Any]) -> Decimal | None:
    """Give what an organisation's settings say of it; raises BadThreshold."""
    written = settings.get("identity", {}).get(_KEY)
    return None if written is None else read_threshold(str(written))


def read_threshold(written: str) -> Decimal | None:
    """Read a sum as people write it, None for a blank; raises BadThreshold for what is none, or below zero."""
    try:
        limit = money(written)
    except BadValue:
        raise BadThreshold(written) from None
    if limit is not None and limit < 0:
        raise BadThreshold(written)
    return limit


def set_threshold(org_id: int, limit: Decimal | None) -> None:
    """Write the sum, or that there is none, into the organisation's settings."""
    org = Org.objects.select_for_update().get(pk=org_id)
    kept = {name: value for name, value in org.settings.get("identity", {}).items() if name != _KEY}
    said = {} if limit is None else {_KEY: str(limit)}
    org.settings = {**org.settings, "identity": {**kept, **said}}
    org.save(update_fields=["settings"])


def needs_second(org_id: int, entity: Entity, nodes: Iterable[int]) -> bool:
    """Tell whether more hangs on some records than one person may decide alone; raises BadThreshold."""
    limit = threshold_of(org_id)
    return limit is not None and money_of(org_id, entity, nodes) > limit


def money_of(org_id: int, entity: Entity, nodes: Iterable[int]) -> Decimal:
    """Give the money that hangs on some records."""
    ids = [row_of(node) for node in nodes if source_of(node) == 0]
    if not entity.worth or not ids:
        return Decimal(0)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum(money), 0) FROM ({entity.worth}) AS w (id, money) WHERE id = ANY(%(ids)s)",
            {"org": org_id, "ids": ids},
        )
        row = cursor.fetchone()
    return Decimal(row[0]) if row else Decimal(0)
