"""The reports that the tenant's system would print, computed from the world and from nothing that we compute."""
