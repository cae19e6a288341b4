-- One row a time entry, weeks whole, in the order in which the hours were worked.
SELECT t.id, t.employee_id, t.service_call_id, t.work_date, t.clock_in_time, t.time_type, t.hours_worked,
    t.overtime_hours, n.hourly_rate, e.salary
FROM hvac_timeentry t
LEFT JOIN hvac_employee e ON e.id = t.employee_id AND e.org_id = t.org_id
LEFT JOIN hvac_technician n ON n.employee_id = e.id AND n.org_id = t.org_id
WHERE t.org_id = %(org)s
    AND (%(start)s::date IS NULL OR t.work_date >= date_trunc('week', %(start)s::date)::date)
    AND (%(end)s::date IS NULL OR t.work_date <= %(end)s)
ORDER BY t.employee_id, t.clock_in_time, t.id
