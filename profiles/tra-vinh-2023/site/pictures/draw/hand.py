"""The hand that drew all the pictures: one palette, a banded sky, a ringed sun, fine level lines, and the shapes of the province.

Every function gives SVG markup. Lengths are units of a sheet of 1200 × 800; what matters stays within 200–1000 × 65–735, so that
a square or a wide crop keeps it. Shapes that come back are symbols, drawn once a sheet.
"""

from __future__ import annotations

import math
import re

CREAM, SAND, PEACH, BLUSH = "#fdf6e6", "#f3e2bd", "#f6cfa0", "#efb3c9"
LOTUS, PINK, WINE = "#b3396b", "#d9739b", "#7c2149"
MIST, AQUA, TEAL, RIVER, DEEP, NIGHT = "#d3e8e4", "#a3d0cf", "#5aa3a9", "#0f6674", "#0b4650", "#072f38"
LIME, LEAF, PALM, FOREST = "#c3d08a", "#86a344", "#4d6b1f", "#2f4a1f"
GOLD, AMBER, OCHRE, BROWN, BARK = "#ecb84a", "#d18a25", "#a4601f", "#6d452a", "#4a2f22"
BRICK, STONE, WHITE = "#b9532f", "#cfc3ab", "#fffdf7"


def n(value: float) -> str:
    """A length, no longer than it must be."""
    return str(round(value)) if abs(value) >= 12 or not value % 1 else f"{value:.1f}".rstrip("0").rstrip(".")


def path(d: str, fill: str = "none", **more: object) -> str:
    """A path; keyword ``sw`` is the stroke's width, ``st`` its colour, ``o`` the opacity."""
    stroke = f' stroke="{more["st"]}" stroke-width="{more.get("sw", 3)}"' if "st" in more else ""
    clear = f' opacity="{more["o"]}"' if "o" in more else ""
    return f'<path d="{d}" fill="{fill}"{stroke}{clear}/>'


def rect(x: float, y: float, w: float, h: float, fill: str, r: float = 0) -> str:
    """A rectangle with corners of radius ``r``."""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" fill="{fill}"' + (
        f' rx="{n(r)}"/>' if r else "/>"
    )


def disc(x: float, y: float, r: float, fill: str, ry: float = 0) -> str:
    """A circle, or an ellipse where ``ry`` is given."""
    if ry:
        return f'<ellipse cx="{n(x)}" cy="{n(y)}" rx="{n(r)}" ry="{n(ry)}" fill="{fill}"/>'
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{fill}"/>'


def at(x: float, y: float, body: str, s: float = 1, r: float = 0, *, flip: bool = False) -> str:
    """``body`` moved, turned by ``r`` degrees and scaled."""
    turn = f" rotate({n(r)})" if r else ""
    scale = (
        f" scale({'-' if flip else ''}{n(round(s, 2)) if s % 1 == 0 else round(s, 2)} {round(s, 2)})"
        if s != 1 or flip
        else ""
    )
    return f'<g transform="translate({n(x)} {n(y)}){turn}{scale}">{body}</g>'


def use(name: str, x: float, y: float, s: float = 1, r: float = 0, fill: str = "", *, flip: bool = False) -> str:
    """A symbol of SYMBOLS in its place."""
    turn = f" rotate({n(r)})" if r else ""
    scale = f" scale({'-' if flip else ''}{round(s, 2)} {round(s, 2)})" if s != 1 or flip else ""
    colour = f' fill="{fill}"' if fill else ""
    return f'<use href="#{name}" transform="translate({n(x)} {n(y)}){turn}{scale}"{colour}/>'


def polar(r: float, degrees: float) -> str:
    """A point at this distance and angle; 0 is up."""
    a = math.radians(degrees)
    return f"{r * math.sin(a):.0f} {-r * math.cos(a):.0f}"


def _fan() -> str:
    points = ["0 0"]
    for k in range(13):
        points.append(polar(64 if k % 2 else 92, -72 + 12 * k))
    return "M" + "L".join(points) + "Z"


