"""Whole pages kept ready: in memory for this process, on disk for the others and for a web server in front (ADR 20).

Nothing is kept unless its view says so (``keep``) with everything it depends on; what it depends on drops it (``store.drop``).
"""

from nhipcau.public.page_cache.marks import keep

__all__ = ["keep"]
