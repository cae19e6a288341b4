-- Closes to the catalogue's reader (any role whose name ends in _reader) what a server offers to every role. The server's
-- administrator runs it in each database, again after making a role that logs in; it is safe to repeat.
--
-- PostgreSQL has no way to refuse one role what PUBLIC may do. So what does something, waits, or tells of other sessions is taken
-- from PUBLIC and given to every other role that logs in. Functions are chosen by what PostgreSQL says of them: a volatile one
-- acts, or answers differently each time.
DO $close$
DECLARE
    others text;
    thing record;
BEGIN
    SELECT string_agg(quote_ident(rolname), ', ') INTO others FROM pg_roles
    WHERE (rolcanlogin AND rolname !~ '_reader$') OR rolname IN ('pg_read_all_data', 'pg_monitor');
    FOR thing IN
        SELECT format('EXECUTE ON ROUTINE %s', p.oid::regprocedure) AS right
        FROM pg_proc p
        WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind IN ('f', 'p')
          AND (p.provolatile = 'v' OR p.proname ~ '^pg_(stat_get|show|get_(wal|backend|replication))')
          AND (has_function_privilege('public', p.oid, 'EXECUTE') OR (p.proacl::text ~ '_reader' IS NOT TRUE AND p.proacl::text ~ 'pg_read_all_data='
              AND EXISTS (SELECT FROM pg_roles r WHERE r.rolcanlogin AND r.rolname !~ '_reader$' AND NOT has_function_privilege(r.oid, p.oid, 'EXECUTE'))))
        UNION ALL
        SELECT format('SELECT ON %s', c.oid::regclass) FROM pg_class c
        WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'v'
          AND (c.relname ~ '^pg_stat' OR c.relname IN ('pg_locks', 'pg_prepared_statements', 'pg_prepared_xacts', 'pg_cursors', 'pg_settings'))
          AND (has_table_privilege('public', c.oid, 'SELECT') OR (c.relacl::text ~ 'pg_read_all_data='
              AND EXISTS (SELECT FROM pg_roles r WHERE r.rolcanlogin AND r.rolname !~ '_reader$' AND NOT has_table_privilege(r.oid, c.oid, 'SELECT'))))
        UNION ALL
        SELECT format('USAGE ON LANGUAGE %I', l.lanname) FROM pg_language l
        WHERE l.lanpltrusted
          AND (has_language_privilege('public', l.oid, 'USAGE') OR EXISTS (
              SELECT FROM pg_roles r WHERE r.rolcanlogin AND r.rolname !~ '_reader$' AND NOT has_language_privilege(r.oid, l.oid, 'USAGE')))
    LOOP
        EXECUTE format('REVOKE %s FROM PUBLIC', thing.right);
        EXECUTE format('GRANT %s TO %s', thing.right, others);
    END LOOP;
END $close$;
