-- A merged row names a row of the same table and organisation that is not merged itself. Row security shows this function
-- the rows of the open organisation alone, so a survivor elsewhere is no survivor.
CREATE OR REPLACE FUNCTION aiop_check_survivor() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM %I.%I WHERE id = $1 AND org_id = $2 AND merged_into_id IS NULL)', TG_TABLE_SCHEMA, TG_TABLE_NAME
    ) INTO found USING NEW.merged_into_id, NEW.org_id;
    IF NOT found OR NEW.merged_into_id = NEW.id THEN
        RAISE EXCEPTION 'Row % of % cannot be merged into %: that is no row of this organisation that stands for itself.',
            NEW.id, TG_TABLE_NAME, NEW.merged_into_id USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
