"""A board's page: what its entries answer for the days and filters of its address, each figure with where it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString

from aiop.adminkit.pages import needs
from aiop.catalogue.asking import fields, without_wrong
from aiop.catalogue.boards import (
    FILTERS,
    PERIOD,
    Card,
    all_boards,
    board_named,
    change,
    days_before,
    figure,
    said,
    taken,
)
from aiop.catalogue.charts import chart
from aiop.catalogue.choices import options_of
from aiop.catalogue.entries import Entry, UnknownEntry
from aiop.catalogue.head import RefusedEntry
from aiop.catalogue.pages.base import draw, org_of
from aiop.catalogue.pages.entry import BROKE
from aiop.catalogue.parameters import WrongValue, read_value
from aiop.catalogue.run import Answer, answer
from aiop.catalogue.shelf import entry_for


@dataclass(frozen=True)
class Shown:
    """A card or a chart as the page shows it; `problem` says why there is nothing."""

    title: str
    address: str = ""
    value: str = ""
    change: str = ""
    about: str = ""
    chart: SafeString | str = ""
    problem: str = ""


@dataclass
class Answering:
    """Answers entries for one page: each question once."""

    request: HttpRequest
    until: dt.date
    known: dict[tuple[str, str], tuple[Entry, Answer]] = field(default_factory=dict)

    def ask(self, name: str, values: Mapping[str, str]) -> tuple[Entry, Answer]:
        """Answer an entry with what it takes of the values."""
        entry = entry_for(self.request.user, org_of(self.request), name)
        asked = taken(entry, values)
        key = (name, urlencode(sorted(asked.items())))
        if key not in self.known:
            self.known[key] = (entry, answer(entry, org_of(self.request), asked, self.until))
        return self.known[key]

    def address(self, entry: Entry, values: Mapping[str, str]) -> str:
        """Give the entry's own page, asked the same: the days are written out, for they end where the data does."""
        asked = taken(entry, values)
        if PERIOD in entry.params:
            days = read_value(entry.params[PERIOD], asked, today=self.until)
            asked.pop(PERIOD, None)
            asked |= {place: day.isoformat() for place, day in days.items() if day}
        return f"{reverse('admin:catalogue_entry', args=[entry.name])}?{urlencode(asked)}"


def first_page(request: HttpRequest) -> HttpResponse:
    """Lead to the first board that a person may see, else to the catalogue."""
    seen = next((board for board in all_boards() if request.user.has_perm(board.permission)), None)
    return redirect("admin:catalogue_board", seen.name) if seen else redirect("admin:catalogue")


def board_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a board."""
    board = board_named(name)
    if board is None:
        raise Http404("There is no such board.")
    needs(request, board.permission)
    org = org_of(request)
    standing = board.standing(org)
    values, problems = without_wrong(FILTERS, request.GET.dict(), standing.until)
    answering = Answering(request, standing.until)
    days = read_value(FILTERS[0], values, today=standing.until)
    context = {
        "title": board.title,
        "board": board,
        "boards": [other for other in all_boards() if request.user.has_perm(other.permission)],
        "standing": standing,
        "problems": problems,
        "fields": fields(FILTERS, values, options_of(FILTERS), standing.until),
        "query": urlencode(values),
        "start": days[f"{PERIOD}_from"],
        "end": days[f"{PERIOD}_to"],
        "cards": [_card(answering, card, values) for card in board.cards],
        "charts": [_chart(answering, entry, values) for entry in board.charts],
    }
    return draw(request, "board", context)


def _card(answering: Answering, card: Card, values: Mapping[str, str]) -> Shown:
    asked = {**values, **card.values}
    try:
        entry, now = answering.ask(card.entry, asked)
        compares = PERIOD in entry.params and PERIOD not in card.values
        earlier = days_before(asked, answering.until) if compares else {}
        before = figure(card, answering.ask(card.entry, earlier)[1]) if earlier else None
    except (*BROKE, UnknownEntry, RefusedEntry, WrongValue) as error:
        return Shown(card.title, problem=str(error))
    value = figure(card, now)
    zone = org_of(answering.request).zone
    moved = change(card, entry, value, before)
    about = f"{moved} against {said(card, entry, before, zone)} in the days before" if moved else ""
    return Shown(card.title, answering.address(entry, asked), said(card, entry, value, zone), moved, about)


def _chart(answering: Answering, name: str, values: Mapping[str, str]) -> Shown:
    try:
        entry, found = answering.ask(name, values)
    except (*BROKE, UnknownEntry, RefusedEntry, WrongValue) as error:
        return Shown(name, problem=str(error))
    drawn = chart(entry, found, org_of(answering.request).zone)
    problem = "" if drawn else "Nothing in this period."
    return Shown(entry.title, answering.address(entry, values), about=entry.head.question, chart=drawn, problem=problem)
