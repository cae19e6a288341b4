"""What parameters of the catalogue choose from: branches, sources and sales persons by name."""

from aiop.catalogue.choices import register

register("branch", "SELECT id, name FROM crm_branch WHERE NOT is_test AND is_primary_record ORDER BY lower(name), id")
register("source", "SELECT id, name FROM crm_leadsource WHERE is_primary_record ORDER BY lower(name), id")
register("sales_person", "SELECT id, name FROM crm_salesperson WHERE is_primary_record ORDER BY lower(name), id")
