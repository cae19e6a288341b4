"""Charts of answers as drawings: shapes in, no markup out. Pure."""