def _frond() -> str:
    """A coconut leaf: the rib an arc, its leaflets a comb below it."""
    top = "M0 0Q60-62 150-36"
    teeth = [
        (150, -36),
        (140, 2),
        (128, -16),
        (112, 26),
        (100, -14),
        (82, 34),
        (72, -14),
        (54, 30),
        (46, -10),
        (28, 20),
        (24, -6),
    ]
    return top + "L" + "L".join(f"{x} {y}" for x, y in teeth) + "Z"


SYMBOLS = {
    "fan": f'<path d="{_fan()}"/>',
    "frond": f'<path d="{_frond()}"/>',
    "petal": '<path d="M0 0C-34-30-30-78 0-112C30-78 34-30 0 0Z"/>',
    "lotus": "".join(use("petal", 0, y, s, r, c) for y, s, r, c in (
        (0, 1, -82, BLUSH), (0, 1, 82, BLUSH), (0, 1, -58, BLUSH), (0, 1, 58, BLUSH), (0, 1.02, -34, PINK), (0, 1.02, 34, PINK), (0, 1.06, 0, LOTUS),
        (4, .72, -44, BLUSH), (4, .72, 44, BLUSH), (4, .72, -18, PINK), (4, .72, 18, PINK))) + path("M-14 2h28", st=GOLD, sw=6),
    "grass": '<path d="M0 0C-4-40-26-70-44-84C-24-62-14-30-14 0ZM-8 0C-8-56 0-92 10-118C10-84 8-40 6 0ZM2 0C6-40 26-66 50-78C30-54 18-28 16 0Z"/>',
    "crown": disc(0, 0, 52, FOREST) + "".join(use("fan", *_from_polar, r=a, fill=c) for a, c, _from_polar in (
        [(a, FOREST, (34 * math.sin(math.radians(a)), -34 * math.cos(math.radians(a)))) for a in (-150, -112, -74, 74, 112, 150)]
        + [(a, PALM, (30 * math.sin(math.radians(a)), -30 * math.cos(math.radians(a)))) for a in (-48, -16, 16, 48, 95, -95)]
        + [(a, LEAF, (10 * math.sin(math.radians(a)), -10 * math.cos(math.radians(a)))) for a in (-30, 28)])),
    "coco": "".join(use("frond", 0, 0, s, r, c, flip=f) for s, r, c, f in (
        (1, 40, FOREST, False), (1, -40, FOREST, True), (1.05, 8, PALM, False), (1.05, -8, PALM, True), (.95, -26, LEAF, False),
        (.95, 26, LEAF, True), (.8, -62, PALM, False), (.8, 60, FOREST, True)))
    + disc(-14, 14, 13, BROWN) + disc(12, 18, 13, BARK) + disc(0, 6, 12, OCHRE),
    "monk": path("M-24 0L-26-50C-26-86-12-98 0-98C14-98 26-84 26-50L24 0Z", AMBER) + path("M-10-97C8-96 26-84 26-58L6-44C2-66-6-80-22-86Z", "#c98d62") + path("M-20-84L14-40M-24-60L4-30", st=OCHRE, sw=3) + disc(0, -113, 16, "#c98d62"),
    "stupa": rect(-60, -26, 120, 26, STONE) + rect(-48, -52, 96, 26, CREAM) + rect(-38, -74, 76, 22, STONE) + path("M-36-74C-36-130-16-150-10-176H10C16-150 36-130 36-74Z", CREAM) + path("M-10-176L0-270L10-176Z", GOLD) + path("M-9-190h18M-7-206h14M-5-222h10", st=OCHRE, sw=3),
    "rower": '<path d="M-10 0C-12-30 0-44 14-46L22-30C12-26 10-12 12 0Z"/>' + disc(24, -56, 11, "#a9683f") + path("M16-36L40 16", st=BARK, sw=5),
    "head": disc(0, 0, 11, "#c98d62") + '<path d="M-15 38Q-15 13 0 13T15 38Z"/>',
    "champa": f'<g fill="{WHITE}">' + "".join(f'<path d="M0 0C-18-8-22-34-4-44C18-38 16-12 0 0Z" transform="rotate({a})"/>' for a in range(0, 360, 72)) + "</g>" + disc(0, 0, 10, GOLD),
    "ball": disc(0, 0, 34, WHITE) + path("M-20-8q20 14 40 0", st=STONE, sw=3),
    "torso": '<path d="M-26-40C-26-84-14-96 0-96C14-96 26-84 26-40Z"/>',
    "face": disc(0, -112, 17, "#c98d62") + path("M-18-110C-20-136 20-136 18-110C10-120-8-122-18-110Z", BARK),
    "hatted": disc(0, -112, 17, "#c98d62") + use("hat", 0, -122),
    "sampan": at(96, -14, use("torso", 0, 0, 1, 0, LOTUS) + use("hatted", 0, 0), .8) + path("M118-90L150 34", st=BARK, sw=5)
    + '<path d="M-170-26Q-120 4-60 6H90Q140 2 176-34Q150 40 70 44H-70Q-150 40-170-26Z"/>' + path("M-150-4Q-100 18-50 20H90Q130 16 158-8", st=OCHRE, sw=4),
    "lantern": path("M0-70V-42M0 42V86", st=OCHRE, sw=4) + '<ellipse rx="40" ry="42"/>' + path("M-16-38Q-30 0-16 38M16-38Q30 0 16 38M0-42V42", st=GOLD, sw=3) + rect(-16, -48, 32, 10, GOLD, 3) + rect(-16, 38, 32, 10, GOLD, 3) + path("M-6 50V84M6 50V84", st=AMBER, sw=4),
    "bird": '<path d="M0 0C-22-26-52-30-78-18C-54-16-36-6-22 10C-14 18-4 20 8 16L52 26C40 8 26 0 14 0C24-20 46-36 70-40C44-46 14-34 0 0Z"/>',
    "egret": f'<path d="M-6 0L-10 58M8-2L10 58" stroke="{BARK}" stroke-width="3.5"/><path d="M18-34C44-52-2-66 14-92" fill="none" stroke="{WHITE}" stroke-width="10"/><path d="M-62 12C-40-22-14-46 14-42C34-38 32-14 14-2C-8 10-34 4-62 12Z" fill="{WHITE}"/><path d="M-44 2C-24-14-6-22 8-22" fill="none" stroke="{AQUA}" stroke-width="3"/><circle cx="17" cy="-94" r="9" fill="{WHITE}"/><path d="M24-98L52-90L23-89Z" fill="{AMBER}"/>',
    "flame": f'<path d="M0 0C-16-4-14-24 0-42C14-24 16-4 0 0Z" fill="{GOLD}"/><path d="M0-2C-7-5-6-14 0-24C6-14 7-5 0-2Z" fill="{CREAM}"/>',
    "lamp": f'<path d="M-34 0Q0 30 34 0Q24-4 20-14L-20-14Q-24-4-34 0Z" fill="{LEAF}"/><path d="M-18-14L-14-50L14-50L18-14Z" fill="{PEACH}"/>' + at(0, -16, '<use href="#flame"/>', .6),
    "hat": f'<path d="M-34 10Q0 20 34 10L3-20Q0-23-3-20Z" fill="{SAND}"/><path d="M-34 10Q0 20 34 10L24 2Q0 9-24 2Z" fill="{PEACH}"/>',
    "wave": '<path d="M0 0q30-16 60 0t60 0t60 0" fill="none" stroke-width="4"/>',
    "nut": f'<ellipse cx="0" cy="0" rx="44" ry="50" fill="{LEAF}"/><path d="M-30-36C-10-14-8 20-22 43C-48 24-52-14-30-36Z" fill="{PALM}"/><path d="M-14-50Q0-60 14-50L6-38L-6-38Z" fill="{OCHRE}"/>',
}  # fmt: skip


