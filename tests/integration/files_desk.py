"""A curator at the import pages: uploads, looks, answers, applies."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aiop.loading.models import Load
from aiop.orgs.context import org_context
from aiop.orgs.models import Org, User

LOST = [
    "Quote #",
    "Name",
    "Lost Date",
    "Move Date",
    "Reason",
    "Date Received",
    "Time to First Contact",
    "Est. Dollar Amount",
]


def lost_row(quote: str, **cells: str) -> list[str]:
    """Give a row of the lost leads report."""
    usual = {
        "Name": f"Leonora Velmont {quote}",
        "Lost Date": "11/18/2025",
        "Move Date": "11/30/2025",
        "Reason": "Price",
        "Date Received": "11/01/2025 09:30 AM",
        "Time to First Contact": "5 minutes",
        "Est. Dollar Amount": "$1,240.00",
    }
    return [quote, *({**usual, **cells}[header] for header in LOST[1:])]


def csv_bytes(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Write a CSV."""
    sink = io.StringIO()
    csv.writer(sink).writerows([header, *rows])
    return sink.getvalue().encode()


def text_of(response: Any) -> str:
    """Give what a page says, without its markup."""
    body = response.content.decode()
    main = body[body.find('id="main"') :]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<script.*?</script>|<[^>]+>", " ", main, flags=re.DOTALL)))


class Desk:
    """Does what a person does on the pages."""

    def __init__(self, org: Org, user: User) -> None:
        self.org, self.user = org, user
        self.client = Client()
        self.client.force_login(user, backend="aiop.orgs.access.RoleBackend")

    def upload(self, content: bytes, name: str = "lost-leads.csv", **fields: str) -> str:
        """Send a file and give the address that it leads to."""
        answer = self.client.post("/admin/import/upload/", {"files": SimpleUploadedFile(name, content), **fields})
        assert answer.status_code == 302
        return str(answer.headers["Location"])

    def look(self, address: str, **query: str) -> str:
        """Open a page and give what it says."""
        answer = self.client.get(address, query)
        assert answer.status_code == 200, answer.status_code
        return text_of(answer)

    def act(self, address: str, **fields: Any) -> str:
        """Send a form and give what the page that follows says."""
        answer = self.client.post(address, fields, follow=True)
        assert answer.status_code == 200, answer.status_code
        return text_of(answer)

    def apply(self, address: str, **fields: str) -> str:
        """Press the primary button of an import."""
        plan = re.search(r"plan (\w{4})", self.look(address))
        assert plan is not None, self.look(address)
        return self.act(f"{address}apply/", plan=plan[1], **fields)

    def load(self, address: str) -> Load:
        """Give the import at an address."""
        with org_context(self.org, actor="test"):
            return Load.objects.get(pk=int(address.rstrip("/").rpartition("/")[2]))
