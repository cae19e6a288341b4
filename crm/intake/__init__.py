"""Eight kinds of export, one module each: headers in all variants to columns. Importing this registers them."""

from aiop.loading.kind import register
from crm.intake.bad_leads import BAD_LEADS
from crm.intake.bookings import BOOKINGS
from crm.intake.customers import CUSTOMERS
from crm.intake.jobs import JOBS
from crm.intake.lead_status import LEAD_STATUS
from crm.intake.lost_leads import LOST_LEADS
from crm.intake.sales_performance import SALES_PERFORMANCE
from crm.intake.user_performance import USER_PERFORMANCE

register(CUSTOMERS, SALES_PERFORMANCE, USER_PERFORMANCE, BOOKINGS, JOBS, LEAD_STATUS, LOST_LEADS, BAD_LEADS)
