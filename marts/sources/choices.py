"""What each organisation decides for itself: asked in the form of the connection that it concerns; the first option is the usual one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiop.sources.errors import FixConnection
from aiop.sources.systems import FormField

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision: its name among the settings, its label in the form, its options as value and words."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    help: str = ""

    @property
    def usual(self) -> str:
        """What counts where nobody has chosen."""
        return self.options[0][0]

    @property
    def field(self) -> FormField:
        """Give the field that asks for it; left alone, the organisation's settings decide, else the usual option."""
        blank = ("", f"As usual: {self.options[0][1]}")
        return FormField(self.name, self.label, required=False, help=self.help, options=(blank, *self.options))

    def read(self, said: Any) -> str:
        """Give the option that settings name; FixConnection where there is no such option."""
        if said is None or said == "":
            return self.usual
        text = (YES if said else NO) if isinstance(said, bool) else str(said)
        if text not in dict(self.options):
            raise FixConnection(
                f"“{text}” is no choice of “{self.label}”: it is one of {', '.join(dict(self.options))}."
            )
        return text


UNDEPOSITED = Choice(
    "undeposited_funds",
    "Undeposited funds",
    (("exclude", "No cash until they are in the bank"), ("include", "Cash, as bank accounts are")),
)
AVERAGE_DEAL = Choice(
    "average_deal_size", "Average deal", (("all", "All amounts over all deals"), ("won", "Won amounts over won deals"))
)
PHONE_USERS = Choice("phone_users", "Users of the phone", (("activate", "Activated ones"), ("all", "All of them")))
VOICEMAIL = Choice("voicemail_is_missed", "Voicemail", ((YES, "A missed call"), (NO, "No missed call")))
AVERAGE_CALL = Choice("average_call", "Minutes a call", (("answered", "Of answered calls"), ("all", "Of all calls")))
INTERNAL_CALLS = Choice(
    "count_internal_calls", "Calls within the house", ((NO, "Left out of all calls"), (YES, "Among all calls"))
)
SALES_TOTAL = Choice(
    "total_revenue", "Revenue of a day", (("net", "Before sales tax"), ("grand_total", "As invoiced, with sales tax"))
)
MAINTENANCE = Choice(
    "maintenance_rule",
    "Units in maintenance",
    (("hold_or_open_wo", "On hold, or with an open shop order"), ("hold_only", "On hold alone")),
)
RENTAL_INTERNAL = Choice(
    "rental_counts_internal", "Rental billed to own accounts", ((NO, "No rental revenue"), (YES, "Rental revenue"))
)
RESERVATIONS = Choice(
    "reservations_on_rent", "Units on orders that begin later", ((NO, "Not on rent yet"), (YES, "On rent"))
)
MONTH_WINDOW = Choice(
    "month_window_days", "Users of a month", (("30", "30 days"), ("28", "28 days, as GA4 shows them"))
)
ENGAGED = Choice(
    "active_users_engaged_only", "Active users", ((NO, "With any event"), (YES, "Engaged, as GA4 marks them")),
    help="Tables from before GA4 marked them count any event.",
)  # fmt: skip
