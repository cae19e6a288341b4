    AND (%(branch)s::bigint IS NULL OR j.branch_id = %(branch)s::bigint)
    AND (%(source)s::bigint IS NULL OR j.lead_source_id = %(source)s::bigint)
    AND (%(sales_person)s::bigint IS NULL OR j.sales_person_id = %(sales_person)s::bigint)
