-- Waits for the organisation's turn and then for the loads that write some tables; gives whether it came to that in time, of
-- `patience` milliseconds. Loads take the locks of their tables one after the other: whoever held some of them while waiting for
-- another would wait in a ring, so all are had at once or none, and only the one in the way is waited for.
CREATE OR REPLACE FUNCTION aiop_take_turn(org bigint, tables text[], patience integer) RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    key integer := (org % 2147483648)::integer;
    until timestamptz := clock_timestamp() + patience * interval '1 millisecond';
    before text := current_setting('lock_timeout');
    busy text;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('aiop.turn'), key) THEN
        PERFORM set_config('lock_timeout', greatest(1, patience)::text, true);
        PERFORM pg_advisory_xact_lock(hashtext('aiop.turn'), key);
    END IF;
    LOOP
        busy := NULL;
        BEGIN
            FOREACH busy IN ARRAY tables LOOP
                IF NOT pg_try_advisory_xact_lock_shared(key, hashtext(busy)) THEN
                    RAISE EXCEPTION USING ERRCODE = 'AT001';
                END IF;
            END LOOP;
            PERFORM set_config('lock_timeout', before, true);
            RETURN true;
        EXCEPTION WHEN SQLSTATE 'AT001' THEN
            NULL;  -- those that it had are given back
        END;
        BEGIN
            PERFORM set_config('lock_timeout', greatest(1, ceil(extract(epoch FROM until - clock_timestamp()) * 1000))::integer::text, true);
            PERFORM pg_advisory_xact_lock_shared(key, hashtext(busy));
            RAISE EXCEPTION USING ERRCODE = 'AT001';
        EXCEPTION WHEN SQLSTATE 'AT001' THEN
            NULL;  -- it is free: now for all of them
        END;
    END LOOP;
EXCEPTION WHEN lock_not_available THEN
    RETURN false;
END $$;
