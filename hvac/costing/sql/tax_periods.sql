-- One row an authority, tax, filing period and day of issue.
SELECT t.tax_jurisdiction, t.tax_type, t.filing_period, i.issue_date, count(*) AS records,
    count(DISTINCT i.id) FILTER (WHERE i.status <> 'Cancelled') AS invoices,
    sum(i.subtotal) FILTER (WHERE i.status <> 'Cancelled') AS taxable,
    coalesce(sum(t.tax_amount) FILTER (WHERE i.status IS DISTINCT FROM 'Cancelled'), 0) AS tax,
    coalesce(sum(t.tax_amount) FILTER (WHERE i.status = 'Cancelled'), 0) AS cancelled_tax
FROM hvac_taxrecord t
LEFT JOIN hvac_invoice i ON i.id = t.invoice_id AND i.org_id = t.org_id
WHERE t.org_id = %(org)s
GROUP BY 1, 2, 3, 4
