-- The change set of this transaction. When nobody has opened one, a person's edit or bare SQL opens its own here, so that
-- no path writes unaccounted. Runs as the owner: the app may add to the record, never alter it.
-- pg_temp comes last in the path, or a temporary table of the caller could stand in for the record.
CREATE OR REPLACE FUNCTION aiop_change_set() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    current bigint := nullif(current_setting('aiop.change_set', true), '')::bigint;
BEGIN
    IF current IS NULL THEN
        INSERT INTO audit_changeset (org_id, kind, title, reason, actor, run_id, report, at)
        VALUES (
            nullif(current_setting('aiop.org', true), '')::bigint, 'edit', '', '',
            coalesce(nullif(current_setting('aiop.actor', true), ''), 'database role ' || session_user),
            nullif(current_setting('aiop.run', true), '')::bigint, '{}', now()
        ) RETURNING id INTO current;
        PERFORM set_config('aiop.change_set', current::text, true);
    END IF;
    RETURN current;
END $$;
