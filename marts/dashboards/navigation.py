"""Where the marts' pages stand in the side bar."""

from aiop.adminkit.navigation import Group, Item, register

register(
    Group(
        "Figures",
        order=15,
        items=(
            Item("KPIs", "admin:marts_kpis", "speed", "marts.view_dailycell", "k"),
            Item("Tie-outs", "admin:marts_tieouts", "balance", "marts.view_tieout", "t"),
        ),
    )
)
