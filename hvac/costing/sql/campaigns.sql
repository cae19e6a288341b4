-- One row a campaign, by its shares of leads.
WITH own AS (
    SELECT a.lead_id, a.campaign_id, a.weight, l.status, l.created_date, l.converted_customer_id
    FROM hvac_leadattribution a JOIN hvac_lead l ON l.id = a.lead_id AND l.org_id = a.org_id
    WHERE a.org_id = %(org)s
), won AS (
    SELECT lead_id, min(customer_id) AS customer_id FROM hvac_salesopportunity
    WHERE org_id = %(org)s AND stage = 'Closed Won' AND lead_id IS NOT NULL AND customer_id IS NOT NULL GROUP BY lead_id
), linked AS (
    SELECT o.campaign_id, o.weight, o.created_date, coalesce(o.converted_customer_id, w.customer_id) AS customer_id
    FROM own o LEFT JOIN won w USING (lead_id) WHERE o.status = 'Converted'
), earned AS (
    SELECT n.campaign_id, sum(i.subtotal * n.weight) AS revenue
    FROM linked n JOIN hvac_invoice i ON i.org_id = %(org)s AND i.customer_id = n.customer_id AND i.status <> 'Cancelled'
        AND i.issue_date >= n.created_date GROUP BY 1
), ties AS (
    SELECT campaign_id, sum(weight) FILTER (WHERE customer_id IS NOT NULL) AS linked FROM linked GROUP BY 1
), counted AS (
    SELECT campaign_id, sum(weight) AS leads, sum(weight) FILTER (WHERE status = 'Converted') AS converted FROM own GROUP BY 1
)
SELECT k.id, k.actual_spend, k.conversion_rate, k.roi, coalesce(c.leads, 0) AS leads, coalesce(c.converted, 0) AS converted,
    coalesce(t.linked, 0) AS linked, CASE WHEN t.linked > 0 THEN coalesce(e.revenue, 0) END AS revenue
FROM hvac_marketingcampaign k
LEFT JOIN counted c ON c.campaign_id = k.id
LEFT JOIN ties t ON t.campaign_id = k.id
LEFT JOIN earned e ON e.campaign_id = k.id
WHERE k.org_id = %(org)s
