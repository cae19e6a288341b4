"""Tie-out: a report of ServiceTitan compared with our figures, every cent of a difference explained."""
