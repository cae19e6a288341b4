"""Softbase: the dealer's system, read as views of its SQL Server database."""
