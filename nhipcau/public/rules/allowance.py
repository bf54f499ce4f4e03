"""How often somebody may ask: a bucket that fills evenly and holds an hour's worth at most a quarter full."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bucket:
    """``left`` requests at ``at`` (seconds of any clock that only goes forward)."""

    left: float
    at: float


def take(bucket: Bucket | None, *, per_hour: int, now: float) -> tuple[Bucket, float]:
    """The bucket after one request, and how many seconds to wait: 0 when the request is allowed."""
    room = max(1.0, per_hour / 4)
    rate = per_hour / 3600
    left = room if bucket is None else min(room, bucket.left + max(0.0, now - bucket.at) * rate)
    if left >= 1:
        return Bucket(left - 1, now), 0.0
    return Bucket(left, now), (1 - left) / rate
