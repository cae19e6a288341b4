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
        ("Claimed parts", "warrantyclaimpart", "assignment_return"),
        ("Stock movements", "stockmovement", "swap_vert"),
        ("Stock transfers", "stocktransfer", "move_down"),
        ("Assets", "fixedasset", "domain"),
        ("Insurance", "insurancepolicy", "shield"),
        ("Insurance claims", "insuranceclaim", "assignment_late"),
    ),
    "HVAC buying": (
        ("Vendors", "vendor", "storefront"),
        ("Suppliers' names", "firm", "badge"),
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
    "HVAC figures": (
        ("Key figures by period", "kpisnapshot", "speed"),
        ("Job costs", "jobcost", "calculate"),
        ("Paid time", "paidtime", "more_time"),
        ("Technicians' months", "technicianmonth", "leaderboard"),
        ("Branches' months", "branchmonth", "store"),
        ("Territories' months", "territorymonth", "travel_explore"),
        ("ZIP codes of territories", "territoryzip", "pin_drop"),
        ("Calls under contract", "promisedcall", "timer"),
        ("Stock needs", "stockneed", "production_quantity_limits"),
        ("Vendors' quarters", "vendorquarter", "local_mall"),
        ("Customer values", "customervalue", "diamond"),
        ("Campaign returns", "campaignreturn", "ads_click"),
        ("Leads by campaign", "leadattribution", "call_split"),
        ("Commissions due", "commissiondue", "paid"),
        ("Tax periods", "taxperiod", "event_note"),
        ("Budget checks", "budgetcheck", "balance"),
        ("Warranty recoveries", "warrantyrecovery", "assignment_return"),
        ("Insurance by year", "insuranceyear", "health_and_safety"),
        ("Depreciation", "depreciationentry", "trending_down"),
        ("Asset values", "assetvalue", "real_estate_agent"),
        ("Certificates today", "certificationstate", "badge"),
        ("OSHA cases", "safetycase", "personal_injury"),
        ("OSHA years", "safetyyear", "calendar_view_month"),
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
        Item(title, f"admin:hvac_{model}_changelist", icon, f"hvac.view_{model}", search=heading != "HVAC figures")
        for title, model, icon in pages
    ]
    register(Group(heading, order, items))

register(
    Group(
        "HVAC dashboards",
        49,
        (
            Item("Operations", "admin:hvac_operations", "monitoring", "hvac.view_jobcost"),
            Item("Finance", "admin:hvac_finance", "finance", "hvac.view_budgetcheck"),
            Item("People", "admin:hvac_people", "group", "hvac.view_paidtime"),
            Item("Fleet", "admin:hvac_fleet", "directions_car", "hvac.view_assetvalue"),
            Item("Try prices", "admin:hvac_prices", "price_check", "hvac.view_pricerule"),
        ),
    )
)
