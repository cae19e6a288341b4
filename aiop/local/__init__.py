"""PostgreSQL, broker and environment for a machine that has none of them."""
