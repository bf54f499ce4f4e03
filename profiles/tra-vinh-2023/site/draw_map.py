"""Draws ``map.json``: the nine former units of Trà Vinh from arcs that neighbours share, so that no gap or overlap can appear.

    python profiles/tra-vinh-2023/site/draw_map.py

The points are degrees (latitude, longitude), set by hand within the extent that the provincial portal gives (9°31′46″ to 10°04′05″ N,
105°57′16″ to 106°36′04″ E), from the places of towns, rivers and mouths. The drawing is schematic: right in shape, neighbourhood and order
of size; no line of it is a legal border.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]

WEST, EAST, NORTH, SOUTH = 105.885, 106.675, 10.105, 9.475
WIDTH = 1000.0
SCALE = WIDTH / ((EAST - WEST) * math.cos(math.radians(9.8)))
HEIGHT = round((NORTH - SOUTH) * SCALE)
TENSION = 6.0

OUTER: list[tuple[str, list[Point]]] = [
    (
        "vl-cl",
        [
            (9.925, 106.105),
            (9.954, 106.113),
            (9.972, 106.136),
            (9.998, 106.146),
            (10.016, 106.178),
            (10.042, 106.196),
        ],
    ),
    ("bank-cl", [(10.066, 106.232), (10.052, 106.263), (10.033, 106.291), (10.016, 106.312)]),
    ("bank-tv", [(10.003, 106.331), (9.990, 106.352), (9.975, 106.380)]),
    ("bank-ct", [(9.955, 106.402), (9.927, 106.417), (9.900, 106.438), (9.878, 106.463)]),
    (
        "bank-cn",
        [(9.862, 106.484), (9.838, 106.506), (9.814, 106.529), (9.793, 106.551), (9.775, 106.556), (9.752, 106.552)],
    ),
    (
        "coast-tx",
        [(9.728, 106.561), (9.703, 106.579), (9.674, 106.595), (9.640, 106.594), (9.612, 106.577), (9.588, 106.549)],
    ),
    (
        "coast-dh",
        [
            (9.571, 106.514),
            (9.559, 106.480),
            (9.547, 106.446),
            (9.533, 106.412),
            (9.531, 106.380),
            (9.546, 106.352),
            (9.570, 106.331),
        ],
    ),
    ("hau-tcu", [(9.593, 106.312), (9.620, 106.283), (9.650, 106.244), (9.680, 106.201), (9.704, 106.166)]),
    ("hau-tc", [(9.722, 106.140), (9.744, 106.114), (9.764, 106.091)]),
    ("hau-ck", [(9.783, 106.071), (9.815, 106.040), (9.845, 106.008), (9.874, 105.977)]),
    ("vl-ck", [(9.903, 105.957), (9.920, 105.983), (9.941, 106.010), (9.960, 106.040), (9.949, 106.074)]),
]
"""The ring of the province, clockwise from where Vĩnh Long, Cầu Kè and Càng Long meet. Each arc ends where the next begins."""

INNER: dict[str, list[Point]] = {
    "ck-cl": [(9.925, 106.105), (9.908, 106.119), (9.886, 106.134)],
    "ck-tc": [(9.886, 106.134), (9.863, 106.131), (9.840, 106.114), (9.810, 106.108), (9.783, 106.071)],
    "cl-tc": [(9.886, 106.134), (9.884, 106.164), (9.872, 106.194), (9.885, 106.227)],
    "cl-ct": [(9.885, 106.227), (9.905, 106.243), (9.922, 106.268), (9.949, 106.276), (9.970, 106.299)],
    "cl-tv": [(9.970, 106.299), (9.986, 106.312), (10.003, 106.331)],
    "tv-ct": [
        (9.970, 106.299),
        (9.947, 106.296),
        (9.921, 106.299),
        (9.905, 106.321),
        (9.911, 106.350),
        (9.926, 106.371),
        (9.955, 106.402),
    ],
    "tc-ct": [(9.885, 106.227), (9.866, 106.245), (9.845, 106.240), (9.822, 106.262), (9.803, 106.272)],
    "tc-tcu": [
        (9.803, 106.272),
        (9.790, 106.240),
        (9.770, 106.216),
        (9.757, 106.182),
        (9.739, 106.161),
        (9.722, 106.140),
    ],
    "ct-tcu": [(9.803, 106.272), (9.793, 106.300), (9.803, 106.338)],
    "ct-cn": [
        (9.803, 106.338),
        (9.821, 106.364),
        (9.842, 106.390),
        (9.850, 106.424),
        (9.846, 106.456),
        (9.862, 106.484),
    ],
    "tcu-cn": [(9.803, 106.338), (9.781, 106.351), (9.754, 106.354), (9.725, 106.372)],
    "tcu-dh": [
        (9.725, 106.372),
        (9.700, 106.361),
        (9.677, 106.343),
        (9.650, 106.339),
        (9.621, 106.321),
        (9.593, 106.312),
    ],
    "cn-dh": [(9.725, 106.372), (9.714, 106.405), (9.719, 106.444)],
    "cn-tx": [(9.719, 106.444), (9.711, 106.480), (9.703, 106.514), (9.714, 106.541), (9.728, 106.561)],
    "dh-tx": [
        (9.719, 106.444),
        (9.691, 106.451),
        (9.665, 106.447),
        (9.641, 106.455),
        (9.613, 106.480),
        (9.592, 106.496),
        (9.571, 106.514),
    ],
}
"""Borders between two units, each from one meeting point to another."""

UNITS: dict[str, tuple[list[str], Point]] = {
    "cang-long": (["vl-cl", "bank-cl", "-cl-tv", "-cl-ct", "-cl-tc", "-ck-cl"], (9.972, 106.212)),
    "tp-tra-vinh": (["cl-tv", "bank-tv", "-tv-ct"], (9.953, 106.345)),
    "chau-thanh": (["cl-ct", "tv-ct", "bank-ct", "-ct-cn", "-ct-tcu", "-tc-ct"], (9.862, 106.322)),
    "cau-ngang": (["ct-cn", "bank-cn", "-cn-tx", "-cn-dh", "-tcu-cn"], (9.778, 106.452)),
    "tx-duyen-hai": (["cn-tx", "coast-tx", "-dh-tx"], (9.652, 106.524)),
    "duyen-hai": (["cn-dh", "dh-tx", "coast-dh", "-tcu-dh"], (9.588, 106.402)),
    "tra-cu": (["ct-tcu", "tcu-cn", "tcu-dh", "hau-tcu", "-tc-tcu"], (9.713, 106.262)),
    "tieu-can": (["cl-tc", "tc-ct", "tc-tcu", "hau-tc", "-ck-tc"], (9.818, 106.180)),
    "cau-ke": (["vl-ck", "ck-cl", "ck-tc", "hau-ck"], (9.882, 106.050)),
}
"""Each unit's ring by its arcs ("-" walks one backwards), and where its name stands."""

