"""Where the company's pages stand in the side bar."""

from aiop.adminkit.navigation import Group, Item, register

# Title, model and icon of each page, by heading.
_PAGES = {
    "HVAC customers": (
        ("Customers", "customer", "home_work"),
        ("Leads", "lead", "person_search"),
        ("Quotes", "quote", "request_quote"),
        ("Subscriptions", "subscription", "autorenew"),
        ("Mailing list", "mailingcontact", "mail"),
        ("Invoices", "invoice", "receipt_long"),
        ("Payments", "payment", "payments"),
    ),
    "HVAC field service": (
        ("Service calls", "servicecall", "home_repair_service"),
        ("Appointments", "appointment", "event"),
        ("Work orders", "workorder", "assignment"),
        ("Incidents", "incidentresponse", "e911_emergency"),
        ("Parts used", "partusage", "build"),
        ("Feedback", "customerfeedback", "reviews"),
        ("Technicians", "technician", "engineering"),
    ),
    "HVAC assets and stock": (
        ("Equipment types", "equipmenttype", "hvac"),
        ("Installed devices", "installeddevice", "mode_fan"),
        ("Vehicles", "vehicle", "local_shipping"),
        ("Parts", "part", "settings"),
        ("Inventory", "stockitem", "inventory_2"),
    ),
}

for order, (heading, pages) in enumerate(_PAGES.items(), start=50):
    items = [
        Item(title, f"admin:hvac_{model}_changelist", icon, f"hvac.view_{model}", search=True)
        for title, model, icon in pages
    ]
    register(Group(heading, order, items))
