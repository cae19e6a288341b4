-- The rows that count, from the tables alone: no tests, no duplicates, nothing of a test branch.
CREATE VIEW job AS
    SELECT * FROM crm_job
    WHERE NOT is_test AND NOT is_duplicate AND coalesce(branch_id, 0) NOT IN (SELECT id FROM crm_branch WHERE is_test);
CREATE VIEW won AS
    SELECT *, coalesce(total_actual_cost, total_estimated_cost) AS revenue FROM job WHERE opportunity_status IN ('BOOKED', 'CLOSED');
CREATE VIEW lead AS
    SELECT * FROM crm_leadstatus WHERE NOT is_test AND coalesce(branch_id, 0) NOT IN (SELECT id FROM crm_branch WHERE is_test);
CREATE VIEW booking AS
    SELECT *, upper(status) IN ('BOOKED', 'CLOSED', 'COMPLETED') AS is_won, coalesce(invoiced_amount, estimated_amount) AS amount
    FROM crm_bookedopportunity
    WHERE NOT is_test AND coalesce(branch_id, 0) NOT IN (SELECT id FROM crm_branch WHERE is_test);
CREATE VIEW bad AS SELECT * FROM crm_badlead WHERE NOT is_test;
-- Every quote of the leads, and how far it came.
CREATE VIEW fate AS
    SELECT lead.*,
        quote_number IN (SELECT quote_number FROM crm_bookedopportunity WHERE NOT is_test) AS booked,
        quote_number IN (
            SELECT quote_number FROM crm_job WHERE opportunity_status = 'CLOSED' AND NOT is_test AND NOT is_duplicate) AS completed,
        quote_number IN (SELECT quote_number FROM crm_lostlead WHERE NOT is_test) AS lost,
        (quote_sent IS NOT NULL AND NOT starts_with(quote_sent, '0'))
            OR quote_number IN (SELECT quote_number FROM crm_job WHERE NOT is_test AND NOT is_duplicate)
            OR quote_number IN (SELECT quote_number FROM crm_bookedopportunity WHERE NOT is_test) AS quoted
    FROM lead;
