"""The twin of Softbase: an invented dealer whose invoices, orders, fleet and books become known, change and vanish day by day."""