def sheet(body: str, title: str) -> str:
    """The whole file, with the symbols it uses and those that they use."""
    wanted: list[str] = []
    frontier = re.findall(r'href="#(\w+)"', body)
    while frontier:
        name = frontier.pop()
        if name not in wanted:
            wanted.append(name)
            frontier += re.findall(r'href="#(\w+)"', SYMBOLS[name])
    defs = "".join(f'<g id="{name}">{SYMBOLS[name]}</g>' for name in wanted)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800" width="1200" height="800" fill="none" stroke-linecap="round" stroke-linejoin="round"><title>{title}</title>'
        + (f"<defs>{defs}</defs>" if defs else "")
        + body.replace(
            ' fill="none"', ""
        )  # the sheet's own default; symbols keep it, for they take on the colour of their use
        + "</svg>\n"
    )


# ---- sky, ground, water -------------------------------------------------------------------------------------------------


def sky(bands: tuple[str, ...] = (CREAM, SAND, PEACH), ground: float = 520) -> str:
    """Level bands from the top down to ``ground``."""
    step = ground / (len(bands) + 0.6)
    parts = [rect(0, 0, 1200, 800, bands[0])]
    parts += [path(f"M0 {n(step * (k + .6))}Q300 {n(step * (k + .6) - 34)} 600 {n(step * (k + .6))}T1200 {n(step * (k + .6))}V800H0Z", c) for k, c in enumerate(bands) if k]  # fmt: skip
    return "".join(parts)


