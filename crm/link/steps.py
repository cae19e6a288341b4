"""The linkage steps in the order in which each finds what it needs."""

from __future__ import annotations

from crm.link.bad_leads import plan_bad_leads
from crm.link.branches import plan_branches
from crm.link.job_customers import plan_job_customers
from crm.link.lead_sources import plan_lead_sources
from crm.link.performance import plan_performance
from crm.link.quotes import plan_quotes
from crm.link.sales_people import plan_sales_people
from crm.link.step import Step
from crm.link.timeline import plan_timeline

STEPS: tuple[Step, ...] = (
    Step("sales_people", "Sales persons of leads, bookings and jobs", plan_sales_people),
    Step("branches", "Branches of leads, bookings and jobs", plan_branches),
    Step("lead_sources", "Lead sources and their categories", plan_lead_sources),
    Step("quotes", "Leads and lost leads to the booking of their quote", plan_quotes),
    Step("job_customers", "Customers of bookings and won jobs", plan_job_customers, settles="customers"),
    Step("bad_leads", "Bad leads to their lead and customer", plan_bad_leads, settles="customers"),
    Step("timeline", "First lead and conversion dates of customers", plan_timeline),
    Step("performance", "Performance rows to sales persons", plan_performance),
)
