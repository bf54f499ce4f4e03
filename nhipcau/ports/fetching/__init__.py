"""Getting pages and feeds from the web: politely, within bounds, and never from an address inside the house.

``Web`` is the adapter over urllib3; rooms ask through the ``Fetcher`` protocol.
"""

from nhipcau.ports.fetching.addresses import Forbidden, is_public
from nhipcau.ports.fetching.robots import Robots, read_robots
from nhipcau.ports.fetching.types import Answer, Ask, Bounds, Fetcher, FetchError
from nhipcau.ports.fetching.web import Web

__all__ = [
    "Answer", "Ask", "Bounds", "FetchError", "Fetcher", "Forbidden", "Robots", "Web", "is_public", "read_robots",
]  # fmt: skip
