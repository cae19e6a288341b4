"""The lists and feeds of the ServiceTitan API that are read, as one table."""
