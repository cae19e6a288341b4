"""What the business learns from its rows: pure rules, and the builders that put them to work."""
