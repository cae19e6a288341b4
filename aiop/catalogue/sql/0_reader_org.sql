-- The organisation of the reader's transaction: the app says it, in a session of its own, under this session's number and this
-- transaction's start. A query can change neither, so it cannot choose whose rows it sees. Runs as the owner: the reader
-- may not even look at the table.
CREATE OR REPLACE FUNCTION aiop_reader_org() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = public, pg_temp AS $$
    SELECT organisation FROM catalogue_sitting WHERE pid = pg_backend_pid() AND began = now()
$$;
