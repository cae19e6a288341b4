"""What is known of outside systems: how they are reached, what was taken from them, and how far."""

from aiop.sources.models.connections import Bucket, Connection, Token
from aiop.sources.models.raw import RawPage, RawRecord
from aiop.sources.models.streams import Drift, Stream, Window

__all__ = ["Bucket", "Connection", "Drift", "RawPage", "RawRecord", "Stream", "Token", "Window"]
