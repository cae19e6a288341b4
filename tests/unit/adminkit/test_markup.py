"""Markup written in Python escapes what people wrote and nothing twice."""

from __future__ import annotations

from django.utils.safestring import mark_safe

from aiop.adminkit.markup import escaped, joined
from aiop.adminkit.templatetags.adminkit import choice_links, chosen

MEAN = '<script>alert("x")</script>'


def test_what_people_wrote_is_escaped_and_markup_is_left_alone() -> None:
    assert escaped(MEAN) == "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"
    assert escaped(mark_safe("<b>so</b>")) == "<b>so</b>"
    assert escaped(None) == "None"
    assert escaped(joined(["<b>", escaped("&"), "</b>"])) == "<b>&amp;</b>"


def test_the_choices_of_a_filter_are_links_with_the_open_one_marked() -> None:
    choices = [
        {"selected": False, "query_string": "?", "display": "All"},
        {"selected": True, "query_string": "?branch=1&q=a", "display": MEAN},
    ]
    assert choice_links(choices) == (
        '<li><a href="?">All</a></li>'
        '<li><a href="?branch=1&amp;q=a" aria-current="true">'
        "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</a></li>"
    )
    assert chosen(choices) == MEAN
    assert chosen([{**choices[0], "selected": True}, choices[1] | {"selected": False}]) == ""
