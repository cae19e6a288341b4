-- What is asked first of each of some organisations, as of a day: one row for each. Row security shows one organisation at a time, so
-- each is opened in turn; whom the caller may see is the caller's to say.
CREATE OR REPLACE FUNCTION mart_headlines(orgs bigint[], on_day date) RETURNS TABLE (
    organisation bigint, invoiced numeric, revenue numeric, net_income numeric, cash numeric, pipeline numeric, calls bigint,
    users integer, open_cases integer, utilisation numeric, jobs bigint, failing bigint, complete_through date, reason text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    opened text := coalesce(current_setting('aiop.org', true), '');
    one bigint;
BEGIN
    FOREACH one IN ARRAY orgs LOOP
        PERFORM set_config('aiop.org', one::text, true);
        RETURN QUERY SELECT one,
            (SELECT sum(total_revenue) FROM mart_sales_daily WHERE org_id = one AND sales_date BETWEEN on_day - 29 AND on_day),
            b.total_revenue, b.net_income,
            coalesce((SELECT f.cash_balance FROM mart_cash_flow f WHERE f.org_id = one AND f.cash_balance IS NOT NULL
                      ORDER BY f.year DESC, f.month DESC LIMIT 1), b.cash_balance),
            (SELECT d.total_pipeline_value FROM mart_crm_deals d WHERE d.org_id = one ORDER BY d.snapshot_date DESC LIMIT 1),
            (SELECT sum(z.total_calls) FROM mart_zoom_metrics z WHERE z.org_id = one AND z.metric_date BETWEEN on_day - 29 AND on_day),
            (SELECT a.monthly_active_users FROM mart_app_analytics a WHERE a.org_id = one ORDER BY a.metric_date DESC LIMIT 1),
            (SELECT c.open_cases FROM mart_case_metrics c WHERE c.org_id = one ORDER BY c.snapshot_date DESC LIMIT 1),
            (SELECT r.utilization_rate FROM mart_rental_fleet r WHERE r.org_id = one ORDER BY r.snapshot_date DESC LIMIT 1),
            s.jobs, s.failing, s.complete_through, s.reason
        FROM (SELECT count(*) AS jobs, count(*) FILTER (WHERE t.failing_since IS NOT NULL) AS failing,
                     min(t.complete_through) AS complete_through,
                     coalesce((array_agg(t.reason ORDER BY t.failing_since) FILTER (WHERE t.failing_since IS NOT NULL))[1], '') AS reason
              FROM mart_standing t WHERE t.org_id = one) s
        LEFT JOIN LATERAL (SELECT * FROM mart_financial_metrics m WHERE m.org_id = one ORDER BY m.year DESC, m.month DESC LIMIT 1) b ON true;
    END LOOP;
    PERFORM set_config('aiop.org', opened, true);
END $$;

-- What the figures above follow from, for each of some organisations: every mart that stands, as it was last published or failed.
CREATE OR REPLACE FUNCTION mart_editions(orgs bigint[]) RETURNS TABLE (organisation bigint, edition text)
LANGUAGE plpgsql AS $$
DECLARE
    opened text := coalesce(current_setting('aiop.org', true), '');
    one bigint;
BEGIN
    FOREACH one IN ARRAY orgs LOOP
        PERFORM set_config('aiop.org', one::text, true);
        RETURN QUERY SELECT one, md5(string_agg(t::text, ' ' ORDER BY t.id)) FROM mart_standing t WHERE t.org_id = one;
    END LOOP;
    PERFORM set_config('aiop.org', opened, true);
END $$;
