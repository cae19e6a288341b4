-- What a person is compared by: the key of the name, and behind a comma the generation that the name states, which keys drop.
CREATE OR REPLACE FUNCTION crm_person_identity(key text, name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT key || coalesce(', ' || substring(lower(name) FROM '[^[:alnum:]](jr|sr|iii|ii|iv)(?![[:alnum:]])'), '')
$$;
