"""The twin of the case table: invented cases, with columns about people that nobody may read."""
