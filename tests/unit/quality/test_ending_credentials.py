"""Credentials that end soon are told before a source falls silent."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.run import run_checks
from aiop.sources.models import Connection


@pytest.mark.django_db
def test_connections_in_use_are_told_ten_days_before_their_credentials_end(org: Org) -> None:
    today = timezone.localdate(timezone=org.zone)
    with org_context(org, actor="maya"):
        for name, days, used in (("Books", 9, True), ("CRM", 10, True), ("Old", -1, True), ("Unused", 1, False)):
            Connection.objects.create(
                org=org, system="s", name=name, base_url="https://x.example", is_enabled=used,
                expires_on=today + dt.timedelta(days=days),
            )  # fmt: skip
        Connection.objects.create(org=org, system="s", name="Endless", base_url="https://x.example")
    (result,) = run_checks(org, ["credentials_that_end"], by="maya", store=False)
    assert (result.failing, result.status.value) == (2, "failed")