ISLETS: dict[str, tuple[str, list[Point], Point]] = {
    "long-tri": (
        "tp-tra-vinh",
        [(10.002, 106.372), (9.996, 106.388), (9.983, 106.407), (9.978, 106.404), (9.988, 106.383)],
        (10.001, 106.402),
    ),
    "hoa-minh-long-hoa": (
        "chau-thanh",
        [
            (9.956, 106.432),
            (9.945, 106.462),
            (9.922, 106.492),
            (9.892, 106.528),
            (9.862, 106.566),
            (9.834, 106.594),
            (9.815, 106.600),
            (9.822, 106.572),
            (9.845, 106.540),
            (9.872, 106.506),
            (9.900, 106.471),
            (9.930, 106.440),
        ],
        (9.885, 106.520),
    ),
    "con-chim": (
        "chau-thanh",
        [(9.893, 106.466), (9.885, 106.477), (9.872, 106.489), (9.870, 106.485), (9.882, 106.470)],
        (9.880, 106.478),
    ),
    "con-ho": (
        "cang-long",
        [(10.069, 106.262), (10.063, 106.274), (10.054, 106.282), (10.056, 106.270)],
        (10.061, 106.272),
    ),
    "tan-qui": (
        "cau-ke",
        [(9.884, 105.945), (9.868, 105.966), (9.848, 105.990), (9.842, 105.986), (9.860, 105.960), (9.876, 105.944)],
        (9.863, 105.967),
    ),
}
"""Islets of the two rivers: the unit they belong to, their ring, and where their name stands."""

