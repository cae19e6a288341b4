"""What every connection to a SQL Server database needs."""

from __future__ import annotations

from aiop.sources.systems import FormField

SQL_HOSTS = ("*.database.windows.net",)
SERVER_FIELDS = (
    FormField("server", "Server", help="Such as dealer.database.windows.net."),
    FormField("port", "Port", pattern="[0-9]+", default="1433", required=False, help="1433 unless told otherwise."),
    FormField("database", "Database", default="evo"),
    FormField("user", "User", help="A log-in that may only read."),
    FormField("password", "Password", secret=True),
)