def sun(x: float, y: float, r: float = 74, fill: str = GOLD, ring: str = AMBER) -> str:
    """A disc in two thin rings: the mark of the hand."""
    return (
        f'<g fill="none" stroke="{ring}" stroke-width="3"><circle cx="{n(x)}" cy="{n(y)}" r="{n(r * 1.3)}" opacity=".55"/>'
        f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r * 1.62)}" opacity=".28"/></g>' + disc(x, y, r, fill)
    )


def cloud(x: float, y: float, w: float = 200, fill: str = WHITE) -> str:
    """Three rounded bars."""
    return f'<g fill="{fill}" opacity=".75">' + "".join(
        f'<rect x="{n(x + dx * w)}" y="{n(y + dy)}" width="{n(w * ww)}" height="16" rx="8"/>'
        for dx, dy, ww in ((0.15, 0, 0.5), (0, 22, 0.9), (0.3, 44, 0.55))
    ) + "</g>"  # fmt: skip


def water(y: float, fill: str = TEAL, line: str = MIST, *, to: float = 800, seed: int = 1, o: float = 0.7) -> str:
    """A sheet of water with level strokes, wider toward the eye."""
    strokes = []
    k = seed
    row = y + 22
    while row < to - 8:
        k = (k * 37 + 11) % 101
        depth = (row - y) / max(1, 800 - y)
        for x in (k * 11 % 420, 460 + k * 7 % 330, 840 + k * 13 % 300):
            strokes.append(f"M{x} {n(round(row + (x % 9)))}h{int(40 + 110 * depth + k % 50)}")
        row += 26 + 30 * depth
    return rect(0, y, 1200, to - y, fill) + path("".join(strokes), st=line, sw=4, o=o)


def far_bank(y: float, fill: str = LEAF, h: float = 46, seed: int = 3) -> str:
    """A line of trees on the other side."""
    d, x, k = f"M0 {n(y)}V{n(y - h * 0.6)}", 0, seed
    while x < 1200:
        k = (k * 29 + 7) % 97
        w = 60 + k % 60
        d += f"q{w / 2:.0f}-{h * (0.5 + k % 40 / 50):.0f} {w} 0"
        x += w
    return path(d + f"V{n(y)}Z", fill)


def grasses(y: float = 812, fill: str = FOREST, xs: tuple[int, ...] = (40, 120, 205, 1010, 1090, 1165)) -> str:
    """Blades at the near corners."""
    return "".join(use("grass", x, y, 1 + (x % 7) / 10, 0, fill, flip=x % 2 == 0) for x in xs)


# ---- what grows -----------------------------------------------------------------------------------------------------------


def sugar_palm(x: float, y: float, h: float = 300, s: float = 1) -> str:
    """Thốt nốt: a straight trunk that is thickest at its foot, ringed; a ball of fans."""
    w = 13 * s
    rings = "".join(f"M{n(x - w + 4)} {n(y - k)}h{n(2 * w - 8)}" for k in range(30, int(h * 0.8), 34))
    trunk = f"M{n(x - w * 1.5)} {n(y)}Q{n(x - w)} {n(y - h * 0.3)} {n(x - w * 0.8)} {n(y - h)}H{n(x + w * 0.8)}Q{n(x + w)} {n(y - h * 0.3)} {n(x + w * 1.5)} {n(y)}Z"
    return path(trunk, BROWN) + path(rings, st=BARK, sw=3, o=0.6) + use("crown", x, y - h, s)