ISLET_NAMES: dict[str, dict[str, str]] = {
    "long-tri": {"vi": "Cù lao Long Trị", "en": "Long Trị islet"},
    "hoa-minh-long-hoa": {"vi": "Cù lao Hòa Minh - Long Hòa", "en": "Hòa Minh - Long Hòa islet"},
    "con-chim": {"vi": "Cồn Chim", "en": "Cồn Chim"},
    "con-ho": {"vi": "Cồn Hô", "en": "Cồn Hô"},
    "tan-qui": {"vi": "Cù lao Tân Quy", "en": "Tân Quy islet"},
}

NEIGHBOURS: dict[str, tuple[list[Point], Point, dict[str, str]]] = {
    "ben-tre": (
        [
            (10.20, 106.135),
            (10.155, 106.190),
            (10.115, 106.236),
            (10.088, 106.270),
            (10.063, 106.304),
            (10.040, 106.340),
            (10.022, 106.378),
            (10.006, 106.418),
            (9.983, 106.454),
            (9.955, 106.490),
            (9.922, 106.530),
            (9.890, 106.572),
            (9.862, 106.614),
            (9.848, 106.648),
            (9.862, 106.676),
            (9.900, 106.720),
            (10.00, 106.80),
            (10.20, 106.80),
        ],
        (10.060, 106.500),
        {"vi": "Bến Tre (cũ)", "en": "Bến Tre (former)"},
    ),
    "soc-trang": (
        [
            (9.935, 105.800),
            (9.915, 105.880),
            (9.895, 105.912),
            (9.862, 105.938),
            (9.830, 105.974),
            (9.796, 106.012),
            (9.762, 106.046),
            (9.732, 106.076),
            (9.700, 106.096),
            (9.655, 106.118),
            (9.608, 106.160),
            (9.560, 106.203),
            (9.520, 106.214),
            (9.470, 106.190),
            (9.400, 106.15),
            (9.30, 105.80),
        ],
        (9.660, 105.985),
        {"vi": "Sóc Trăng (cũ)", "en": "Sóc Trăng (former)"},
    ),
    "cu-lao-dung": (
        [
            (9.722, 106.104),
            (9.694, 106.146),
            (9.660, 106.197),
            (9.626, 106.247),
            (9.592, 106.280),
            (9.556, 106.290),
            (9.532, 106.268),
            (9.556, 106.236),
            (9.602, 106.190),
            (9.650, 106.144),
            (9.692, 106.113),
        ],
        (9.620, 106.212),
        {},
    ),
}
VINH_LONG: list[Point] = [
    (9.903, 105.957),
    (9.920, 105.930),
    (9.945, 105.890),
    (9.97, 105.80),
    (10.20, 105.80),
    (10.20, 106.07),
    (10.140, 106.140),
    (10.100, 106.190),
    (10.066, 106.232),
]
"""The land of the old Vĩnh Long, from the Hậu round to the Cổ Chiên; the rest of its edge is the province's own."""

RIVERS: dict[str, tuple[list[Point], dict[str, str]]] = {
    "co-chien": (
        [
            (10.092, 106.222),
            (10.066, 106.268),
            (10.030, 106.328),
            (9.992, 106.412),
            (9.966, 106.446),
            (9.925, 106.502),
            (9.880, 106.560),
            (9.842, 106.618),
        ],
        {
            "vi": "Sông Cổ Chiên",
            "en": "Cổ Chiên River",
            "km": "ទន្លេកូជៀន",
            "ja": "コーチエン川",
            "ko": "꼬찌엔강",
            "fr": "Fleuve Cổ Chiên",
        },
    ),
    "hau": (
        [
            (9.918, 105.908),
            (9.880, 105.940),
            (9.835, 106.000),
            (9.790, 106.042),
            (9.735, 106.098),
            (9.688, 106.166),
            (9.640, 106.240),
            (9.590, 106.298),
            (9.540, 106.325),
        ],
        {
            "vi": "Sông Hậu",
            "en": "Hậu River",
            "km": "ទន្លេបាសាក់",
            "zh-hans": "后江",
            "ja": "ハウ川",
            "ko": "허우강",
            "fr": "Fleuve Hậu",
        },
    ),
    "quan-chanh-bo": (
        [
            (9.616, 106.287),
            (9.628, 106.330),
            (9.630, 106.380),
            (9.622, 106.430),
            (9.618, 106.462),
            (9.600, 106.500),
            (9.580, 106.536),
        ],
        {"vi": "Kênh Quan Chánh Bố – kênh Tắt", "en": "Quan Chánh Bố – Tắt canal"},
    ),
}

