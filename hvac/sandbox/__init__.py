"""A seeded HVAC company: its files, and the ledger of what was planted in them."""
