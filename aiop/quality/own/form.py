"""The form that a check is declared by: what it is called, its columns and conditions, where the line is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst

from aiop.quality.checks import Kind, Severity
from aiop.quality.models import OwnCheck
from aiop.quality.own.compiled import QUESTIONS, Question
from aiop.quality.own.words import OPERATORS, columns, is_day, tables

CONDITIONS = 4
_NONE = ("", "–")
_QUERY_HELP = (
    "One SELECT that gives id, the number of each wrong row, and detail, what is wrong with it in words. It sees this organisation's rows "
    "and can change nothing. %(today)s is the day that is asked about, %(zone)s the time zone; write %% for the character."
)


class DeclareForm(forms.Form):
    """Asks for what a kind of question about a table needs."""

    title = forms.CharField(max_length=120, label="Title", help_text="As it stands in the list of checks.")
    severity = forms.ChoiceField(label="If it fails", choices=[(s.value, s.value.capitalize()) for s in Severity])
    guidance = forms.CharField(
        label="What to do when it fails", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, question: Question, model: type[models.Model], data: Any = None, *, of: OwnCheck | None = None
    ) -> None:
        self.question, self.model = question, model
        super().__init__(data, initial=_initial(of) if of is not None else {"severity": "warning"})
        if question.limit:
            self.fields["threshold"] = forms.DecimalField(
                label=f"Limit: {question.limit}", min_value=0, max_digits=12, decimal_places=2,
                max_value=100 if "percent" in question.limit else None, initial=95 if question.kind is Kind.RATE else 0,
            )  # fmt: skip
        for name, label, choices in self._asked_columns():
            self.fields[name] = forms.ChoiceField(label=label, choices=choices)
        if "days" in question.needs:
            self.fields["days"] = forms.IntegerField(label="Days looked at", min_value=1, max_value=92, initial=7)
        if "query" in question.needs:
            area = forms.Textarea(attrs={"rows": 12, "class": "qc-code", "spellcheck": "false"})
            self.fields["query"] = forms.CharField(label="Query", widget=area, help_text=_QUERY_HELP)
            self.order_fields(["title", "query"])
        for group in ("conditions", "good"):
            if group in question.needs:
                self._add_conditions(group)

    def _asked_columns(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        needs, name = self.question.needs, self.question.name
        days_only = name in {"freshness", "volume", "distribution"}
        asked = []
        if "column" in needs:
            chosen = [field for field in columns(self.model) if is_day(field) or not days_only]
            asked.append(("column", "Day" if days_only else "Column", _choices(chosen)))
        if "of" in needs:
            asked.append(("of", "Values of", _choices(columns(self.model))))
        if "other_model" in needs:
            others = [
                (f"{other._meta.label}:{field.name}", f"{capfirst(str(other._meta.verbose_name))}: {field.verbose_name}")
                for other in tables() if other._meta.app_label == self.model._meta.app_label for field in columns(other)
            ]  # fmt: skip
            asked.append(("other", "Known in", others))
        return asked

    def _add_conditions(self, group: str) -> None:
        for number in range(CONDITIONS):
            key = f"{group}_{number}"
            names = [_NONE, *_choices(columns(self.model))]
            self.fields[f"{key}_column"] = forms.ChoiceField(label="Column", choices=names, required=False)
            words = [(operator.name, operator.words) for operator in OPERATORS]
            self.fields[f"{key}_op"] = forms.ChoiceField(label="What holds", choices=words, required=False)
            self.fields[f"{key}_value"] = forms.CharField(label="Value", required=False)

    def rows(self, group: str) -> list[list[forms.BoundField]]:
        """Give the fields of a group of conditions, a row each."""
        if group not in self.question.needs:
            return []
        return [[self[f"{group}_{n}_{part}"] for part in ("column", "op", "value")] for n in range(CONDITIONS)]

    @property
    def condition_rows(self) -> list[list[forms.BoundField]]:
        """The conditions that say which rows it is about."""
        return self.rows("conditions")

    @property
    def good_rows(self) -> list[list[forms.BoundField]]:
        """The conditions that should hold of them."""
        return self.rows("good")

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """All other fields, in order."""
        return [self[name] for name in self.fields if not name.startswith(("conditions_", "good_"))]

    def given(self) -> dict[str, Any]:
        """Give the columns of a new version."""
        clean = self.cleaned_data
        declaration: dict[str, Any] = {"conditions": self._conditions("conditions"), "good": self._conditions("good")}
        declaration |= {name: clean[name] for name in ("column", "of", "query") if name in clean}
        if "days" in clean:
            declaration["days"] = str(clean["days"])
        if "other" in clean:
            declaration["other_model"], _, declaration["other_column"] = clean["other"].partition(":")
        return {
            "title": clean["title"], "kind": self.question.name, "model": self.model._meta.label,
            "declaration": declaration, "severity": clean["severity"], "guidance": clean["guidance"],
            "threshold": clean.get("threshold", Decimal(0)),
        }  # fmt: skip

    def _conditions(self, group: str) -> list[dict[str, str]]:
        if group not in self.question.needs:
            return []
        found = []
        for number in range(CONDITIONS):
            column, op, value = (self.cleaned_data[f"{group}_{number}_{part}"] for part in ("column", "op", "value"))
            if column:
                found.append({"column": column, "op": op, "value": value})
        return found


def question_named(name: str) -> Question | None:
    """Give a kind of question, None where there is none."""
    return QUESTIONS.get(name)


def _choices(fields: Sequence[models.Field[Any, Any]]) -> list[tuple[str, str]]:
    return sorted(((field.name, capfirst(str(field.verbose_name))) for field in fields), key=lambda choice: choice[1])


def _initial(row: OwnCheck) -> dict[str, Any]:
    declaration: Mapping[str, Any] = row.declaration
    found = {"title": row.title, "severity": row.severity, "guidance": row.guidance, "threshold": row.threshold}
    found |= {name: declaration[name] for name in ("column", "of", "days", "query") if name in declaration}
    if "other_model" in declaration:
        found["other"] = f"{declaration['other_model']}:{declaration['other_column']}"
    for group in ("conditions", "good"):
        for number, condition in enumerate(declaration.get(group, ())):
            found |= {f"{group}_{number}_{part}": condition[part] for part in ("column", "op", "value")}
    return found
