"""States and words that disagree with the rest of the row, or of the company: DQ-60 to DQ-74."""

from __future__ import annotations

from aiop.quality.checks import Severity
from hvac.checks.rule import rule

STATES = (
    rule(60, "invoices", "A status that disagrees with the due date",
         """SELECT id, status || ', due on ' || due_date AS detail FROM hvac_invoice
            WHERE (status = 'Pending' AND due_date < %(today)s) OR (status = 'Overdue' AND due_date >= %(today)s)"""),
    rule(61, "subscriptions", "A status that disagrees with the end",
         """SELECT id, status || ', ends on ' || end_date AS detail FROM hvac_subscription
            WHERE (status = 'Active' AND end_date < %(today)s) OR (status = 'Expired' AND end_date > %(today)s)"""),
    rule(62, "quotes", "Expired, and still valid",
         "SELECT id, valid_until::text AS detail FROM hvac_quote WHERE status = 'Expired' AND valid_until >= %(today)s"),
    rule(63, "vehicle_fleet", "Assigned and not active, or the second vehicle of a technician",
         """SELECT id, status || ', technician ' || assigned_technician_ref AS detail FROM (
                SELECT id, status, assigned_technician_ref, number, min(number) FILTER (WHERE status = 'Active')
                    OVER (PARTITION BY assigned_technician_ref) AS first FROM hvac_vehicle WHERE assigned_technician_ref IS NOT NULL
            ) AS assigned WHERE status <> 'Active' OR number <> first"""),
    rule(64, "incident_response", "Somebody who backs up themselves",
         """SELECT id, 'technician ' || backup_technician_ref AS detail FROM hvac_incidentresponse
            WHERE backup_technician_ref = responding_technician_ref"""),
    rule(65, "appointments", "Priority and type disagree about an emergency",
         """SELECT id, appointment_type || ', ' || priority AS detail FROM hvac_appointment
            WHERE (appointment_type = 'Emergency') <> (priority = 'Emergency')"""),
    rule(65, "work_orders", "Priority and call disagree about an emergency",
         """SELECT w.id, c.service_type || ', ' || w.priority AS detail FROM hvac_workorder w
            JOIN hvac_servicecall c ON c.id = w.service_call_id WHERE (c.service_type = 'Emergency') <> (w.priority = 'Emergency')"""),
    rule(66, "customer_feedback", "Words that disagree with the score",
         """SELECT id, feedback_type || ', ' || overall_satisfaction || CASE WHEN would_recommend THEN ', recommends'
                ELSE ', does not recommend' END AS detail FROM hvac_customerfeedback
            WHERE (feedback_type = 'Complaint' AND overall_satisfaction >= 8)
               OR (feedback_type = 'Compliment' AND overall_satisfaction <= 3)
               OR (would_recommend AND overall_satisfaction <= 3) OR (NOT would_recommend AND overall_satisfaction >= 9)"""),
    rule(67, "leads", "A status that disagrees with the last contact",
         """SELECT id, status || coalesce(', spoken to on ' || last_contact_date, ', never spoken to') AS detail FROM hvac_lead
            WHERE (status = 'New' AND last_contact_date IS NOT NULL)
               OR (status IN ('Contacted', 'Qualified', 'Converted', 'Nurturing') AND last_contact_date IS NULL)"""),
    rule(67, "leads", "Converted, and no customer is known",
         "SELECT id, status AS detail FROM hvac_lead WHERE status = 'Converted' AND converted_customer_id IS NULL",
         name="leads_converted", severity=Severity.INFO,
         guidance="Name the customer on the lead's page: campaigns are judged by what their leads have brought."),
    rule(68, "subscriptions", "A plan for firms, of a household",
         """SELECT s.id, c.customer_type AS detail FROM hvac_subscription s JOIN hvac_customer c ON c.id = s.customer_id
            WHERE s.service_plan = 'Commercial' AND c.customer_type <> 'commercial'"""),
    rule(69, "parts", "A name that begins with another category",
         """SELECT id, name || ': ' || part_category AS detail FROM hvac_part
            WHERE strpos(name, ' - ') > 0 AND btrim(split_part(name, ' - ', 1)) <> part_category"""),
    rule(70, "equipment_types", "A rating that cannot be of such a device",
         """SELECT id, equipment_type || ' ' || energy_rating AS detail FROM hvac_equipmenttype
            WHERE CASE WHEN equipment_type = 'Furnace' THEN energy_rating NOT BETWEEN 80 AND 99 ELSE energy_rating > 40 END"""),
    rule(71, "service_calls", "A model that the customer does not have",
         """SELECT c.id, 'model ' || c.equipment_ref || ' at customer ' || c.customer_ref AS detail FROM hvac_servicecall c
            WHERE NOT EXISTS (SELECT FROM hvac_installeddevice d
                WHERE d.customer_id = c.customer_id AND d.equipment_id = c.equipment_id)"""),
    rule(72, "service_calls", "An emergency without an incident",
         """SELECT c.id, c.service_date::text AS detail FROM hvac_servicecall c WHERE c.service_type = 'Emergency'
            AND NOT EXISTS (SELECT FROM hvac_incidentresponse i WHERE i.service_call_id = c.id)"""),
    rule(73, "payments", "A fee on what costs none",
         """SELECT id, payment_method || ', ' || processing_fee AS detail FROM hvac_payment
            WHERE payment_method IN ('Cash', 'Check') AND processing_fee > 0"""),
    rule(74, "customers", "Several tax rates at one customer",
         """SELECT c.id, string_agg(DISTINCT i.tax_rate::text, ', ') AS detail FROM hvac_customer c
            JOIN hvac_invoice i ON i.customer_id = c.id GROUP BY c.id HAVING count(DISTINCT i.tax_rate) > 1"""),
)  # fmt: skip
