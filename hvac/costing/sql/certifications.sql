-- One row a certification; one of the same name and holder that was issued later replaces it.
SELECT c.id, c.employee_id, c.certification_name, c.certification_body, c.expiry_date,
    row_number() OVER (PARTITION BY c.employee_id, c.certification_name ORDER BY c.issue_date DESC, c.id DESC) > 1 AS is_replaced,
    c.certification_name ILIKE '%%EPA%%608%%' OR c.certification_name ILIKE '%%Section 608%%' AS is_mandatory,
    e.employment_status NOT IN ('Terminated', 'Retired') AS works_here
FROM hvac_certification c
JOIN hvac_employee e ON e.id = c.employee_id AND e.org_id = c.org_id
WHERE c.org_id = %(org)s
