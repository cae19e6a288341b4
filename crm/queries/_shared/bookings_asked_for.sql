    AND b.booked_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
    AND (%(branch)s::bigint IS NULL OR b.branch_id = %(branch)s::bigint)
    AND (%(source)s::bigint IS NULL OR b.lead_source_id = %(source)s::bigint)
    AND (%(sales_person)s::bigint IS NULL OR b.sales_person_id = %(sales_person)s::bigint)
