"""Assets, overhead, prices that change, key figures."""

from aiop.adminkit.search import text
from hvac.admin.base import page
from hvac.models import (
    FixedAsset,
    KpiDefinition,
    OverheadRate,
    PriceAdjustment,
    PriceRule,
    PricingSeason,
)

page(
    FixedAsset,
    "asset_tag description asset_class status location in_service_date cost salvage_value book_method tax_method",
    order="-in_service_date",
    filters="in_service_date asset_class status",
    search={"asset_tag": text},
    search_words="Tag or number",
)
page(
    OverheadRate,
    "number period department location overhead_total billable_hours rate",
    order="-period",
    filters="period department",
)
page(
    PricingSeason,
    "name start_mmdd end_mmdd location demand_level",
    order="name",
    filters="demand_level",
    search={"name": text},
    search_words="Name or number",
)
page(
    PriceRule,
    "name status adjust_kind value applies_to season service_type priority valid_from valid_to",
    order="-valid_from",
    filters="valid_from status adjust_kind",
    search={"name": text},
    search_words="Name or number",
)
page(
    PriceAdjustment,
    "number applied_at rule quote service_call base_amount adjustment final_amount",
    order="-applied_at",
    filters="applied_at",
)
page(
    KpiDefinition,
    "name kpi_code unit direction target warn_threshold critical_threshold",
    order="kpi_code",
    search={"kpi_code": text},
    search_words="Code or number",
    long_text="formula",
)
