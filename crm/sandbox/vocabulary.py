"""Invented places and words that a moving company's exports are made of."""

# Formal name and the short form that people give on the telephone.
NICKNAMES = {
    "Robert": "Bob", "William": "Bill", "Margaret": "Peggy", "Elizabeth": "Liz", "Katherine": "Kate", "Michael": "Mike",
    "Jennifer": "Jen", "Anthony": "Tony", "Patricia": "Trish", "Edward": "Ted", "Richard": "Rick", "Susan": "Sue",
    "Joseph": "Joe", "Christopher": "Chris", "Alexander": "Sasha", "Deborah": "Debbie", "Theodore": "Theo", "Victoria": "Vicky",
}  # fmt: skip

MAIL_DOMAINS = ("example.com", "example.net", "example.org", "mail.test", "inbox.test", "post.test")
MAIL_DOMAIN_TYPOS = {
    "example.com": "exmaple.com",
    "example.net": "exampel.net",
    "example.org": "example.ogr",
    "mail.test": "mial.test",
    "inbox.test": "inbxo.test",
    "post.test": "psot.test",
}

# Area codes of the provinces and states that the branches serve.
AREA_CODES = (
    "204", "226", "236", "249", "250", "289", "306", "343", "365", "403", "416", "418", "437", "438", "450", "506",
    "514", "519", "587", "604", "613", "639", "647", "705", "778", "780", "807", "819", "867", "902", "905", "202",
    "208", "201", "215", "267", "281", "303", "346", "404", "470", "480", "512", "540", "571", "602", "615", "623",
    "629", "678", "703", "713", "719", "732", "737", "770", "832", "848", "856", "862", "908", "918",
)  # fmt: skip

# City, code of its province or state, full name, first part of its postal code.
CITIES = (
    ("Toronto", "ON", "Ontario", "M5V"), ("Mississauga", "ON", "Ontario", "L5B"), ("Ottawa", "ON", "Ontario", "K1P"),
    ("Hamilton", "ON", "Ontario", "L8P"), ("London", "ON", "Ontario", "N6A"), ("Barrie", "ON", "Ontario", "L4M"),
    ("Kingston", "ON", "Ontario", "K7L"), ("Montreal", "QC", "Quebec", "H3B"), ("Laval", "QC", "Quebec", "H7N"),
    ("Vancouver", "BC", "British Columbia", "V6B"), ("Burnaby", "BC", "British Columbia", "V5H"),
    ("Victoria", "BC", "British Columbia", "V8W"), ("Kelowna", "BC", "British Columbia", "V1Y"),
    ("Calgary", "AB", "Alberta", "T2P"), ("Edmonton", "AB", "Alberta", "T5J"), ("Lethbridge", "AB", "Alberta", "T1J"),
    ("Regina", "SK", "Saskatchewan", "S4P"), ("Saskatoon", "SK", "Saskatchewan", "S7K"),
    ("Winnipeg", "MB", "Manitoba", "R3C"), ("Halifax", "NS", "Nova Scotia", "B3J"),
    ("Moncton", "NB", "New Brunswick", "E1C"), ("Fredericton", "NB", "New Brunswick", "E3B"),
    ("Austin", "TX", "Texas", "787"), ("Houston", "TX", "Texas", "770"), ("Phoenix", "AZ", "Arizona", "850"),
    ("Philadelphia", "PA", "Pennsylvania", "191"), ("Nashville", "TN", "Tennessee", "372"), ("Boise", "ID", "Idaho", "837"),
)  # fmt: skip

STREETS = (
    "Alder", "Birch", "Cedar", "Dogwood", "Elm", "Foxglove", "Garnet", "Heather", "Iris", "Juniper", "Kestrel",
    "Larch", "Maple", "Nettle", "Oak", "Poplar", "Quarry", "Rowan", "Spruce", "Thistle", "Upland", "Vine", "Willow",
    "Yarrow",
)  # fmt: skip
STREET_KINDS = ("St", "Ave", "Rd", "Cres", "Blvd", "Dr", "Lane", "Court")
PROPERTY_TYPES = (
    "Apartment",
    "House",
    "High Rise",
    "Town House",
    "Storage",
    "Commercial",
    "Warehouse",
    "Assisted Living",
    "Other",
)
JOB_TYPES = ("Moving", "Moving", "Moving", "Moving", "Packing", "Moving and Packing", "Load Only", "Unload Only", "Commercial", "Labor Only", "Junk Removal", "Inner House")  # fmt: skip

LOSS_REASONS = (
    "Lost price too high", "Lost price too high", "Went with another company", "Went with another company", "No response",
    "Lost moving themselves", "Lost date not available", "Lost postponed", "Lost out of service area", "Duplicate",
)  # fmt: skip
BAD_REASONS = (
    "Wrong number", "Duplicate lead", "No contact information", "Out of service area", "Not moving", "Already moved",
    "Spam", "Number disconnected", "Looking for work", "Price shopper",
)  # fmt: skip
PROVIDERS = (
    "Equate Media", "Moving Leads Direct", "Mover Matchup", "HomePro", "BBB", "Van Line Connect", "Website Form",
    "Google Ads", "Relocate Now", "Leads Depot", "Haul Quotes", "Phone Queue",
)  # fmt: skip
