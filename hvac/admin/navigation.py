"""Where the company's pages stand in the side bar."""

from aiop.adminkit.navigation import Group, Item, register

# Title, model and icon of each page, by heading.
_PAGES = {
    "HVAC customers": (
        ("Customers", "customer", "home_work"),
        ("Subscriptions", "subscription", "autorenew"),
        ("Contracts", "customercontract", "contract"),
        ("Communications", "communication", "forum"),
        ("Referrals", "referral", "share"),
        ("Invoices", "invoice", "receipt_long"),
        ("Payments", "payment", "payments"),
    ),
    "HVAC sales": (
        ("Leads", "lead", "person_search"),
        ("Opportunities", "salesopportunity", "trending_up"),
        ("Quotes", "quote", "request_quote"),
        ("Commissions", "salescommission", "percent"),
        ("Campaigns", "marketingcampaign", "campaign"),
        ("Mailing list", "mailingcontact", "mail"),
    ),
    "HVAC field service": (
        ("Service calls", "servicecall", "home_repair_service"),
        ("Appointments", "appointment", "event"),
        ("Work orders", "workorder", "assignment"),
        ("Incidents", "incidentresponse", "e911_emergency"),
        ("Parts used", "partusage", "build"),
        ("Feedback", "customerfeedback", "reviews"),
        ("Technicians", "technician", "engineering"),
        ("Territories", "serviceterritory", "map"),
        ("Locations", "location", "apartment"),
    ),
    "HVAC assets and stock": (
        ("Equipment types", "equipmenttype", "hvac"),
        ("Installed devices", "installeddevice", "mode_fan"),
        ("Vehicles", "vehicle", "local_shipping"),
        ("Parts", "part", "settings"),
        ("Inventory", "stockitem", "inventory_2"),
        ("Warranty claims", "warrantyclaim", "verified_user"),
        ("Stock movements", "stockmovement", "swap_vert"),
        ("Stock transfers", "stocktransfer", "move_down"),
        ("Assets", "fixedasset", "domain"),
        ("Insurance", "insurancepolicy", "shield"),
        ("Insurance claims", "insuranceclaim", "assignment_late"),
    ),
    "HVAC buying": (
        ("Vendors", "vendor", "storefront"),
        ("Vendors' parts", "vendorpart", "sell"),
        ("Purchase orders", "purchaseorder", "shopping_cart"),
        ("Order lines", "purchaseorderline", "list_alt"),
    ),
    "HVAC people and finance": (
        ("Employees", "employee", "badge"),
        ("Time", "timeentry", "schedule"),
        ("Certifications", "certification", "workspace_premium"),
        ("Expenses", "expensereport", "receipt"),
        ("Safety incidents", "safetyincident", "health_and_safety"),
        ("Audits", "complianceaudit", "fact_check"),
        ("Budgets", "budgetline", "account_balance"),
        ("Taxes", "taxrecord", "request_page"),
        ("Overhead", "overheadrate", "speed"),
    ),
    "HVAC prices and figures": (
        ("Seasons", "pricingseason", "calendar_month"),
        ("Price rules", "pricerule", "price_change"),
        ("Price adjustments", "priceadjustment", "tune"),
        ("Key figures", "kpidefinition", "flag"),
    ),
}

for order, (heading, pages) in enumerate(_PAGES.items(), start=50):
    items = [
        Item(title, f"admin:hvac_{model}_changelist", icon, f"hvac.view_{model}", search=True)
        for title, model, icon in pages
    ]
    register(Group(heading, order, items))
