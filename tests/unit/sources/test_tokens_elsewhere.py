"""Tokens that are good for another address than the connection's: it counts where it is permitted."""

from __future__ import annotations

import pytest

from aiop.sources.answers import read_page
from aiop.sources.errors import FixConnection
from aiop.sources.http import Login
from aiop.sources.models import Connection
from aiop.sources.tokens import Granted
from tests.unit.sources.conftest import client
from tests.unit.sources.loopback import Source, page

pytestmark = pytest.mark.django_db


def test_a_token_may_be_good_for_another_address_of_the_system(connection: Connection, source: Source) -> None:
    source.on("/moved/jobs", page([{"id": 1}]))
    for _ in range(2):
        # Asked for once, then found as it was kept.
        ask = Login(ask=lambda http, refresh: Granted("t", 3600, base_url=f"{source.url}/moved"))
        with client(connection, login=ask) as http:
            assert len(http.get("jobs", read=read_page).records) == 1
    assert source.calls("/jobs") == 0


def test_an_address_that_a_token_names_must_be_permitted(connection: Connection, source: Source) -> None:
    ask = Login(ask=lambda http, refresh: Granted("t", 3600, base_url="https://elsewhere.example"))
    with client(connection, login=ask) as http, pytest.raises(FixConnection, match=r"elsewhere\.example"):
        http.get("jobs", read=read_page)
