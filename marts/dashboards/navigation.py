"""Where the marts' pages stand in the side bar."""

from aiop.adminkit.navigation import Group, Item, register

# They tell of what ServiceTitan's app holds, so an organisation that does without it is not shown them.
_OF_SERVICETITAN = "servicetitan.view_job"

register(
    Group(
        "Figures",
        order=15,
        items=(
            Item("Company", "admin:marts_executive", "monitoring", "marts.view_martstanding"),
            Item("KPIs", "admin:marts_kpis", "speed", _OF_SERVICETITAN, "f"),
            Item("Tie-outs", "admin:marts_tieouts", "balance", _OF_SERVICETITAN, "y"),
            Item("Search for a definition", "admin:marts_search", "manage_search", _OF_SERVICETITAN),
            Item("How far all is in", "admin:marts_completeness", "event_available", _OF_SERVICETITAN),
        ),
    )
)
