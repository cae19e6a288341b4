-- One row a vendor and quarter of orders; drafts and cancelled orders are no orders.
WITH lines AS (
    SELECT o.vendor_id, date_trunc('quarter', o.ordered_on)::date AS quarter_start, o.id AS order_id, o.promised_on, l.received_on,
        l.qty_ordered, l.qty_received, l.qty_rejected, l.qty_received * l.unit_price AS spend,
        (SELECT v.unit_cost FROM hvac_vendorpart v WHERE v.org_id = l.org_id AND v.part_id = l.part_id AND v.vendor_id = o.vendor_id
            AND v.valid_from <= o.ordered_on AND (v.valid_to IS NULL OR v.valid_to >= o.ordered_on)
         ORDER BY v.valid_from DESC, v.id LIMIT 1) * l.qty_received AS listed
    FROM hvac_purchaseorderline l JOIN hvac_purchaseorder o ON o.id = l.purchase_order_id AND o.org_id = l.org_id
    WHERE l.org_id = %(org)s AND o.vendor_id IS NOT NULL AND o.status NOT IN ('Draft', 'Cancelled')
)
SELECT vendor_id, quarter_start, count(DISTINCT order_id) AS orders, count(*) AS lines, count(received_on) AS received_lines,
    count(*) FILTER (WHERE received_on IS NOT NULL AND promised_on IS NOT NULL) AS promised_lines,
    count(*) FILTER (WHERE received_on <= promised_on) AS on_time_lines,
    sum(qty_ordered) AS ordered, sum(qty_received) AS received, sum(qty_rejected) AS rejected, sum(spend) AS spend,
    round(avg(abs(received_on - promised_on)), 2) AS days_off,
    sum(spend) FILTER (WHERE listed > 0) AS spend_on_list, sum(listed) FILTER (WHERE listed > 0) AS listed
FROM lines GROUP BY 1, 2
