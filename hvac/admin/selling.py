"""Campaigns, opportunities and commissions; contracts, communications and referrals; territories and warranty."""

from aiop.adminkit.search import text
from hvac.admin.base import Below, page
from hvac.models import (
    Communication,
    CustomerContract,
    MarketingCampaign,
    Referral,
    SalesCommission,
    SalesOpportunity,
    ServiceTerritory,
    WarrantyClaim,
    WarrantyClaimPart,
)

page(
    SalesOpportunity,
    "number stage opportunity_value probability weighted_value expected_close_date customer lead sales_rep",
    order="-expected_close_date",
    filters="expected_close_date stage",
    long_text="pain_points",
)
page(
    SalesCommission,
    "number sales_rep invoice commission_type commission_rate commission_amount payment_date",
    order="-payment_date",
    filters="payment_date commission_type",
)
page(
    MarketingCampaign,
    "campaign_name campaign_type start_date end_date budget actual_spend lead_source target_audience conversion_rate roi",
    order="-start_date",
    filters="start_date campaign_type lead_source",
    search={"campaign_name": text},
    search_words="Name or number",
)
page(
    CustomerContract,
    "number customer contract_type start_date end_date sla_response_time auto_renewal",
    order="-end_date",
    filters="end_date contract_type",
    long_text="terms penalty_clauses escalation_clauses",
)
page(
    Communication,
    "number occurred_at customer communication_type direction subject outcome employee follow_up_required",
    order="-occurred_at",
    filters="occurred_at communication_type direction outcome",
    long_text="content",
)
page(
    Referral,
    "number referral_date referring_customer referred_customer referral_status reward_amount reward_paid_date",
    order="-referral_date",
    filters="referral_date referral_status",
)
page(
    ServiceTerritory,
    "territory_name service_level assigned_technician travel_time zip_codes",
    order="territory_name",
    filters="service_level",
    search={"territory_name": text},
    search_words="Name or number",
)
page(
    WarrantyClaim,
    "number claim_date installed_device claim_type claim_amount claim_status manufacturer_response resolution_date",
    order="-claim_date",
    filters="claim_date claim_status claim_type",
    below=[Below("Parts", WarrantyClaimPart, "warranty_claim", "number quantity failed_serial rma_number returned_on")],
)
page(
    WarrantyClaimPart,
    "number warranty_claim part quantity failed_serial rma_number returned_on credit_amount",
    order="-returned_on",
    filters="returned_on",
)
