    AND j.job_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
{{ jobs_of_whom }}
