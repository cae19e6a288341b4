-- One row a claim at a manufacturer.
SELECT c.id, coalesce(t.brand, '') AS brand, c.claim_date, c.claim_status, c.manufacturer_response, c.claim_amount, c.paid_amount,
    c.resolution_date, d.installation_date, d.warranty_end_date
FROM hvac_warrantyclaim c
LEFT JOIN hvac_installeddevice d ON d.id = c.installed_device_id AND d.org_id = c.org_id
LEFT JOIN hvac_equipmenttype t ON t.id = d.equipment_id AND t.org_id = c.org_id
WHERE c.org_id = %(org)s
