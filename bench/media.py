"""How long the sizes of a photo take, what they weigh, and how fast the same picture is found again.

    python bench/media.py [FILE…] [--assets 50000] [--database-url URL]

Without FILE a picture is made of soft shapes and grain (12 megapixels): near a photograph in weight, the same on every machine.
The library of ``--assets`` rows has random fingerprints and one near twin; the lookup is timed through the program's own query.
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import time
from collections import defaultdict
from pathlib import Path

from PIL import Image
from throwaway import province


def made(width: int = 4000, height: int = 3000) -> bytes:
    """Shapes of several sizes laid over each other, with grain, as JPEG."""
    picture = Image.new("RGB", (width, height))
    for octave, share in ((6, 0.6), (24, 0.4), (120, 0.25), (1000, 0.12)):
        grain = Image.merge("RGB", [Image.effect_noise((octave * 4 // 3, octave), 90) for _band in range(3)])
        picture = Image.blend(picture, grain.resize((width, height), Image.Resampling.BICUBIC), share)
    out = io.BytesIO()
    picture.save(out, format="JPEG", quality=92)
    return out.getvalue()


def ladder(name: str, content: bytes) -> None:
    """Seconds and bytes of all sizes of one picture."""
    from nhipcau.media.rules import pictures
    from nhipcau.media.rules.ladder import Crop, steps

    began = time.perf_counter()
    width, height = pictures.measure(content)
    picture = pictures.load(content)
    loaded = time.perf_counter() - began
    seconds: dict[str, float] = defaultdict(float)
    weights: dict[str, int] = defaultdict(int)
    whole: dict[tuple[str, int], int] = {}
    count = 0
    for step in steps(width, height):
        started = time.perf_counter()
        body = pictures.encoded(pictures.scaled(picture, step, width), step.format)
        seconds[step.format] += time.perf_counter() - started
        weights[step.format] += len(body)
        count += 1
        if step.crop == Crop.WHOLE:
            whole[step.format, step.width] = len(body)
    total = time.perf_counter() - began
    megapixels = width * height / 1e6
    print(f"{name}: {width} x {height}, {len(content) / 1e6:.1f} MB; {count} files in {total:.1f} s "
          f"({total / megapixels:.2f} s a megapixel), reading {loaded:.2f} s")  # fmt: skip
    for form in sorted(seconds):
        rungs = ", ".join(f"{w}: {size / 1000:.0f}" for (f, w), size in sorted(whole.items()) if f == form)
        print(
            f"  {form}: {seconds[form]:.1f} s, {weights[form] / 1e6:.2f} MB in all; whole picture, width: kB {rungs}"
        )


def lookup(assets: int, database_url: str | None) -> None:
    """Milliseconds to find the near twin among ``assets``."""
    with province(database_url) as vendor:
        from django.utils import timezone

        from nhipcau.media.models import Asset, Band
        from nhipcau.media.queries import near_duplicates
        from nhipcau.media.rules.fingerprint import as_hex, band_keys
        from nhipcau.people.models import Office

        office, now, chance = Office.objects.first(), timezone.now(), random.Random(7)
        hashes = [chance.getrandbits(64) for _n in range(assets)]
        hashes[1] = hashes[0] ^ 0b1001001
        for start in range(0, assets, 5000):
            rows = [
                Asset(kind="photo", office=office, sha256=f"{n:064x}", title=f"Ảnh {n}", phash=as_hex(hashes[n]),
                      stage="ready", added_at=now)
                for n in range(start, min(start + 5000, assets))
            ]  # fmt: skip
            Asset.objects.bulk_create(rows)
            stored = Asset.objects.filter(sha256__in=[row.sha256 for row in rows])
            Band.objects.bulk_create(
                Band(asset=row, key=key) for row in stored for key in band_keys(int(row.phash, 16))
            )
        subject = Asset.objects.get(sha256=f"{0:064x}")
        times = []
        for _n in range(30):
            began = time.perf_counter()
            near = near_duplicates(subject)
            times.append((time.perf_counter() - began) * 1000)
        assert [row.sha256 for row in near] == [f"{1:064x}"]
        print(f"near duplicate among {assets}, {vendor}: median {statistics.median(times):.1f} ms, "
              f"slowest {max(times):.1f} ms")  # fmt: skip


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--assets", type=int, default=50_000)
    parser.add_argument("--database-url")
    asked = parser.parse_args()
    if asked.files:
        for path in asked.files:
            ladder(path.name, path.read_bytes())
    else:
        ladder("made picture", made())
    lookup(asked.assets, asked.database_url)


if __name__ == "__main__":
    main()
