"""The mark (a bridge over water that is also a lotus), the site's icon, the footer's skyline and the card for social networks."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from hand import (  # noqa: E402
    CREAM,
    GOLD,
    LOTUS,
    MIST,
    PEACH,
    PINK,
    SAND,
    TEAL,
    far_hall,
    lotus,
    pad,
    path,
    sheet,
    sky,
    stupa,
    sugar_palm,
    sun,
    water,
)  # fmt: skip

STATIC = HERE.parents[4] / "nhipcau" / "public" / "static" / "public"

PETAL = "M32 34C23 26 24 13 32 4C40 13 41 26 32 34Z"
BRIDGE = "M4 50C12 33 52 33 60 50"


def mark() -> str:
    """64 × 64: five petals rise behind an arch; two strokes of water below it."""
    outer = "".join(f'<path d="{PETAL}" fill="#e59ab9" transform="rotate({a} 32 38)"/>' for a in (-64, 64))
    inner = "".join(f'<path d="{PETAL}" fill="#d0608f" transform="rotate({a} 32 38)"/>' for a in (-33, 33))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">'
        + outer + inner + f'<path d="{PETAL}" fill="#b3396b"/>'
        + f'<g fill="none" stroke="#2b8794" stroke-width="5" stroke-linecap="round"><path d="{BRIDGE}"/>'
        + '<path d="M10 58q5.500-4 11 0t11 0t11 0t11 0" stroke-width="3.500"/></g></svg>\n'
    )  # fmt: skip


def silhouette() -> str:
    """The footer's edge, 1200 × 120 and seamless: one colour, for a mask. Pagodas, palms, houses, turbines, boats."""
    hall = "M{0} 104v-26h-6q-6 0-8-8q8 2 12-2l12-12h-4q6-4 9-10h-2q8-8 11-24l2-12l2 12q3 16 11 24h-2q3 6 9 10h-4l12 12q4 4 12 2q-2 8-8 8h-6v26Z"
    palm = "M{0} 106v-58q-20 4-24 14q0-14 14-20q-16-4-24 6q2-18 20-16q-10-10-20-6q12-14 24-2q0-10 10-14q10 4 10 14q12-12 24 2q-10-4-20 6q18-2 20 16q-8-10-24-6q14 6 14 20q-4-10-20-14v58Z"
    coco = "M{0} 106q10-30 8-58q-16-4-26 12q0-22 22-20q-16-12-28 0q8-20 32-10q22-14 34 8q-14-8-26 2q22 2 18 22q-8-14-22-12q4 30-4 56Z"
    house = "M{0} 104v-22h-8l14-18h36l14 18h-8v22h-4v-14h-40v14Z"
    wind = "M{0} 104l2-56l-26 10l26-16l-4-30l8 28l26 12l-27-6l1 58Z"
    boat = "M{0} 100q30 10 70 8t60-16q-14 22-60 22t-70-14ZM{1} 104q0-14 6-16t6 16Z"
    shapes = "".join(
        path(shape.format(x, x + 60), "#000")
        for shape, x in (
            (palm, 60),
            (hall, 150),
            (palm, 250),
            (house, 330),
            (coco, 430),
            (coco, 500),
            (boat, 545),
            (palm, 700),
            (hall, 790),
            (palm, 900),
            (house, 975),
            (wind, 1070),
            (wind, 1120),
            (wind, 1162),
        )
    )
    ground = path("M0 112Q150 94 300 104T600 110T900 104T1200 112V121H0Z", "#000")
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 120" width="1200" height="120">{shapes}{ground}</svg>\n'


def card() -> str:
    """1200 × 630 behind the words of a shared link."""
    scene = (
        sky((CREAM, SAND, PEACH), 430) + sun(900, 190, 84, GOLD) + sugar_palm(760, 440, 250, 0.74) + sugar_palm(1110, 440, 300, 0.9)
        + far_hall(940, 440, 0.52) + stupa(820, 440, 0.5) + water(434, TEAL, MIST, seed=4) + pad(820, 560, 90) + pad(1060, 590, 80)
        + lotus(900, 560, 0.9) + path("M-40 640Q300 330 700 640", st=LOTUS, sw=20) + path("M-40 690Q300 390 700 690", st=PINK, sw=7)
    )  # fmt: skip
    return (
        sheet(scene, "")
        .replace(
            'viewBox="0 0 1200 800" width="1200" height="800"', 'viewBox="0 0 1200 630" width="1200" height="630"'
        )
        .replace("<title></title>", "")
    )


def main() -> None:
    """All four. The card's PNG: ``chromium --headless --screenshot=card.png --window-size=1200,630 card.svg``."""
    (STATIC / "mark.svg").write_text(mark().replace(".500", ".5"), "utf-8")
    (STATIC / "favicon.svg").write_text(mark().replace(".500", ".5"), "utf-8")
    (STATIC / "skyline.svg").write_text(silhouette(), "utf-8")
    (STATIC / "card.svg").write_text(card(), "utf-8")


if __name__ == "__main__":
    main()
