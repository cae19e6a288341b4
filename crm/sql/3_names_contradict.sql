-- Whether no one name could be both: the first names, the last names, the middle names or the generations exclude each other.
-- `Rosa` and `R Kim` are not compatible, yet both can be Rosa Kim; `John Smith` and `Jane Smith` contradict each other.
CREATE OR REPLACE FUNCTION crm_names_contradict(a text, b text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
DECLARE
    x text[] := string_to_array(split_part(a, ', ', 1), ' ');
    y text[] := string_to_array(split_part(b, ', ', 1), ' ');
    m int := cardinality(x);
    n int := cardinality(y);
BEGIN
    IF nullif(split_part(a, ', ', 2), '') <> nullif(split_part(b, ', ', 2), '') OR NOT crm_same_or_initial(x[1], y[1]) THEN
        RETURN true;
    END IF;
    IF x = y OR m = 1 OR n = 1 THEN
        RETURN false;
    END IF;
    IF NOT crm_same_or_initial(x[m], y[n]) THEN
        RETURN true;
    END IF;
    RETURN m > 2 AND n > 2 AND (m <> n OR EXISTS (
        SELECT FROM generate_series(2, m - 1) AS i WHERE NOT crm_same_or_initial(x[i], y[i])
    ));
END $$;
