-- Which committed writes to these tables a query sees now, for the reader's organisation. Rows of the log are added, and only its
-- oldest are ever removed, so that no later state has the count and the sum of an earlier one.
CREATE OR REPLACE FUNCTION aiop_data_version(tables text[]) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = public, pg_temp AS $$
    SELECT count(*) || '.' || coalesce(sum(id), 0) FROM catalogue_write
    WHERE org_id = aiop_reader_org() AND table_name = ANY (tables)
$$;
