"""The page of a list: rows by key, a count that stays cheap, links to the neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from unfold.views import ChangeList

from aiop.adminkit import table
from aiop.adminkit.counts import Count, count_rows
from aiop.adminkit.keyset import Cursor, CursorError, Order, Page, read_page


class CappedPaginator(Paginator):  # type: ignore[type-arg]  # Django's own is not subscriptable at run time
    """Django's paginator for pick lists, which counts no further than a person would scroll."""

    most = 1_000

    @cached_property
    def count(self) -> int:
        """The number of rows, at most `most`."""
        rows = self.object_list
        if isinstance(rows, models.QuerySet):
            return rows.order_by()[: self.most].count()
        return len(rows)


class FastChangeList(ChangeList):
    """Django's list page without its count of everything and without OFFSET."""

    def get_ordering(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> list[Any]:
        """Order by one indexed column and the id."""
        self.order = self._chosen_order()
        return self.order.names()

    @property
    def fast_admin(self) -> Any:
        """The FastAdmin that this list belongs to."""
        return self.model_admin

    def _chosen_order(self) -> Order:
        text = self.params.get(ORDER_VAR, "")
        position = text.lstrip("-").partition(".")[0]
        if position.isdigit() and int(position) < len(self.list_display):
            name = self.get_ordering_field(self.list_display[int(position)])
            if isinstance(name, str) and name in self.sortable_names:
                return Order(name, text.startswith("-"))
        return Order.of(self.fast_admin.order)

    @property
    def sortable_names(self) -> set[str]:
        """The columns that the list may be sorted by."""
        names: set[str] = self.fast_admin.sortable_names()
        return names

    def get_results(self, request: HttpRequest) -> None:
        """Read the page that the address names and count what the filters leave."""
        order = self.order
        self.page = self._read(request, order)
        self.result_list = self.page.rows
        self.multi_page = self.page.previous is not None or self.page.next is not None
        self.count = self._count()
        self.result_count = self.count.number
        self.search_was_cut = bool(request.__dict__.get("search_was_cut"))
        self.full_result_count = self.result_count
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.can_show_all = False
        self.paginator = Paginator(self.result_list, self.list_per_page)
        self.page_links = self._page_links()

    @cached_property
    def headers(self) -> list[table.Header]:
        """The heads of the columns."""
        return table.headers(self)

    @cached_property
    def rows(self) -> list[table.Row]:
        """The rows as the table shows them."""
        return list(table.rows(self, self.headers))

    @property
    def has_actions(self) -> bool:
        """Tell whether rows can be ticked."""
        return "action_checkbox" in self.list_display

    def _read(self, request: HttpRequest, order: Order) -> Page[Any]:
        token = request.GET.get(PAGE_VAR)
        try:
            cursor = Cursor.read(token, self.model, order) if token else None
        except CursorError as error:
            raise IncorrectLookupParameters from error
        return read_page(self.queryset, order, cursor, self.list_per_page)

    def _count(self) -> Count:
        if self.page.previous is None and self.page.next is None:
            return Count(len(self.page.rows))
        if any(getattr(spec, "counts_exactly", False) for spec in self.filter_specs):
            return Count(self.queryset.order_by().select_related(None).count())
        return count_rows(self.queryset)

    def _page_links(self) -> Sequence[tuple[str, str, str | None]]:
        """Give the key, the words and the address of each step; no address where there is nowhere to go."""
        page = self.page
        return [
            ("first", "First", self._address(None) if page.previous else None),
            ("previous", "Previous", self._address(page.previous) if page.previous else None),
            ("next", "Next", self._address(page.next) if page.next else None),
            ("last", "Last", self._address(Cursor(back=True)) if page.next else None),
        ]

    def _address(self, cursor: Cursor | None) -> str:
        address: str = self.get_query_string({PAGE_VAR: cursor.token() if cursor else None})
        return address
