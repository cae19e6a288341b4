-- Whether two words of a name are equal or one is the initial of the other.
CREATE OR REPLACE FUNCTION crm_same_or_initial(a text, b text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT a = b OR (length(a) = 1 AND left(b, 1) = a) OR (length(b) = 1 AND left(a, 1) = b)
$$;
