"""Tables of the marts: facts of records, daily cells, what was compared with whom, the nine marts with their standing, three more."""

from marts.models.account_rule import AccountRule
from marts.models.app_analytics import AppAnalytics
from marts.models.case_metrics import CaseMetrics
from marts.models.cash_flow import CashFlow
from marts.models.crm_contacts import CrmContacts
from marts.models.crm_deals import CrmDeals
from marts.models.customer_activity import CustomerActivity
from marts.models.facts import BookingFact, CollectionFact, EstimateFact, JobFact, ReceivableFact
from marts.models.financial_metrics import FinancialMetrics
from marts.models.gl_monthly import GlMonthly
from marts.models.kpi import BuildMark, DailyCell, Vouched
from marts.models.rental_fleet import RentalFleet
from marts.models.sales_daily import SalesDaily
from marts.models.standing import EtlRun, MartStanding
from marts.models.tieout import TieOut, TieOutDifference, TieOutFigure
from marts.models.work_order_daily import WorkOrderDaily
from marts.models.zoom_metrics import ZoomMetrics

__all__ = [
    "AccountRule",
    "AppAnalytics",
    "BookingFact",
    "BuildMark",
    "CaseMetrics",
    "CashFlow",
    "CollectionFact",
    "CrmContacts",
    "CrmDeals",
    "CustomerActivity",
    "DailyCell",
    "EstimateFact",
    "EtlRun",
    "FinancialMetrics",
    "GlMonthly",
    "JobFact",
    "MartStanding",
    "ReceivableFact",
    "RentalFleet",
    "SalesDaily",
    "TieOut",
    "TieOutDifference",
    "TieOutFigure",
    "Vouched",
    "WorkOrderDaily",
    "ZoomMetrics",
]
