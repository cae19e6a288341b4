-- One row a lead and campaign. A lead belongs to the campaign it names; else all that ran for its source share it evenly, and
-- the one that began last has what rounding leaves over, so that the shares of a lead add up to one.
WITH shared AS (
    SELECT l.id AS lead_id, k.id AS campaign_id, l.created_date, l.campaign_id IS NOT NULL AS is_stated,
        count(*) OVER (PARTITION BY l.id) AS campaigns,
        row_number() OVER (PARTITION BY l.id ORDER BY k.start_date DESC, k.number) AS place
    FROM hvac_lead l
    JOIN hvac_marketingcampaign k ON k.org_id = l.org_id AND (
        l.campaign_id = k.id OR l.campaign_id IS NULL AND k.lead_source = l.lead_source
        AND l.created_date BETWEEN k.start_date AND coalesce(k.end_date + {tail}, 'infinity'::date))
    WHERE l.org_id = %(org)s
)
SELECT lead_id, campaign_id, created_date, is_stated,
    CASE WHEN place = 1 THEN 1 - round(1.0 / campaigns, 6) * (campaigns - 1) ELSE round(1.0 / campaigns, 6) END AS weight
FROM shared
