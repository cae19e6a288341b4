    AND x.lost_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
    AND (%(branch)s::bigint IS NULL OR x.branch_id = %(branch)s::bigint)
    AND (%(source)s::bigint IS NULL OR x.lead_source_id = %(source)s::bigint)
    AND (%(sales_person)s::bigint IS NULL OR x.sales_person_id = %(sales_person)s::bigint)