def coconut_palm(x: float, y: float, h: float = 300, lean: float = 60, s: float = 1) -> str:
    """A bent, slim trunk; leaves that arch and comb the wind; nuts."""
    w = 9 * s
    d = f"M{n(x - w * 1.6)} {n(y)}Q{n(x + lean * 0.1)} {n(y - h * 0.6)} {n(x + lean - w * 0.6)} {n(y - h)}h{n(w * 1.4)}Q{n(x + lean * 0.25 + w * 2)} {n(y - h * 0.55)} {n(x + w * 1.6)} {n(y)}Z"
    return path(d, OCHRE) + use("coco", x + lean, y - h, s)


def dau_tree(x: float, y: float, h: float = 400, s: float = 1, crown: str = PALM, light: str = LEAF) -> str:
    """Dầu: a pole of a trunk that stands on its bared roots, a high crown of rounded masses."""
    w = 15 * s
    roots = f"M{n(x - w)} {n(y - 60 * s)}Q{n(x - w * 1.4)} {n(y - 14)} {n(x - 70 * s)} {n(y)}L{n(x - 44 * s)} {n(y)}L{n(x - 22 * s)} {n(y - 22 * s)}L{n(x - 14 * s)} {n(y)}H{n(x + 10 * s)}L{n(x + 20 * s)} {n(y - 24 * s)}L{n(x + 46 * s)} {n(y)}H{n(x + 72 * s)}Q{n(x + w * 1.5)} {n(y - 14)} {n(x + w)} {n(y - 60 * s)}L{n(x + w * 0.7)} {n(y - h)}H{n(x - w * 0.7)}Z"
    top = y - h
    masses = "".join(disc(x + dx * s, top + dy * s, r * s, c) for dx, dy, r, c in ((-62, 10, 62, crown), (62, 14, 58, crown), (0, -44, 76, crown), (-34, -20, 46, light), (40, -50, 34, light)))  # fmt: skip
    return (
        path(roots, BROWN) + path(f"M{n(x - 4 * s)} {n(y - 40 * s)}V{n(top + 60 * s)}", st=BARK, sw=3, o=0.6) + masses
    )


def lotus(x: float, y: float, s: float = 1) -> str:
    """An open flower: outer petals pale, inner ones deep."""
    return use("lotus", x, y, s)


def bud(x: float, y: float, stem: float = 120, s: float = 1) -> str:
    """A lotus not yet open, on its stalk."""
    return (
        path(f"M{n(x)} {n(y)}q-10 {n(stem * 0.5)} 0 {n(stem)}", st=PALM, sw=6)
        + use("petal", x, y, 0.8 * s, 0, PINK)
        + use("petal", x - 6 * s, y, 0.6 * s, -12, LOTUS)
    )


def pad(x: float, y: float, r: float = 80, fill: str = LEAF) -> str:
    """A lotus leaf on the water, notched."""
    return path(f"M{n(x)} {n(y)}L{n(x + r)} {n(y - r * .1)}A{n(r)} {n(r * .34)} 0 1 0 {n(x + r * .86)} {n(y + r * .18)}Z", fill) + path(f"M{n(x)} {n(y)}l{n(-r * .7)} {n(r * .06)}M{n(x)} {n(y)}l{n(-r * .2)} {n(-r * .24)}M{n(x)} {n(y)}l{n(r * .1)} {n(r * .25)}", st=PALM, sw=3, o=0.7)  # fmt: skip


# ---- what is built --------------------------------------------------------------------------------------------------------


def _gable(x: float, y: float, w: float, h: float, fill: str, edge: str) -> str:
    """One tier seen from the front: sides that sweep in, barge-boards that end in a raised naga tail, a finial."""
    l, r = x - w, x + w
    d = f"M{n(l)} {n(y)}Q{n(x - w * 0.34)} {n(y - h * 0.28)} {n(x)} {n(y - h)}Q{n(x + w * 0.34)} {n(y - h * 0.28)} {n(r)} {n(y)}Z"
    tails = f"M{n(x)} {n(y - h)}Q{n(x - w * 0.34)} {n(y - h * 0.28)} {n(l)} {n(y)}q-16-2-20-26M{n(x)} {n(y - h)}Q{n(x + w * 0.34)} {n(y - h * 0.28)} {n(r)} {n(y)}q16-2 20-26M{n(x)} {n(y - h)}q-4-22 12-40"
    return path(d, fill) + path(tails, st=edge, sw=9)


