"""Facts of records, made from the source's rows: one file of SQL each."""
