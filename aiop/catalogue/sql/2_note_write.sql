-- Statement-level trigger: this transaction writes to this table. One row for each table and transaction; a write that is rolled
-- back to a savepoint takes its row and its mark with it.
CREATE OR REPLACE FUNCTION aiop_note_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    org text := coalesce(current_setting('aiop.org', true), '');
    mark text := 'aiop.wrote_' || TG_RELID;
BEGIN
    IF coalesce(current_setting(mark, true), '') = org AND org <> '' THEN
        RETURN NULL;
    END IF;
    IF org = '' THEN
        -- A migration, say: whoever passes row security may mean every organisation's rows, and others touch none.
        FOR org IN SELECT id FROM orgs_org LOOP
            PERFORM set_config('aiop.org', org, true);
            INSERT INTO catalogue_write (org_id, table_name) VALUES (org::bigint, TG_TABLE_NAME);
        END LOOP;
        PERFORM set_config('aiop.org', '', true);
        RETURN NULL;
    END IF;
    INSERT INTO catalogue_write (org_id, table_name) VALUES (org::bigint, TG_TABLE_NAME);
    PERFORM set_config(mark, org, true);
    RETURN NULL;
END $$;
