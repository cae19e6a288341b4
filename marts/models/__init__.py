"""Tables of the marts: facts of records, daily cells, and what was compared with whom."""

from marts.models.facts import BookingFact, CollectionFact, EstimateFact, JobFact, ReceivableFact
from marts.models.kpi import BuildMark, DailyCell, Vouched
from marts.models.tieout import TieOut, TieOutDifference, TieOutFigure

__all__ = [
    "BookingFact",
    "BuildMark",
    "CollectionFact",
    "DailyCell",
    "EstimateFact",
    "JobFact",
    "ReceivableFact",
    "TieOut",
    "TieOutDifference",
    "TieOutFigure",
    "Vouched",
]
