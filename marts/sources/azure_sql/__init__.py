"""The case table in Azure SQL: one wide table, of which only columns on a list are ever named."""
