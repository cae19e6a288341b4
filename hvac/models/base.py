"""What every row of the company's files carries, and short ways to declare columns, links and rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from aiop.audit.models import Recorded

Bound = int | Decimal | None


class FileRow(Recorded):
    """A row that came in with a file: the number that the files know it by, and where it stood."""

    number = models.IntegerField(
        editable=False, help_text="The row's own number in its file; other files refer to it by this."
    )
    source_load_id = models.BigIntegerField(null=True, editable=False, help_text="The load that last wrote this row.")
    source_line = models.IntegerField(null=True, editable=False, help_text="Line of the row in that load's file.")

    class Meta(Recorded.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.number}".capitalize()


class Vocabulary(models.TextChoices):
    """Words that a column may hold, shown as the files write them."""

    @property
    def label(self) -> str:
        """The word itself, with a capital."""
        return self.value[:1].upper() + self.value[1:]


def one_of(words: type[Vocabulary], **options: Any) -> Any:
    """Give a column of a vocabulary."""
    return models.CharField(max_length=40, choices=words, **options)


def words(**options: Any) -> Any:
    """Give a column of text as written, never empty."""
    return models.TextField(**options)


def remark(**options: Any) -> Any:
    """Give a column of text that may be unknown; empty text is never stored."""
    return models.TextField(null=True, blank=True, **options)


def key(**options: Any) -> Any:
    """Give a column of normalised text that rows are found by."""
    return models.TextField(null=True, blank=True, editable=False, **options)


def money(digits: int = 10, **options: Any) -> Any:
    """Give a column of dollars and cents."""
    return models.DecimalField(max_digits=digits, decimal_places=2, **options)


def decimal(digits: int, places: int, **options: Any) -> Any:
    """Give a column of numbers with so many digits, of them so many decimals."""
    return models.DecimalField(max_digits=digits, decimal_places=places, **options)


def parent(to: str, on_delete: Any = models.PROTECT, *, optional: bool = False) -> Any:
    """Give a link to a row of another file, found by the number that stands beside it in `<name>_ref`.

    It is empty until that row has come in. No constraint trigger runs for each of a million rows: the join on arrival
    cannot give a wrong id, and rows go only through undo and the admin, which ask first who refers to them.
    """
    return models.ForeignKey(
        to, on_delete, related_name="+", null=True, blank=optional, db_index=False, db_constraint=False
    )


def parent_ref(*, optional: bool = False) -> Any:
    """Give the column that holds the number of the row linked to, as the file states it."""
    return models.IntegerField(null=optional, blank=optional, editable=False)


def indexes(prefix: str, *columns: str) -> list[models.Index | BrinIndex]:
    """Give the indexes of a model, each with the organisation first, named after the column."""
    own = [models.Index(fields=["org", column], name=f"{prefix}_{column.strip('-')}"[:30]) for column in columns]
    return [*Recorded.Meta.indexes, *own]


def unique(prefix: str, *columns: str) -> list[models.BaseConstraint]:
    """Give the rules that the file's number and each of `columns` occur once in an organisation."""
    return [
        models.UniqueConstraint(fields=["org", column], name=f"{prefix}_{column}"[:30])
        for column in ("number", *columns)
    ]


def once(prefix: str, name: str, *columns: str) -> models.BaseConstraint:
    """Give the rule that several columns together occur once in an organisation."""
    return models.UniqueConstraint(fields=["org", *columns], name=f"{prefix}_{name}")


def within(prefix: str, low: Bound, high: Bound, *columns: str) -> list[models.BaseConstraint]:
    """Give the rules that columns lie between two bounds, both allowed; None leaves a side open."""
    between = f"from {low} to {high}" if high is not None else f"{low} or more"
    return [
        _check(f"{prefix}_{column}_range", _between(column, low, high), f"{_said(column)} must be {between}")
        for column in columns
    ]


def above_zero(prefix: str, *columns: str) -> list[models.BaseConstraint]:
    """Give the rules that columns are above zero."""
    return [
        _check(f"{prefix}_{column}_above_0", Q(**{f"{column}__gt": 0}), f"{_said(column)} must be above 0")
        for column in columns
    ]


def not_before(prefix: str, *pairs: tuple[str, str]) -> list[models.BaseConstraint]:
    """Give the rules that the first column of each pair is not before the second."""
    return [
        _check(
            f"{prefix}_{later}_order",
            Q(**{f"{later}__gte": F(earlier)}),
            f"{_said(later)} is before {_said(earlier)}",
        )
        for later, earlier in pairs
    ]


def after(prefix: str, *pairs: tuple[str, str]) -> list[models.BaseConstraint]:
    """Give the rules that the first column of each pair is after the second."""
    return [
        _check(
            f"{prefix}_{later}_order",
            Q(**{f"{later}__gt": F(earlier)}),
            f"{_said(later)} is not after {_said(earlier)}",
        )
        for later, earlier in pairs
    ]


def not_more(prefix: str, *pairs: tuple[str, str]) -> list[models.BaseConstraint]:
    """Give the rules that the first column of each pair is not more than the second."""
    return [
        _check(f"{prefix}_{less}_at_most", Q(**{f"{less}__lte": F(more)}), f"{_said(less)} is more than {_said(more)}")
        for less, more in pairs
    ]


def only_if(prefix: str, name: str, condition: Q, then: Q, says: str) -> models.BaseConstraint:
    """Give the rule that where one thing holds, another does; `says` tells what is wrong where it does not."""
    return _check(f"{prefix}_{name}", ~condition | then, says)


def rule(prefix: str, name: str, condition: Q, says: str) -> models.BaseConstraint:
    """Give a rule of its own; `says` tells what is wrong where it is broken."""
    return _check(f"{prefix}_{name}", condition, says)


def _between(column: str, low: Bound, high: Bound) -> Q:
    found = Q() if low is None else Q(**{f"{column}__gte": low})
    return found if high is None else found & Q(**{f"{column}__lte": high})


def _said(column: str) -> str:
    return column.removesuffix("_ref").replace("_", " ")


def _check(name: str, condition: Q, says: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=says)
