), first_bad_lead AS (
    -- A person counts under the first source that came with them. Bad leads carry no branch and no sales person: asked for one
    -- of those, nobody knows whose they are.
    SELECT DISTINCT ON (person) lead_source_id, lead_source_name, lead_source_category, name_key
    FROM crm_counted_bad_lead
    WHERE lead_status_id IS NULL AND %(branch)s::bigint IS NULL AND %(sales_person)s::bigint IS NULL
      AND date_lead_received BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
    ORDER BY person, date_lead_received, id
