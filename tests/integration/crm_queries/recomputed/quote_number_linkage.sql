WITH every AS (
    SELECT quote_number, 'L' AS report, received_day AS day, NULL AS customer_id FROM lead
    UNION ALL SELECT quote_number, 'B', booked_date, customer_id FROM booking
    UNION ALL SELECT quote_number, 'X', lost_date, NULL FROM crm_lostlead
        WHERE NOT is_test AND quote_number NOT IN (
            SELECT quote_number FROM crm_leadstatus WHERE branch_id IN (SELECT id FROM crm_branch WHERE is_test))
), found AS (
    SELECT quote_number, string_agg(report, '' ORDER BY report) AS reports, max(customer_id) AS customer_id,
        coalesce(max(day) FILTER (WHERE report = 'L'), max(day) FILTER (WHERE report = 'B'), max(day) FILTER (WHERE report = 'X')) AS day
    FROM every GROUP BY ALL
)
SELECT quote_number, customer_id,
    MAP {'BLX': 'All Three', 'BL': 'LeadStatus + BookedOpportunity', 'LX': 'LeadStatus + LostLead', 'BX': 'BookedOpportunity + LostLead',
         'L': 'LeadStatus Only', 'B': 'BookedOpportunity Only', 'X': 'LostLead Only'}[reports] AS match_type,
    CASE WHEN customer_id IS NOT NULL THEN 'Converted to Customer' WHEN reports IN ('LX', 'X') THEN 'Lost Lead' ELSE 'Active Lead' END AS journey_status
FROM found WHERE day IS NOT NULL
