"""From the API to raw pages and records: feeds and lists, read to their end however they behave."""
