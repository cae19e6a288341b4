"""The frame of the nine jobs: what is read of which connection, when, for which days, and when its figures become visible."""
