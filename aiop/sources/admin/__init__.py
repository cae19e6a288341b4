"""The pages of sources."""

from aiop.sources.admin import connections, drift, navigation, raw, streams

__all__ = ["connections", "drift", "navigation", "raw", "streams"]