def vihara(x: float, y: float, s: float = 1, roof: str = BRICK, *, spire: bool = True) -> str:
    """A Khmer main hall from the front: three roofs over one another, each with its tails, over columns and a stair."""
    parts = []
    if spire:
        parts.append(
            path("M-26-480L-16-540H16L26-480ZM-14-540L-8-580H8L14-540ZM-5-580L0-650L5-580Z", GOLD)
            + path("M-30-480h60M-18-540h36M-10-580h20", st=OCHRE, sw=5)
        )
    parts.append(
        path("M-210-250L-150-400H150L210-250Z", OCHRE)
        + path("M-210-250q-18-2-22-26M210-250q18-2 22-26", st=GOLD, sw=9)
    )
    parts.append(
        _gable(0, -360, 100, 130, roof, GOLD)
        + _gable(0, -290, 150, 150, AMBER, GOLD)
        + _gable(0, -216, 205, 170, roof, GOLD)
    )
    parts.append(
        path("M-92-228Q-30-262 0-338Q30-262 92-228Z", GOLD)
        + path("M-48-236Q-12-256 0-304Q12-256 48-236Z", WINE)
        + use("petal", 0, -236, 0.36, 0, BLUSH)
    )
    parts.append(
        rect(-190, -216, 380, 12, GOLD)
        + rect(-176, -204, 352, 150, CREAM)
        + rect(-34, -168, 68, 114, WINE)
        + path("M-34-168Q0-224 34-168Z", WINE)
        + path("M-34-166Q0-222 34-166", st=GOLD, sw=6)
    )
    parts.append(
        path("M-160-64v-134m54 134v-134m48 134v-134m116 134v-134m48 134v-134m54 134v-134", st=PEACH, sw=18)
        + path(
            "M-174-198h28m26 0h28m20 0h28m88 0h28m20 0h28m26 0h28M-174-60h28m26 0h28m20 0h28m88 0h28m20 0h28m26 0h28",
            st=GOLD,
            sw=11,
        )
    )
    parts.append(
        rect(-204, -54, 408, 22, STONE)
        + rect(-228, -32, 456, 32, SAND)
        + path("M-34-54L-62 0H62L34-54Z", WHITE)
        + path("M-40-42h80M-46-28h92M-54-14h108", st=STONE, sw=4)
    )
    return at(x, y, "".join(parts), s)


def far_hall(x: float, y: float, s: float = 1, roof: str = BRICK) -> str:
    """The same hall from afar: its roofs, its white wall, its spire."""
    tails = "M-205-216q-16-2-20-26M205-216q16-2 20-26M-150-290q-16-2-20-26M150-290q16-2 20-26"
    walls = (
        rect(-176, -216, 352, 216, CREAM)
        + path("M-120-20V-180M-70-20V-180M70-20V-180M120-20V-180", st=PEACH, sw=18)
        + path("M-34 0V-130Q0-190 34-130V0Z", WINE)
    )
    return at(
        x,
        y,
        walls
        + rect(-204, -20, 408, 20, STONE)
        + path("M-26-440L0-640L26-440Z", GOLD)
        + path("M-100-360Q-34-400 0-490Q34-400 100-360Z", roof)
        + path("M-150-290Q-50-340 0-440Q50-340 150-290Z", AMBER)
        + path("M-205-216Q-70-270 0-386Q70-270 205-216Z", roof)
        + path(tails, st=GOLD, sw=12),
        s,
    )


def stupa(x: float, y: float, s: float = 1) -> str:
    """A tower for ashes: steps, a bell, a ringed spire."""
    return use("stupa", x, y, s)


def stilt_house(x: float, y: float, s: float = 1, roof: str = BRICK) -> str:
    """A house by the water, on posts."""
    return at(
        x,
        y,
        path("M-70-40V20M-24-40V20M24-40V20M70-40V20", st=BARK, sw=7)
        + rect(-82, -110, 164, 76, SAND)
        + rect(-22, -92, 36, 58, BROWN)
        + rect(34, -90, 30, 28, TEAL)
        + path("M-104-104L-62-164H62L104-104Z", roof)
        + path("M-88-116h176M-78-132h156M-70-148h140", st=BARK, sw=3, o=0.35),
        s,
    )


