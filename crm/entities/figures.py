"""When the rows of the lead pool happened and what they are worth, as review sums them up."""

from __future__ import annotations

from aiop.identity.entity import Figures

JOB = Figures("t.job_date", "coalesce(t.total_actual_cost, t.total_estimated_cost)")
BOOKING = Figures("t.booked_date", "coalesce(t.invoiced_amount, t.estimated_amount)")
LEAD = Figures("t.received_at::date", "t.estimated_revenue")
BAD_LEAD = Figures("t.date_lead_received")
LOST_LEAD = Figures("t.lost_date", "t.estimated_amount")
