"""The same loaded house as for the API."""

from tests.public.api.conftest import fresh_memory, house

__all__ = ["fresh_memory", "house"]
