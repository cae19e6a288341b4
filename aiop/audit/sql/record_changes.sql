-- Statement-level trigger: keeps the image of rows that an UPDATE altered or a DELETE removed. An INSERT needs no trigger,
-- because new rows carry their change set in added_in.
CREATE OR REPLACE FUNCTION aiop_record_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    names text[];
    flags boolean[];
    altered text[];
    old_image text;
    new_image text;
    differs text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM old_rows) THEN
            INSERT INTO audit_change (org_id, change_set_id, table_name, row_id, op, before)
            SELECT o.org_id, aiop_change_set(), TG_TABLE_NAME, o.id, 'D', to_jsonb(o) FROM old_rows o;
        END IF;
        RETURN NULL;
    END IF;

    SELECT array_agg(attname::text ORDER BY attnum) INTO names FROM pg_attribute
    WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
      AND attname NOT IN ('id', 'org_id', 'added_in');

    -- Which columns did this statement alter at all? One pass, so that the images below hold those alone.
    EXECUTE 'SELECT ARRAY[' || (
        SELECT string_agg(format('coalesce(bool_or(o.%1$I IS DISTINCT FROM n.%1$I), false)', name), ',' ORDER BY position)
        FROM unnest(names) WITH ORDINALITY AS list(name, position)
    ) || '] FROM old_rows o JOIN new_rows n USING (id)' INTO flags;
    SELECT array_agg(name ORDER BY position) INTO altered
    FROM unnest(names) WITH ORDINALITY AS list(name, position) WHERE flags[position];
    IF altered IS NULL OR altered = '{updated_at}' THEN
        RETURN NULL;
    END IF;

    -- jsonb_build_object takes at most a hundred arguments, hence chunks of forty columns.
    SELECT string_agg('jsonb_build_object(' || olds || ')', ' || '), string_agg('jsonb_build_object(' || news || ')', ' || ')
    INTO old_image, new_image
    FROM (
        SELECT string_agg(format('%1$L, o.%1$I', name), ', ') AS olds, string_agg(format('%1$L, n.%1$I', name), ', ') AS news
        FROM unnest(altered) WITH ORDINALITY AS list(name, position) GROUP BY (position - 1) / 40
    ) AS chunks;
    SELECT string_agg(format('o.%1$I IS DISTINCT FROM n.%1$I', name), ' OR ') INTO differs
    FROM unnest(altered) AS list(name) WHERE name <> 'updated_at';

    EXECUTE format(
        'INSERT INTO audit_change (org_id, change_set_id, table_name, row_id, op, before, after) '
        'SELECT o.org_id, $1, $2, o.id, ''U'', %s, %s FROM old_rows o JOIN new_rows n USING (id) WHERE %s',
        old_image, new_image, differs
    ) USING aiop_change_set(), TG_TABLE_NAME;
    RETURN NULL;
END $$;
