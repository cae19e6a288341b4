-- Tell the planner what a large load has brought; the next step would otherwise plan for the empty table of before.
-- Runs as the owner, because only a table's owner may analyse it.
CREATE OR REPLACE FUNCTION aiop_refresh_statistics(tables regclass[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one regclass;
BEGIN
    FOREACH one IN ARRAY tables LOOP
        EXECUTE format('ANALYZE %s', one);
    END LOOP;
END $$;
