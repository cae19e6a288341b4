"""Quotes: leads and lost leads find their booking, whichever came first, and let go of wrong ones."""

from __future__ import annotations

from aiop.orgs.models import Org
from tests.factories.crm import booking, lead, lost_lead
from tests.unit.crm_link.conftest import Linker


def test_leads_link_to_the_booking_of_their_quote_even_when_it_arrives_later(inside: Org, run_link: Linker) -> None:
    early, lost, unbooked = lead(inside, "10200"), lost_lead(inside, "10200"), lead(inside, "10201")
    assert run_link("quotes")["quotes"].written == 0
    booked = booking(inside, "10200", "Rosa Kim")
    result = run_link("quotes")["quotes"]
    for row in (early, lost, unbooked):
        row.refresh_from_db()
    assert (early.booked_opportunity, lost.booked_opportunity, unbooked.booked_opportunity) == (booked, booked, None)
    assert result.counts == {"leads linked": 1, "lost leads linked": 1}
    assert run_link("quotes")["quotes"].written == 0


def test_a_lead_linked_to_another_quotes_booking_is_put_right(inside: Org, run_link: Linker) -> None:
    wrong, right = booking(inside, "10300"), booking(inside, "10301")
    strayed = lead(inside, "10301", booked_opportunity=wrong)
    stale = lead(inside, "10399", booked_opportunity=wrong)
    result = run_link("quotes")["quotes"]
    strayed.refresh_from_db()
    stale.refresh_from_db()
    assert (strayed.booked_opportunity, stale.booked_opportunity) == (right, None)
    assert result.counts == {"leads relinked": 1, "leads unlinked": 1}
