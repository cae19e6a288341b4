"""A server that speaks the protocol of SQL Server, for twins: what it is sent is parsed as T-SQL and executed by DuckDB.

It is no SQL Server: no TLS, no stored procedures, no collation, none of T-SQL's own rules at run time. What passes here is
well-formed T-SQL that gives these rows on another engine.
"""
