"""The twin of BigQuery with a GA4 export: what it is asked is parsed as BigQuery's SQL and executed by DuckDB."""
