-- One row per application of a payment to an invoice, and one for what is not applied.
SELECT s.source_id AS payment_id, a.source_id AS part, a.invoice_source_id AS invoice_id,
       coalesce(i.business_unit_source_id, s.business_unit_source_id) AS unit_id,
       s.business_unit_source_id AS payment_unit_id, NULL::bigint AS type_id, s.date AS paid_day,
       coalesce(a.applied_amount, 0)::numeric(18, 4) AS amount
FROM servicetitan_payment s
JOIN servicetitan_paymentapplication a
  ON a.org_id = s.org_id AND a.payment_source_id = s.source_id AND a.deleted_at IS NULL
LEFT JOIN servicetitan_invoice i ON i.org_id = a.org_id AND i.source_id = a.invoice_source_id
WHERE s.org_id = %(org)s AND s.active IS NOT FALSE AND s.deleted_at IS NULL {of_source}
UNION ALL
SELECT s.source_id, 0, NULL, s.business_unit_source_id, s.business_unit_source_id, NULL::bigint, s.date,
       s.unapplied_amount::numeric(18, 4)
FROM servicetitan_payment s
WHERE s.org_id = %(org)s AND s.active IS NOT FALSE AND s.deleted_at IS NULL AND s.unapplied_amount <> 0 {of_source}
