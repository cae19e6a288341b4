"""Equal views are equal text, whatever order the address has them in."""

from aiop.adminkit.saved_views import normal


def test_the_order_of_filters_and_the_page_make_no_difference() -> None:
    assert normal("status=Lost&branch=3&p=abc") == normal("branch=3&status=Lost") == "branch=3&status=Lost"


def test_an_address_without_filters_is_no_view() -> None:
    assert normal("p=end&e=1&q=") == ""
