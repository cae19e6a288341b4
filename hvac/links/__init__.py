"""Links that the files do not state and data proves. Importing this registers the job."""

from hvac.links.run import link_company, open_ends

__all__ = ["link_company", "open_ends"]
