-- One row a contract with a promised time and a call of its customer while it ran.
SELECT k.id AS contract_id, c.id AS service_call_id, c.customer_id, c.service_date, k.sla_response_time AS promised_hours,
    i.response_time_minutes AS response_minutes
FROM hvac_customercontract k
JOIN hvac_servicecall c ON c.org_id = k.org_id AND c.customer_id = k.customer_id AND c.service_date BETWEEN k.start_date AND k.end_date
LEFT JOIN (SELECT DISTINCT ON (service_call_id) service_call_id, response_time_minutes FROM hvac_incidentresponse
           WHERE org_id = %(org)s ORDER BY service_call_id, response_time_minutes) i ON i.service_call_id = c.id
WHERE k.org_id = %(org)s AND k.sla_response_time IS NOT NULL AND coalesce(k.status, 'Active') NOT IN ('Draft', 'Terminated')
