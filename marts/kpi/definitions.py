"""The KPIs: ten that are published, and two beside them. Pure: this file is what the business reads."""

from __future__ import annotations

from dataclasses import replace

from marts.kpi.terms import (
    AnyOf,
    AtLeast,
    Count,
    Definition,
    Differs,
    Distinct,
    Equals,
    InList,
    Is,
    Record,
    Sum,
)

ESTIMATE, EXCLUDED, WARRANTY = "estimate", "excluded", "warranty"
COST = ("labour", "orders", "material_lines")
_JOB = ("jobs", "job_types")
_SALES = (*_JOB, "estimates", "invoices")
_PRODUCED = (*_JOB, "appointments", "invoices")
_COSTED = (*_PRODUCED, "gross_pay_items", "purchase_orders", "returns")

LEADS = Definition(
    key="leads",
    title="Leads",
    record=Record.JOB,
    date="created_day",
    role="sales",
    filters=(InList(ESTIMATE), Is("is_test", wanted=False)),
    numerator=Count(),
    measure="count",
    streams=(*_JOB, "customers"),
    report="leads",
    confidence="good",
    about="Jobs of a sales unit created on the day, whose type is an estimate, commercial ones included, in every status; "
    "jobs whose customer's name contains “test” are left out, jobs without a customer are kept.",
)
LEADS_DISTINCT = replace(
    LEADS,
    key="leads_distinct_customers",
    title="Leads, different customers",
    numerator=Distinct("customer_key"),
    about="As leads, each customer counted once, merged customers as one. The two weeks that were checked disagree about "
    "which of the two a person reads off the report.",
)
BOOKED = Definition(
    key="total_booked",
    title="Total booked",
    record=Record.ESTIMATE,
    date="sold_day",
    role="sales",
    filters=(Is("is_sold"),),
    numerator=Sum(("amount",)),
    measure="money",
    streams=(*_JOB, "estimates"),
    report="sales",
    confidence="high",
    about="Subtotals, before tax, of estimates sold on the day, change orders and several sales of one job included, "
    "by the unit of the job, whatever the job's type.",
)
PRODUCED = Definition(
    key="dollars_produced",
    title="Dollars produced",
    record=Record.JOB,
    date="start_day",
    role="production",
    filters=(InList(EXCLUDED, wanted=False),),
    numerator=Sum(("revenue",)),
    measure="money",
    streams=_PRODUCED,
    report="job_cost",
    confidence="high",
    about="Invoice subtotals, before tax, of jobs whose first valid appointment starts on the day, in every status, each job "
    "once with all its revenue whenever invoiced.",
)
PRODUCED = replace(
    PRODUCED,
    alternatives=(replace(PRODUCED, name="without adjustments", numerator=Sum(("revenue",), ("adjustments",))),),
)
GPM = replace(
    PRODUCED,
    key="gpm_percent",
    title="GPM %",
    numerator=Sum(("revenue", "returned"), COST),
    denominator=Sum(("revenue",)),
    measure="percent",
    streams=_COSTED,
    null_rule="No revenue: unknown. The cost of a day without revenue still enters its week.",
    confidence="medium",
    about="Revenue less cost, over revenue, of the jobs of dollars produced. Cost is gross pay, purchase orders that are not "
    "canceled and material lines of invoices, less returns.",
    alternatives=(),
)
GPM = replace(
    GPM,
    alternatives=(
        replace(GPM, name="purchase orders alone", numerator=Sum(("revenue", "returned"), ("labour", "orders"))),
        replace(GPM, name="invoice lines alone", numerator=Sum(("revenue",), ("labour", "material_lines"))),
    ),
)
COLLECTED = Definition(
    key="dollars_collected",
    title="Dollars collected",
    record=Record.COLLECTION,
    date="paid_day",
    role="production",
    numerator=Sum(("amount",)),
    measure="money",
    streams=("payments", "invoices"),
    report="collections",
    confidence="rule open",
    about="What payments of the day were applied to invoices, by the unit of the invoice; what is not applied by the unit "
    "of the payment. Refunds with their sign.",
)
COLLECTED = replace(COLLECTED, alternatives=(replace(COLLECTED, name="unit of the payment", unit="payment_unit_id"),))
ESTIMATES = Definition(
    key="num_estimates",
    title="Number of estimates",
    record=Record.JOB,
    date="completed_day",
    role="sales",
    filters=(Equals("status", "Completed"), InList(ESTIMATE)),
    numerator=Count(),
    measure="count",
    streams=_JOB,
    report="sales",
    confidence="good",
    about="Jobs of estimate type completed on the day, whether or not an estimate was written. Canceled jobs may carry a "
    "completion, so the status is asked for too.",
)
CLOSE_RATE = Definition(
    key="close_rate_percent",
    title="Close rate %",
    record=Record.JOB,
    date="opportunity_day",
    role="sales",
    filters=(Is("is_opportunity"),),
    numerator=Count((AtLeast("sold_count", 1),)),
    denominator=Count(),
    measure="percent",
    streams=_SALES,
    null_rule="No opportunity: unknown.",
    report="sales",
    confidence="good",
    about="Opportunities with a sale over all opportunities. The day is that of the job's first sale, else of its completion; "
    "no-charge jobs count only when sold or invoiced at their type's threshold.",
)
CLOSE_RATE = replace(
    CLOSE_RATE,
    alternatives=(
        replace(
            CLOSE_RATE,
            name="no estimate and no invoice is no opportunity",
            filters=(AnyOf((AtLeast("estimate_count", 1), Is("has_revenue"))),),
        ),
    ),
)
FUTURE = Definition(
    key="future_bookings",
    title="Future bookings",
    record=Record.BOOKING,
    date="day",
    role="production",
    filters=(InList(EXCLUDED, wanted=False), Differs("status", "Canceled")),
    numerator=Sum(("revenue",)),
    measure="money",
    is_snapshot=True,
    streams=_PRODUCED,
    report="job_cost",
    confidence="low",
    null_rule="0 where nothing is booked; unknown where no snapshot was taken.",
    about="Invoice subtotals of jobs that start between this week's Monday and a year later and are not canceled, as they "
    "stood when the snapshot was taken.",
)
WARRANTY_SHARE = replace(
    PRODUCED,
    key="warranty_percent",
    title="Warranty %",
    filters=(),
    numerator=Sum(COST, ("returned",), (InList(WARRANTY),)),
    denominator=Sum(("revenue",), (), (InList(EXCLUDED, wanted=False),)),
    measure="percent",
    streams=_COSTED,
    confidence="good",
    null_rule="Nothing produced: unknown. No warranty job: 0.",
    about="Cost of jobs of a warranty type, over dollars produced of the same unit and days.",
    alternatives=(),
)
RECEIVABLE = Definition(
    key="outstanding_ar",
    title="Outstanding A/R",
    record=Record.RECEIVABLE,
    date="day",
    role="production",
    filters=(AtLeast("net", 10),),
    numerator=Sum(("net",)),
    measure="money",
    is_snapshot=True,
    streams=("invoices", "payments", *_JOB),
    report="receivables",
    confidence="low",
    null_rule="0 where nothing is open; unknown where no snapshot was taken.",
    about="Open balances of invoices of completed jobs, or of no job, less unapplied payments, net by location and unit; "
    "locations that owe 10 dollars or more.",
)
SCHEDULED = Definition(
    key="estimates_scheduled",
    title="Estimates scheduled",
    record=Record.JOB,
    date="start_day",
    role="sales",
    filters=(InList(ESTIMATE), Equals("start_basis", "appointment")),
    numerator=Count(),
    measure="count",
    streams=(*_JOB, "appointments"),
    confidence="good",
    about="Jobs of estimate type by the day of their first appointment.",
)

TEN = (LEADS, BOOKED, PRODUCED, GPM, COLLECTED, ESTIMATES, CLOSE_RATE, FUTURE, WARRANTY_SHARE, RECEIVABLE)
ALL = (*TEN, SCHEDULED, LEADS_DISTINCT)
FLOWS = tuple(one for one in ALL if not one.is_snapshot)
SNAPSHOTS = tuple(one for one in ALL if one.is_snapshot)
BY_KEY = {one.key: one for one in ALL}
