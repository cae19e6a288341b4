    AND l.received_at >= coalesce(%(period_from)s::date, '-infinity')::timestamp AT TIME ZONE %(zone)s::text
    AND l.received_at < coalesce(%(period_to)s::date + 1, 'infinity')::timestamp AT TIME ZONE %(zone)s::text
    AND (%(branch)s::bigint IS NULL OR l.branch_id = %(branch)s::bigint)
    AND (%(source)s::bigint IS NULL OR l.lead_source_id = %(source)s::bigint)
    AND (%(sales_person)s::bigint IS NULL OR l.sales_person_id = %(sales_person)s::bigint)