ROADS: dict[str, list[Point]] = {
    "QL53": [
        (10.020, 106.160),
        (9.989, 106.204),
        (9.965, 106.262),
        (9.938, 106.335),
        (9.895, 106.378),
        (9.842, 106.424),
        (9.803, 106.452),
        (9.745, 106.470),
        (9.690, 106.482),
        (9.634, 106.490),
        (9.640, 106.440),
        (9.652, 106.385),
        (9.662, 106.320),
        (9.684, 106.264),
        (9.740, 106.262),
        (9.790, 106.292),
    ],
    "QL54": [
        (9.920, 105.985),
        (9.869, 106.058),
        (9.838, 106.125),
        (9.811, 106.196),
        (9.770, 106.262),
        (9.790, 106.292),
        (9.830, 106.320),
        (9.872, 106.346),
        (9.938, 106.335),
    ],
    "QL60": [
        (10.046, 106.325),
        (10.022, 106.302),
        (9.985, 106.276),
        (9.940, 106.268),
        (9.898, 106.238),
        (9.852, 106.216),
        (9.811, 106.196),
        (9.780, 106.140),
        (9.752, 106.106),
    ],
}

SEAS = {
    "east-sea": (
        (9.560, 106.615),
        {
            "vi": "Biển Đông",
            "en": "East Sea",
            "km": "សមុទ្រខាងកើត",
            "zh-hans": "东海",
            "ja": "東海（ビエンドン）",
            "ko": "동해(비엔동)",
            "fr": "Mer Orientale",
        },
    ),
    "cung-hau": ((9.845, 106.612), {"vi": "Cửa Cung Hầu", "en": "Cung Hầu mouth"}),
    "dinh-an": ((9.512, 106.330), {"vi": "Cửa Định An", "en": "Định An mouth"}),
}


def place(point: Point) -> Point:
    """Where a point of the earth stands in the drawing."""
    lat, lon = point
    return (lon - WEST) * math.cos(math.radians(9.8)) * SCALE, (NORTH - lat) * SCALE


def smooth(points: list[Point], *, closed: bool = False) -> list[Curve]:
    """A Catmull-Rom line through ``points`` as cubic curves."""
    last = len(points) - 1
    curves = []
    for at in range(len(points) if closed else last):
        before, start, end, after = (points[(at + step) % len(points)] for step in (-1, 0, 1, 2))
        if not closed:
            before, after = points[max(at - 1, 0)], points[min(at + 2, last)]
        first = start[0] + (end[0] - before[0]) / TENSION, start[1] + (end[1] - before[1]) / TENSION
        second = end[0] - (after[0] - start[0]) / TENSION, end[1] - (after[1] - start[1]) / TENSION
        curves.append((start, first, second, end))
    return curves


def backwards(curves: list[Curve]) -> list[Curve]:
    return [(end, second, first, start) for start, first, second, end in reversed(curves)]


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def path(curves: list[Curve], *, close: bool) -> str:
    drawn = [f"M{pair(curves[0][0])}"] + [
        f"C{pair(first)} {pair(second)} {pair(end)}" for _start, first, second, end in curves
    ]
    return "".join(drawn) + ("Z" if close else "")


def arcs() -> dict[str, list[Curve]]:
    """All shared arcs. The outer ring is smoothed as one line and cut, so that it has no kink where units meet."""
    ring = smooth([place(point) for _name, points in OUTER for point in points], closed=True)
    found, at = {}, 0
    for name, points in OUTER:
        found[name] = ring[at : at + len(points)]
        at += len(points)
    for name, points in INNER.items():
        found[name] = smooth([place(point) for point in points])
    return found


