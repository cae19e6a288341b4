-- Whether two names can be one person's by their structure alone: the twin of aiop.values.person_name.names_compatible for
-- names that are normalised already (keys, or identities with their generation behind a comma). Unknown names never are.
CREATE OR REPLACE FUNCTION crm_names_compatible(a text, b text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
DECLARE
    generation_a text := nullif(split_part(a, ', ', 2), '');
    generation_b text := nullif(split_part(b, ', ', 2), '');
    x text[] := string_to_array(split_part(a, ', ', 1), ' ');
    y text[] := string_to_array(split_part(b, ', ', 1), ' ');
    m int := cardinality(x);
    n int := cardinality(y);
BEGIN
    IF coalesce(a, '') = '' OR coalesce(b, '') = '' OR left(x[1], 1) <> left(y[1], 1) OR generation_a <> generation_b THEN
        RETURN false;
    END IF;
    IF x = y THEN
        RETURN true;
    END IF;
    IF m = 1 OR n = 1 THEN
        RETURN x[1] = y[1] AND length(x[1]) > 1;
    END IF;
    -- One end is equal and written out, the other equal or an initial of it.
    IF NOT ((x[1] = y[1] AND length(x[1]) > 1) OR (x[m] = y[n] AND length(x[m]) > 1)) THEN
        RETURN false;
    END IF;
    IF NOT (crm_same_or_initial(x[1], y[1]) AND crm_same_or_initial(x[m], y[n])) THEN
        RETURN false;
    END IF;
    -- Middle names are all missing on one side, or agree one by one.
    RETURN m = 2 OR n = 2 OR (m = n AND NOT EXISTS (
        SELECT FROM generate_series(2, m - 1) AS i WHERE NOT crm_same_or_initial(x[i], y[i])
    ));
END $$;
