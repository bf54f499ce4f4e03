"""The province's map as a diagram: its nine units before 1/7/2025, between the two rivers and the sea. ``python map.py`` writes ../../map.json.

Drawn by eye from where the units lie to one another; corners are degrees (east, north), no survey and no boundary in law. The note on
the map says so. A unit without a Khmer name in the sources we had is shown by its Vietnamese one.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

OUT = Path(__file__).resolve().parents[2] / "map.json"
WEST, NORTH, SCALE = 105.86, 10.16, 1350

CORNERS = {
    "P1": (106.13, 10.08), "P2": (106.22, 10.05), "P3": (106.30, 10.00), "P4": (106.37, 9.97), "P5": (106.47, 9.89), "P6": (106.56, 9.80), "P7": (106.60, 9.70),
    "P8": (106.58, 9.63), "P9": (106.54, 9.58), "P10": (106.44, 9.54), "P11": (106.33, 9.55), "P12": (106.25, 9.61), "P13": (106.15, 9.69), "P14": (106.07, 9.77),
    "P15": (105.98, 9.86), "P16": (105.96, 9.92), "P17": (106.04, 9.95), "P18": (106.08, 10.03), "I1": (106.12, 9.89), "I2": (106.24, 9.90), "I3": (106.285, 9.955),
    "I4": (106.37, 9.92), "I5": (106.25, 9.77), "I6": (106.36, 9.80), "I7": (106.38, 9.70), "I8": (106.49, 9.72), "I9": (106.45, 9.64), "Q": (106.35, 9.63),
}  # fmt: skip

UNITS = [
    ("cang-long", "Càng Long", "Càng Long", "កន្លង់", "P18 P1 P2 P3 I3 I2 I1 P17"),
    ("cau-ke", "Cầu Kè", "Cầu Kè", "", "P16 P17 I1 P14 P15"),
    ("tieu-can", "Tiểu Cần", "Tiểu Cần", "", "I1 I2 I5 P13 P14"),
    ("tp-tra-vinh", "TP. Trà Vinh", "Trà Vinh City", "ក្រុងត្រាវិញ", "P3 P4 I4 I3"),
    ("chau-thanh", "Châu Thành", "Châu Thành", "", "I3 I4 P4 P5 I6 I5 I2"),
    ("cau-ngang", "Cầu Ngang", "Cầu Ngang", "", "P5 P6 I8 I7 I6"),
    ("tra-cu", "Trà Cú", "Trà Cú", "ថ្កូវ", "I5 I6 I7 Q P11 P12 P13"),
    ("duyen-hai", "Duyên Hải", "Duyên Hải", "", "I7 I8 I9 P9 P10 P11 Q"),
    ("tx-duyen-hai", "TX. Duyên Hải", "Duyên Hải Town", "", "P6 P7 P8 P9 I9 I8"),
]
"""key, Vietnamese, English, Khmer, corners."""
LABELS = {
    "chau-thanh": (106.365, 9.855),
    "tp-tra-vinh": (106.335, 9.962),
    "duyen-hai": (106.43, 9.595),
    "tx-duyen-hai": (106.535, 9.68),
    "cau-ke": (106.045, 9.88),
}
NOTES = {
    "vi": "Sơ đồ, không theo tỉ lệ: chín đơn vị cấp huyện trước ngày 1/7/2025. Không phải bản đồ địa giới.",
    "en": "A diagram, not to scale: the nine district-level units before 1 July 2025. Not a map of boundaries.",
    "km": "គំនូសបំព្រួញ មិនតាមមាត្រដ្ឋាន៖ អង្គភាពថ្នាក់ស្រុកទាំងប្រាំបួន មុនថ្ងៃទី១ ខែកក្កដា ឆ្នាំ២០២៥។ មិនមែនជាផែនទីព្រំដែនទេ។",
    "zh-hans": "示意图，不按比例：2025年7月1日前的九个县级单位。并非行政区划界线图。",
    "ja": "縮尺によらない略図：2025年7月1日以前の県級9単位。境界を示す地図ではありません。",
    "ko": "축척을 따르지 않은 약도: 2025년 7월 1일 이전의 현급 9개 단위. 경계를 나타내는 지도가 아닙니다.",
    "fr": "Schéma sans échelle : les neuf unités de rang de district avant le 1er juillet 2025. Ce n’est pas une carte des limites.",
}


def at(east: float, north: float) -> tuple[int, int]:
    """Degrees → the sheet's units."""
    return round((east - WEST) * SCALE), round((NORTH - north) * SCALE)


def line(points: list[tuple[float, float]]) -> str:
    """An open path."""
    return "M" + "L".join(f"{x} {y}" for x, y in (at(*point) for point in points))


def bend(points: list[tuple[float, float]]) -> str:
    """An open path that flows: curves through the middles of its legs."""
    xy = [at(*point) for point in points]
    middles = [((a[0] + b[0]) // 2, (a[1] + b[1]) // 2) for a, b in pairwise(xy)]
    legs = "".join(f"Q{x} {y} {mx} {my}" for (x, y), (mx, my) in zip(xy[1:-1], middles[1:], strict=True))
    return f"M{xy[0][0]} {xy[0][1]}L{middles[0][0]} {middles[0][1]}{legs}L{xy[-1][0]} {xy[-1][1]}"


def unit(key: str, names: tuple[str, str, str], corners: str) -> dict[str, object]:
    """One unit of the map, as the component wants it, with its names."""
    points = [CORNERS[corner] for corner in corners.split()]
    middle = LABELS.get(key) or (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
    x, y = at(*middle)
    return {
        "key": key,
        "d": line(points) + "Z",
        "label_x": x,
        "label_y": y + 6,
        "names": {code: name for code, name in zip(("vi", "en", "km"), names, strict=True) if name},
    }


def main() -> None:
    """Rivers outside the outline, the sea to the south-east, the units."""
    co_chien = [
        (106.05, 10.16),
        (106.14, 10.105),
        (106.23, 10.075),
        (106.31, 10.025),
        (106.385, 9.99),
        (106.49, 9.905),
        (106.60, 9.80),
    ]
    hau = [
        (105.82, 10.00),
        (105.945, 9.845),
        (106.04, 9.75),
        (106.13, 9.66),
        (106.23, 9.585),
        (106.32, 9.515),
        (106.38, 9.44),
    ]
    sea = [
        (106.59, 9.80),
        (106.70, 9.78),
        (106.70, 9.46),
        (106.30, 9.46),
        (106.31, 9.53),
        (106.33, 9.55),
        (106.44, 9.54),
        (106.54, 9.58),
        (106.58, 9.63),
        (106.60, 9.70),
        (106.56, 9.80),
    ]
    width, height = at(106.70, 9.46)
    made = {
        "view_box": f"0 0 {width} {height}", "sea": line(sea) + "Z", "water": [{"d": bend(co_chien), "width": 30}, {"d": bend(hau), "width": 36}],
        "units": [unit(key, (vi, en, km), corners) for key, vi, en, km, corners in UNITS], "notes": NOTES,
    }  # fmt: skip
    OUT.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