def sampan(x: float, y: float, s: float = 1, hull: str = BROWN, load: str = "", *, flip: bool = False) -> str:
    """A small boat of the delta, a person with a pole at its stern."""
    return (at(x, y, load, s) if load else "") + use("sampan", x, y, s, 0, hull, flip=flip)


def figure(x: float, y: float, s: float = 1, cloth: str = RIVER, *, hat: bool = False, skirt: str = "") -> str:
    """A person, standing, from the waist up if something stands before them."""
    lower = path("M-20-44H20L28 0H-28Z", skirt) if skirt else path("M-18-46H18L16 0H-16Z", NIGHT)
    return at(x, y, lower + use("torso", 0, 0, 1, 0, cloth) + use("hatted" if hat else "face", 0, 0), s)


def monk(x: float, y: float, s: float = 1) -> str:
    """In saffron, one shoulder bare."""
    return use("monk", x, y, s)


def ngo_boat(
    x: float, y: float, length: float = 760, s: float = 1, hull: str = LOTUS, crew: str = GOLD, *, r: float = 0
) -> str:
    """Ghe ngo: a hull cut from one trunk, both ends lifted high, pairs of rowers leaning as one."""
    half = length / 2
    rowers = "".join(
        use("rower", -half + 130 + k * 42, 0, 1, 0, crew if k % 2 else WHITE) for k in range(int((length - 230) / 42))
    )
    d = f"M{n(-half)}-74Q{n(-half + 70)}-6 {n(-half + 150)}-4H{n(half - 150)}Q{n(half - 60)}-8 {n(half)}-92Q{n(half - 18)} 10 {n(half - 140)} 26H{n(-half + 140)}Q{n(-half + 24)} 16 {n(-half)}-74Z"
    marks = path(f"M{n(-half + 150)} 10" + "q14-14 28 0q-14 14-28 0m56 0" * int((length - 300) / 56) + "Z", GOLD)
    eye = disc(half - 40, -22, 9, CREAM) + disc(half - 38, -22, 4, NIGHT)
    return at(
        x,
        y,
        rowers
        + path(d, hull)
        + marks
        + eye
        + path(f"M{n(-half + 40)}-22Q{n(-half + 100)} 4 {n(-half + 150)} 2H{n(half - 150)}", st=GOLD, sw=4),
        s,
        r,
    )


def turbine(x: float, y: float, h: float = 300, turn: float = 0, s: float = 1) -> str:
    """A tower and three blades."""
    blades = "".join(
        f'<path d="M-5 0C-14-30-7-110 0-{int(140 * s)}C6-110 8-30 5 0Z" transform="rotate({n(turn + a)})" fill="{WHITE}"/>'
        for a in (0, 120, 240)
    )
    return (
        path(f"M{n(x - 9)} {n(y)}L{n(x - 4)} {n(y - h)}H{n(x + 4)}L{n(x + 9)} {n(y)}Z", WHITE)
        + path(f"M{n(x + 1)} {n(y)}L{n(x + 1)} {n(y - h)}H{n(x + 4)}L{n(x + 9)} {n(y)}Z", AQUA)
        + at(x, y - h, blades + disc(0, 0, 9, STONE))
    )


def lantern(x: float, y: float, s: float = 1, fill: str = LOTUS) -> str:
    """A round paper lantern with its tassel."""
    return use("lantern", x, y, s, 0, fill)


def bowl(x: float, y: float, s: float = 1, fill: str = RIVER, band: str = AQUA) -> str:
    """A deep bowl from the side; its mouth is drawn by whoever fills it."""
    return at(
        x,
        y,
        path("M-210 0Q-190 170-70 190H70Q190 170 210 0Z", fill)
        + rect(-70, 186, 140, 22, fill, 6)
        + path("M-196 58Q0 110 196 58", st=band, sw=8)
        + path("M-170 96q20 26 40 8t40 16t40 4t40-6t40-8t40-18t40-20", st=band, sw=4, o=0.6),
        s,
    )