def unit(names: list[str], known: dict[str, list[Curve]]) -> list[Curve]:
    ring: list[Curve] = []
    for name in names:
        arc = backwards(known[name[1:]]) if name.startswith("-") else known[name]
        if ring and math.dist(ring[-1][3], arc[0][0]) > 1e-6:
            raise ValueError(f"{name} does not begin where the arc before it ends")
        ring += arc
    if math.dist(ring[-1][3], ring[0][0]) > 1e-6:
        raise ValueError(f"{names} do not close")
    return ring


def square_km(curves: list[Curve]) -> float:
    """Area by the corner points; 1 px is 1 / SCALE of a degree of latitude, 111.2 km."""
    points = [curve[0] for curve in curves]
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))
    return abs(twice) / 2 * (111.2 / SCALE) ** 2


def spot(point: Point) -> dict[str, float]:
    x, y = place(point)
    return {"x": round(x, 1), "y": round(y, 1)}


def drawing() -> dict[str, object]:
    known = arcs()
    islets = {
        key: smooth([place(point) for point in ring], closed=True) for key, (_unit, ring, _label) in ISLETS.items()
    }
    units = []
    for key, (names, label) in UNITS.items():
        parts = [path(unit(names, known), close=True)] + [
            path(islets[islet], close=True) for islet, (owner, _r, _l) in ISLETS.items() if owner == key
        ]
        units.append({"key": key, "d": "".join(parts), "label": spot(label)})
    vinh_long = smooth([place(point) for point in VINH_LONG]) + backwards_edge(known)
    neighbours = [
        {
            "key": "vinh-long",
            "d": path(vinh_long, close=True),
            "label": spot((10.020, 106.020)),
            "names": {"vi": "Vĩnh Long (cũ)", "en": "Vĩnh Long (former)"},
        }
    ]
    neighbours += [
        {
            "key": key,
            "d": path(smooth([place(p) for p in ring], closed=True), close=True),
            "label": spot(label),
            "names": names,
        }
        for key, (ring, label, names) in NEIGHBOURS.items()
    ]
    border = [known[name] for name in INNER]
    return {
        "about": "Schematic map of the former province of Trà Vinh (to 30/6/2025), drawn for this project by draw_map.py. Not a legal border.",
        "viewBox": f"0 0 {number(WIDTH)} {HEIGHT}",
        "projection": {
            "west": WEST,
            "north": NORTH,
            "per_degree_lon": round(SCALE * math.cos(math.radians(9.8)), 3),
            "per_degree_lat": round(SCALE, 3),
        },
        "units": units,
        "outline": path([curve for name, _points in OUTER for curve in known[name]], close=True),
        "borders": "".join(path(curves, close=False) for curves in border),
        "islets": [
            {
                "key": key,
                "unit": owner,
                "d": path(islets[key], close=True),
                "label": spot(label),
                "names": ISLET_NAMES[key],
            }
            for key, (owner, _r, label) in ISLETS.items()
        ],
        "neighbours": neighbours,
        "rivers": [
            {"key": key, "d": path(smooth([place(p) for p in line]), close=False), "names": names}
            for key, (line, names) in RIVERS.items()
        ],
        "seas": [{"key": key, "label": spot(point), "names": names} for key, (point, names) in SEAS.items()],
        "roads": [
            {"key": key, "d": path(smooth([place(p) for p in line]), close=False)} for key, line in ROADS.items()
        ],
    }


def backwards_edge(known: dict[str, list[Curve]]) -> list[Curve]:
    """The province's edge with the old Vĩnh Long, from the Cổ Chiên back to the Hậu."""
    return backwards(known["vl-cl"]) + backwards(known["vl-ck"])


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    (here / "map.json").write_text(json.dumps(drawing(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    shared = arcs()
    for key, (names, _label) in UNITS.items():
        extra = sum(
            square_km(smooth([place(p) for p in ring], closed=True))
            for owner, ring, _l in ISLETS.values()
            if owner == key
        )
        sys.stdout.write(f"{key:12} {square_km(unit(names, shared)) + extra:6.0f} km²\n")
