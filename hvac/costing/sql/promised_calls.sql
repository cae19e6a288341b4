-- One row a contract with a promised time and a call of its customer while it ran. How long an urgent call waited is told by its
-- incident, or by its appointment where the time that was booked is that of the visit: on its day. Of two that differ the longer counts.
WITH waited AS (
    SELECT service_call_id, response_time_minutes AS minutes FROM hvac_incidentresponse
    WHERE org_id = %(org)s AND service_call_id IS NOT NULL
    UNION ALL
    SELECT service_call_id, ceil(extract(epoch FROM booked_at - created_date) / 60)::int FROM hvac_appointment
    WHERE org_id = %(org)s AND service_call_id IS NOT NULL AND appointment_type IN ('Repair', 'Emergency')
        AND (booked_at AT TIME ZONE %(zone)s)::date = appointment_date AND booked_at >= created_date
), answered AS (
    SELECT service_call_id, max(minutes) AS minutes FROM waited GROUP BY 1
)
SELECT k.id AS contract_id, c.id AS service_call_id, c.customer_id, c.service_date, k.sla_response_time AS promised_hours,
    a.minutes AS response_minutes
FROM hvac_customercontract k
JOIN hvac_servicecall c ON c.org_id = k.org_id AND c.customer_id = k.customer_id AND c.service_date BETWEEN k.start_date AND k.end_date
LEFT JOIN answered a ON a.service_call_id = c.id
WHERE k.org_id = %(org)s AND k.sla_response_time IS NOT NULL AND coalesce(k.status, 'Active') NOT IN ('Draft', 'Terminated')
