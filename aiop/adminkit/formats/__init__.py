"""How Django itself writes days, by language."""
