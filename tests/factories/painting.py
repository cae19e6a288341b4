"""A painting company in rows, written by hand: what a test needs of ServiceTitan's tables, a line each."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from aiop.builders.declared import Building, Built
from aiop.builders.windows import Window
from aiop.orgs.models import Org
from marts.kpi.daily import build_daily
from marts.kpi.snapshots import take_snapshots
from marts.models import DailyCell, Vouched
from servicetitan import models as st

SALES, PRODUCTION, TUCSON_SALES, RETIRED, STRANGE, IGNORED = 11, 12, 13, 14, 15, 16
ESTIMATE, PAINTING, WARRANTY, WASHING, FREE = 21, 22, 23, 24, 25
TODAY = dt.date(2030, 3, 31)


def at(text: str) -> dt.datetime:
    """Read a moment in UTC, such as 2030-03-05 22:00."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


class PaintingCompany:
    """Adds rows of a company in Phoenix; ids are given where a test needs them, else counted up."""

    def __init__(self, org: Org) -> None:
        self.org = org
        self._ids = itertools.count(900_000)
        self.units = self._reporting_units()
        self._types_and_lists()

    def add(self, model: type[Any], **values: Any) -> Any:
        """Add a row; strings of moments and money may be given as text."""
        return model.objects.create(org=self.org, **{"source_id": next(self._ids), **values})

    def job(self, **values: Any) -> int:
        """Add a job and give its id."""
        usual = {
            "business_unit_source_id": PRODUCTION,
            "job_type_source_id": PAINTING,
            "job_status": "Completed",
            "created_on": at("2030-03-01 18:00"),
        }
        return int(self.add(st.Job, **{**usual, **values}).source_id)

    def lead(self, **values: Any) -> int:
        """Add a job of estimate type in the sales unit."""
        return self.job(**{"business_unit_source_id": SALES, "job_type_source_id": ESTIMATE, **values})

    def visit(self, job: int, start: str, **values: Any) -> None:
        """Add an appointment."""
        self.add(st.Appointment, job_source_id=job, start=at(start), **{"status": "Done", **values})

    def sale(self, job: int | None, sold: str, amount: str, **values: Any) -> int:
        """Add a sold estimate."""
        usual = {"job_source_id": job, "sold_on": at(sold), "subtotal": Decimal(amount), "status_name": "Sold"}
        return int(self.add(st.Estimate, **{**usual, **values}).source_id)

    def invoice(self, job: int | None, amount: str, **values: Any) -> int:
        """Add an invoice over `amount` before tax."""
        usual = {
            "job_source_id": job,
            "sub_total": Decimal(amount),
            "business_unit_source_id": PRODUCTION,
            "invoice_date": dt.date(2030, 3, 20),
        }
        return int(self.add(st.Invoice, **{**usual, **values}).source_id)

    def payment(self, day: str, applied: dict[int, str], unapplied: str = "0", **values: Any) -> int:
        """Add a payment with what of it pays which invoice."""
        usual = {"date": dt.date.fromisoformat(day), "unapplied_amount": Decimal(unapplied)}
        payment = self.add(st.Payment, **{"business_unit_source_id": PRODUCTION, **usual, **values})
        for invoice, amount in applied.items():
            self.add(
                st.PaymentApplication,
                payment_source_id=payment.source_id,
                invoice_source_id=invoice,
                applied_amount=Decimal(amount),
            )
        return int(payment.source_id)

    def pay(self, job: int, amount: str) -> None:
        """Add a line of pay."""
        self.add(st.GrossPayItem, job_source_id=job, amount=Decimal(amount), source_key=f"#{next(self._ids)}")

    def place(self, unit: int, to: str | None, role: str, since: str = "2000-01-01", until: str | None = None) -> None:
        """Say what a unit of the source is, from a day on."""
        st.UnitMapping.objects.create(
            org=self.org,
            unit_source_id=unit,
            subject=str(unit),
            role=role,
            reporting_unit=self.units[to] if to else None,
            valid_from=dt.date.fromisoformat(since),
            valid_until=dt.date.fromisoformat(until) if until else None,
        )

    def vouch(self, day: str) -> None:
        """Say that files brought everything up to a day."""
        Vouched.objects.create(org=self.org, through=dt.date.fromisoformat(day), vouched_by="test")

    def build(self, today: dt.date = TODAY, start: dt.date | None = None, end: dt.date | None = None) -> Built:
        """Build the daily KPIs as of a day."""
        return build_daily(Building(self.org, Window(start, end), today))

    def snapshot(self, today: dt.date = TODAY) -> Built:
        """Take the day's snapshots."""
        return take_snapshots(Building(self.org, Window(), today))

    def cells(self, kpi: str) -> dict[tuple[str, str], Any]:
        """Give a KPI's known cells that are not 0: (day, unit) to the value, or to both sums of a ratio."""
        labels = {unit.pk: key for key, unit in self.units.items()} | {0: "unmapped"}
        found: dict[tuple[str, str], Any] = {}
        for cell in DailyCell.objects.for_org(self.org).filter(kpi=kpi, numerator__isnull=False).order_by("day"):
            sums = (cell.numerator, cell.denominator)
            if any(sums):
                value = tuple(map(plain, sums)) if cell.denominator is not None else plain(cell.numerator)
                found[cell.day.isoformat(), labels[cell.unit_id]] = value
        return found

    def _reporting_units(self) -> dict[str, Any]:
        wanted = [("phx_sales", "sales", "PHX"), ("phx_production", "production", "PHX"), ("tuc_sales", "sales", "TUC")]
        units = {
            key: st.ReportingUnit.objects.create(
                org=self.org, key=key, label=key, role=role, region_key=region, region_label=region.title()
            )
            for key, role, region in wanted
        }
        self.units = units
        for unit, to, role in [
            (SALES, "phx_sales", "sales"),
            (PRODUCTION, "phx_production", "production"),
            (TUCSON_SALES, "tuc_sales", "sales"),
            (RETIRED, "phx_production", "production"),
            (IGNORED, None, "ignored"),
        ]:
            self.place(unit, to, role)
        return units

    def _types_and_lists(self) -> None:
        for type_id, name, listed in [
            (ESTIMATE, "ESTIMATE-RES-INT", "estimate"),
            (PAINTING, "Production-RES-EXT", ""),
            (WARRANTY, "Touchup", "warranty"),
            (WASHING, "Window/Solar Washing", "excluded"),
            (FREE, "Company Training", ""),
        ]:
            self.add(st.JobType, source_id=type_id, name=name, no_charge=type_id == FREE)
            if listed:
                self.list_type(listed, type_id)

    def list_type(self, key: str, type_id: int, since: str = "2000-01-01") -> None:
        """Put a job type on a list, from a day on."""
        kept, _ = st.JobTypeList.objects.get_or_create(org=self.org, key=key, defaults={"label": key.title()})
        st.JobTypeListMember.objects.create(
            org=self.org,
            list=kept,
            list_key=key,
            job_type_source_id=type_id,
            subject=str(type_id),
            valid_from=dt.date.fromisoformat(since),
        )


def plain(value: Decimal | None) -> str:
    """Write a number without closing zeros."""
    return "–" if value is None else f"{value.normalize():f}"
