"""Where the catalogue's pages stand, and their place in the side bar."""

from aiop.adminkit.navigation import Group, Item
from aiop.adminkit.navigation import register as in_side_bar
from aiop.adminkit.pages import Page, register
from aiop.catalogue.pages import board, entry, listing, own, saved, sending, tokens

for page in (
    Page("catalogue/", listing.list_page, "catalogue"),
    Page("catalogue/tokens/", tokens.tokens_page, "catalogue_tokens"),
    Page("catalogue/write/", own.write_page, "catalogue_write"),
    Page("catalogue/write/<slug:name>/", own.write_page, "catalogue_own"),
    Page("catalogue/kept/<int:pk>/", entry.saved_page, "catalogue_saved"),
    Page("catalogue/kept/<int:pk>/remove/", saved.remove, "catalogue_unsave"),
    Page("catalogue/board/", board.first_page, "catalogue_boards"),
    Page("catalogue/board/<slug:name>/", board.board_page, "catalogue_board"),
    Page("catalogue/<slug:name>/", entry.entry_page, "catalogue_entry"),
    Page("catalogue/<slug:name>/favourite/", listing.favourite, "catalogue_favourite"),
    Page("catalogue/<slug:name>/send/", sending.send, "catalogue_send"),
    Page("catalogue/<slug:name>/keep/", saved.save, "catalogue_save"),
    Page("catalogue/<slug:name>/rows.<slug:file_format>", entry.export, "catalogue_export"),
):
    register(page)

in_side_bar(
    Group(
        "Questions",
        order=15,
        items=(
            Item("Boards", "admin:catalogue_boards", "dashboard", "catalogue.view_entry"),
            Item("Catalogue", "admin:catalogue", "query_stats", "catalogue.view_entry"),
        ),
    )
)
