-- Which committed writes to these tables a query sees now, for the reader's organisation; null where
-- none is open to it. Rows of the log are added, and only its
-- oldest are ever removed, so that no later state has the count and the sum of an earlier one.
CREATE OR REPLACE FUNCTION aiop_data_version(tables text[]) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = public, pg_temp AS $$
    SELECT aiop_reader_org() || '.' || count(*) || '.' || coalesce(sum(id), 0) FROM catalogue_write
    WHERE org_id = aiop_reader_org() AND table_name = ANY (tables)
$$;
