"""The export of GA4 into BigQuery: one table of events a day."""
