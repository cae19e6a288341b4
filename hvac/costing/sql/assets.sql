-- One row an asset.
SELECT id, cost, salvage_value, acquisition_date, in_service_date, book_method, book_life_months, tax_method, recovery_years,
    convention, business_use_pct, disposal_date, disposal_proceeds
FROM hvac_fixedasset WHERE org_id = %(org)s
