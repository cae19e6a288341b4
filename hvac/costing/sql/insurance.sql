-- One row a line and year in which policies began, with the losses under them.
WITH policies AS (
    SELECT id, coverage AS line, extract(year FROM effective_date)::int AS year, premium FROM hvac_insurancepolicy
    WHERE org_id = %(org)s
), losses AS (
    SELECT p.line, p.year, count(*) AS claims, sum(c.amount_paid) AS paid, sum(c.reserve_amount) AS reserve,
        sum(c.subrogation_recovery) AS recovered, avg(c.reported_date - c.loss_date) AS report_days,
        sum(CASE WHEN c.status IN ('Closed', 'Settled', 'Denied') THEN greatest(c.amount_claimed - c.amount_paid, c.deductible_applied)
            ELSE c.deductible_applied END) AS out_of_pocket
    FROM hvac_insuranceclaim c JOIN policies p ON p.id = c.policy_id
    WHERE c.org_id = %(org)s GROUP BY 1, 2
), premiums AS (
    SELECT line, year, count(*) AS policies, sum(premium) AS premium FROM policies GROUP BY 1, 2
)
SELECT p.line, p.year, p.policies, p.premium, coalesce(l.claims, 0) AS claims, coalesce(l.paid, 0) AS paid,
    coalesce(l.reserve, 0) AS reserve, coalesce(l.recovered, 0) AS recovered,
    coalesce(l.out_of_pocket, 0) AS out_of_pocket, round(l.report_days, 2) AS report_days
FROM premiums p LEFT JOIN losses l USING (line, year)
