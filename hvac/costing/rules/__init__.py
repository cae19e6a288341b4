"""The rules by themselves: no database, no clock, every formula with its source."""
