"""What decisions teach beside scores: values that several people share, and words that mean nothing in names."""

from __future__ import annotations

from typing import Any, cast

from aiop.identity.audits import labels
from aiop.identity.copying import execute, fetch
from aiop.identity.entity import Entity
from aiop.identity.match_names import matcher_of
from aiop.identity.models import TaughtWord
from aiop.identity.names.learnt import Decided, propose_noise, propose_short_forms
from aiop.identity.names.words import Flavour
from aiop.identity.sources import record_sql

REJECTED_FROM = 3  # rejected pairs that had a value in common
NAMES_FROM = 3  # people of different initials who have a value
_ROOT, _LAST, _EMAIL, _PHONE, _NUMBER, _STREET, _ZIP = 2, 4, 6, 7, 8, 9, 14
_VALUES = f"""
    SELECT p.node, v.kind, v.value, least(left(p.values[{_ROOT}], 1), left(p.values[{_LAST}], 1)) AS low,
           greatest(left(p.values[{_ROOT}], 1), left(p.values[{_LAST}], 1)) AS high
    FROM identity_profile p CROSS JOIN LATERAL (
        SELECT 'email' AS kind, unnest(string_to_array(p.values[{_EMAIL}], ' ')) AS value
        UNION ALL SELECT 'phone', unnest(string_to_array(p.values[{_PHONE}], ' '))
        UNION ALL SELECT 'address', concat_ws('|', p.values[{_NUMBER}], p.values[{_STREET}], p.values[{_ZIP}])
                  WHERE p.values[{_NUMBER}] <> '' AND p.values[{_STREET}] <> ''
    ) AS v
    WHERE p.org_id = %(org)s AND p.entity = %(entity)s AND v.value <> '' {{only}}
"""
_BY_NAMES = f"""
    SELECT kind, value, count(DISTINCT (low, high)) AS seen FROM ({_VALUES.format(only="")}) AS v
    WHERE low <> '' OR high <> '' GROUP BY kind, value HAVING count(DISTINCT (low, high)) >= {NAMES_FROM}
"""
_BY_REJECTIONS = f"""
    SELECT l.kind, l.value, count(*) AS seen FROM unnest(%(lefts)s::bigint[], %(rights)s::bigint[]) AS d (one, other)
    JOIN said l ON l.node = d.one JOIN said r ON r.node = d.other AND r.kind = l.kind AND r.value = l.value
    GROUP BY l.kind, l.value HAVING count(*) >= {REJECTED_FROM}
"""
_KEEP = """
    INSERT INTO identity_sharedvalue (org_id, entity, kind, value, reason, by, at)
    SELECT %(org)s, %(entity)s, kind, value, {reason}, '', now() FROM ({found}) AS f
    ON CONFLICT (org_id, entity, kind, value) DO NOTHING
"""


def share_values(org_id: int, entity: Entity) -> int:
    """List as shared what several people of different names have, or what several rejected pairs had in common; gives how many new."""
    rejected = [label for label in labels(org_id, entity.name) if label.verdict == "different"]
    nodes = sorted({node for label in rejected for node in (label.left, label.right)})
    bound: dict[str, Any] = {
        "org": org_id, "entity": entity.name, "nodes": nodes,
        "lefts": [label.left for label in rejected], "rights": [label.right for label in rejected],
    }  # fmt: skip
    said = f"WITH said AS ({_VALUES.format(only='AND p.node = ANY(%(nodes)s)')})"
    by_rejections = _KEEP.format(reason="'seen in ' || seen || ' rejected pairs'", found=f"{said} {_BY_REJECTIONS}")
    by_names = _KEEP.format(reason="seen || ' different names'", found=_BY_NAMES)
    return execute(by_rejections, bound) + execute(by_names, bound)


def propose_words(org_id: int, entity: Entity) -> int:
    """Propose words to staff that decisions show to mean nothing, and given names that they show to be one; gives how many new."""
    names = _names(org_id, entity)
    decisions = [
        Decided(names[label.left], names[label.right], label.verdict == "same")
        for label in labels(org_id, entity.name)
        if label.left in names and label.right in names
    ]
    flavour, rules = cast(Flavour, entity.matcher), matcher_of(org_id, entity).rules
    words = [
        ("noise", found.word, "", f"{found.merges} merges ignored it, as {_quoted(found.examples)}")
        for found in propose_noise(flavour, rules, decisions)
    ]
    if flavour == "person":
        words += [
            ("nickname", found.other, found.name, f"Merges such as {_quoted(found.examples)}")
            for found in propose_short_forms(rules, decisions)
        ]
    made = [
        TaughtWord(org_id=org_id, entity=entity.name, kind=kind, word=word, means=means, reason=reason)
        for kind, word, means, reason in words
    ]
    known = set(TaughtWord.objects.filter(org_id=org_id, entity=entity.name).values_list("kind", "word", "means"))
    fresh = [word for word in made if (word.kind, word.word, word.means) not in known]
    TaughtWord.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _names(org_id: int, entity: Entity) -> dict[int, str]:
    sql = " UNION ALL ".join(record_sql(entity, source, ("name",)) for source in entity.sources)
    return {node: name for node, _, name in fetch(sql, {"org": org_id})}


def _quoted(examples: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(f"“{one}” and “{other}”" for one, other in examples)
