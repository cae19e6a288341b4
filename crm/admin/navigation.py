"""Where the lead pool's pages stand in the side bar."""

from aiop.adminkit.navigation import Group, Item, register

register(
    Group(
        "Lead pool",
        order=20,
        items=(
            Item("Dashboard", "admin:crm_lead_pool", "monitoring", "crm.view_leadstatus", "v"),
            Item("Leads", "admin:crm_leadstatus_changelist", "person_search", "crm.view_leadstatus", "l", search=True),
            Item(
                "Bookings",
                "admin:crm_bookedopportunity_changelist",
                "event_available",
                "crm.view_bookedopportunity",
                "b",
                search=True,
            ),
            Item("Jobs", "admin:crm_job_changelist", "local_shipping", "crm.view_job", "j", search=True),
            Item("Bad leads", "admin:crm_badlead_changelist", "person_off", "crm.view_badlead", "d", search=True),
            Item("Lost leads", "admin:crm_lostlead_changelist", "trending_down", "crm.view_lostlead", "o", search=True),
            Item("Customers", "admin:crm_customer_changelist", "groups", "crm.view_customer", "c", search=True),
            Item("Linking", "admin:crm_linking", "link", "crm.view_job"),
        ),
    )
)
register(
    Group(
        "Lookups",
        order=30,
        items=(
            Item("Sales persons", "admin:crm_salesperson_changelist", "badge", "crm.view_salesperson", "s"),
            Item("Branches", "admin:crm_branch_changelist", "store", "crm.view_branch", "n"),
            Item("Lead sources", "admin:crm_leadsource_changelist", "campaign", "crm.view_leadsource", "e"),
        ),
    )
)
register(
    Group(
        "Performance",
        order=40,
        items=(
            Item("Seller results", "admin:crm_salesperformance_changelist", "leaderboard", "crm.view_salesperformance"),
            Item("Phone users", "admin:crm_userperformance_changelist", "call", "crm.view_userperformance"),
        ),
    )
)
