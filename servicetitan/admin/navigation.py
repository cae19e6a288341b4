"""Where ServiceTitan's pages stand in the side bar."""

from aiop.adminkit.navigation import Group, Item, register

_PAGES = {
    "ServiceTitan": (
        ("Jobs", "job", "handyman"),
        ("Appointments", "appointment", "event"),
        ("Estimates", "estimate", "request_quote"),
        ("Invoices", "invoice", "receipt_long"),
        ("Payments", "payment", "payments"),
        ("Customers", "customer", "home_work"),
        ("Locations", "location", "location_on"),
    ),
    "ServiceTitan costs": (
        ("Pay", "grosspayitem", "badge"),
        ("Pay adjustments", "payrolladjustment", "tune"),
        ("Purchase orders", "purchaseorder", "shopping_cart"),
        ("Returns", "return", "assignment_return"),
        ("Invoice lines", "invoiceitem", "list_alt"),
        ("Payment applications", "paymentapplication", "price_check"),
    ),
    "ServiceTitan reference": (
        ("Business units", "businessunit", "domain"),
        ("Job types", "jobtype", "category"),
        ("Campaigns", "campaign", "campaign"),
        ("Technicians", "technician", "engineering"),
        ("Reporting units", "reportingunit", "account_tree"),
        ("Placements", "unitmapping", "history"),
        ("Entries of lists", "jobtypelistmember", "history_edu"),
    ),
}

register(
    Group(
        "Units and lists",
        38,
        [
            Item("Place units", "admin:servicetitan_units", "rule", "servicetitan.view_unitmapping"),
            Item("Lists of job types", "admin:servicetitan_lists", "checklist", "servicetitan.view_jobtypelist"),
        ],
    )
)
for order, (heading, pages) in enumerate(_PAGES.items(), start=40):
    items = [
        Item(title, f"admin:servicetitan_{model}_changelist", icon, f"servicetitan.view_{model}", search=True)
        for title, model, icon in pages
    ]
    register(Group(heading, order, items))
