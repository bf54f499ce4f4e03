"""What is eaten, grown and made."""

from __future__ import annotations

from hand import (
    AMBER,
    AQUA,
    BARK,
    BLUSH,
    BRICK,
    BROWN,
    CREAM,
    DEEP,
    FOREST,
    GOLD,
    LEAF,
    LIME,
    LOTUS,
    MIST,
    NIGHT,
    OCHRE,
    PALM,
    PEACH,
    PINK,
    RIVER,
    SAND,
    STONE,
    TEAL,
    WHITE,
    WINE,
    at,
    bowl,
    coconut_palm,
    disc,
    far_bank,
    grasses,
    lotus,
    path,
    rect,
    sky,
    sugar_palm,
    sun,
    use,
)  # fmt: skip


def _table(y: int, fill: str = BROWN, edge: str = BARK) -> str:
    """A table's edge across the sheet, with the grain of the wood."""
    return (
        rect(0, y, 1200, 800 - y, fill)
        + rect(0, y, 1200, 14, OCHRE)
        + path(
            f"M60 {y + 60}h320M500 {y + 44}h240M820 {y + 66}h300M120 {y + 120}h200M420 {y + 132}h380M900 {y + 118}h200",
            st=edge,
            sw=4,
            o=0.5,
        )
    )


def _herb(x: int, y: int, s: float, r: int) -> str:
    return at(
        x,
        y,
        path("M0 0V-96", st=PALM, sw=5)
        + path(
            "M0-20C-34-20-46-44-44-64C-20-62-4-44 0-20ZM0-34C34-34 46-58 44-78C20-76 4-58 0-34ZM0-70C-16-84-16-106 0-122C16-106 16-84 0-70Z",
            LEAF,
        ),
        s,
        r,
    )


def _steam(x: int, y: int) -> str:
    return path(
        f"M{x} {y}q-34-40 0-80t0-80M{x + 90} {y + 10}q-34-40 0-80t0-80M{x + 180} {y}q-34-40 0-80t0-80",
        st=WHITE,
        sw=8,
        o=0.7,
    )


def dua_sap() -> str:
    """The waxy coconut of Cầu Kè cut in two: thick soft flesh to the middle; a glass of it with ice."""
    half = (
        disc(0, 0, 190, BROWN)
        + disc(0, 0, 176, OCHRE)
        + disc(0, 0, 164, WHITE)
        + path(
            "M-118-20C-120-96-50-126 4-120C80-122 126-64 118 0C124 70 66 112 6 110C-70 116-116 60-118-20Z", "#eef1e4"
        )
        + path("M-70-20C-76-58-30-78 0-70C46-80 80-38 66 2C72 46 30 66-2 58C-50 68-78 28-70-20Z", MIST)
        + path("M-96-40q-12 40 6 78M90-52q20 46-2 92M-30-96q36-12 66 4", st=STONE, sw=6)
        + path("M-30-20q20-20 44-6M-20 20q26 14 50-2", st=WHITE, sw=8)
    )
    glass = at(
        890,
        620,
        path("M-70-230H70L52 0H-52Z", MIST)
        + path("M-62-150H62L52 0H-52Z", CREAM)
        + path("M-40-120l34-16l18 30l-32 20ZM6-70l36-12l10 32l-34 14ZM-36-50l26-20l22 26l-26 18Z", WHITE)
        + path("M-40-120l34-16l18 30l-32 20ZM6-70l36-12l10 32l-34 14ZM-36-50l26-20l22 26l-26 18Z", st=AQUA, sw=3)
        + path("M-70-230H70L52 0H-52Z", st=TEAL, sw=5)
        + path("M20-150L70-320", st=LOTUS, sw=10),
    )
    whole = at(
        250,
        520,
        disc(0, 0, 120, PALM, 130)
        + path("M-60-110Q0 0-40 122M20-128Q60 0 30 124", st=FOREST, sw=6)
        + path("M-40-118Q0-150 40-118L24-90H-24Z", OCHRE),
    )
    leaves = "".join(
        use("frond", x, y, s, r, c, flip=f)
        for x, y, s, r, c, f in (
            (-20, 60, 2.6, 20, PALM, False),
            (0, 20, 2.3, -4, LEAF, False),
            (1220, 60, 2.6, -20, PALM, True),
            (1200, 20, 2.3, 4, LEAF, True),
        )
    )
    return (
        sky((MIST, CREAM, PEACH), 560)
        + sun(600, 230, 96)
        + leaves
        + _table(610)
        + whole
        + at(520, 520, half)
        + at(
            700,
            622,
            path("M-130-40C-120 50-70 90 0 90S120 50 130-40Z", BROWN)
            + disc(0, -40, 130, OCHRE, 44)
            + disc(0, -40, 116, WHITE, 36)
            + disc(0, -38, 78, "#eef1e4", 22),
        )
        + glass
        + lotus(1040, 720, 0.6)
        + use("champa", 330, 730, 0.8)
        + use("champa", 400, 756, 0.6)
    )


def banh_tet() -> str:
    """Bánh tét of Trà Cuôn: rolls tied in banana leaf, slices of violet, green and yellow rice round a golden heart."""

    def roll(x: int, y: int, r: int) -> str:
        return at(
            x,
            y,
            rect(-210, -62, 420, 124, PALM, 50)
            + path("M-190-30H190M-200 4H200M-190 36H190", st=FOREST, sw=4, o=0.6)
            + path("M-140-62V62M-84-62V62M-28-62V62M28-62V62M84-62V62M140-62V62", st=SAND, sw=9)
            + path("M196-40q44-10 50-44M200 0q50 6 66-14", st=PALM, sw=12),
            1,
            r,
        )

    def slice_(x: int, y: int, s: float, a: str, b: str, c: str) -> str:
        grains = path(
            "M-86-50q10 8 20 0M-50-88q10 8 20 0M30-92q10 8 20 0M80-40q10 8 20 0M84 30q10 8 20 0M40 84q10 8 20 0M-50 86q10 8 20 0M-96 24q10 8 20 0",
            st=WHITE,
            sw=5,
            o=0.5,
        )
        return at(
            x,
            y,
            disc(0, 0, 126, PALM)
            + disc(0, 0, 118, a)
            + path("M0-118A118 118 0 0 1 102 59L0 0Z", b)
            + path("M102 59A118 118 0 0 1-102 59L0 0Z", c)
            + grains
            + disc(0, 0, 64, "#f0d27c")
            + disc(0, 0, 44, CREAM)
            + path("M-20-28A34 34 0 0 1 34 0A34 34 0 0 1-10 32Z", PEACH)
            + disc(0, 0, 22, AMBER),
            s,
        )

    leaf = (
        path("M60 640Q300 500 640 560T1150 620Q900 760 560 744T60 640Z", LEAF)
        + path("M80 640Q560 620 1130 624", st=PALM, sw=7)
        + path(
            "M220 634l80-58M340 632l90-66M480 628l90-66M620 626l90-50M760 624l90-44M260 640l100 70M420 638l110 84M580 634l110 96M740 632l110 84M880 630l90 60",
            st=PALM,
            sw=4,
            o=0.6,
        )
    )
    return (
        sky((CREAM, SAND, PEACH), 520)
        + sun(600, 200, 88)
        + far_bank(470, LEAF, 50)
        + sugar_palm(130, 490, 300, 0.9)
        + coconut_palm(1070, 490, 320, -40, 0.9)
        + _table(470, "#8a5a36")
        + leaf
        + roll(330, 470, -14)
        + roll(420, 380, -8)
        + slice_(500, 610, 1.02, "#7a4a96", LIME, GOLD)
        + slice_(720, 580, 1.08, "#8d5aa8", "#bcd07a", "#efc765")
        + slice_(930, 600, 0.96, "#7a4a96", LIME, GOLD)
        + use("champa", 300, 690, 0.8)
        + use("champa", 240, 720, 0.6)
    )


def bun_nuoc_leo() -> str:
    """Rice noodles in a clear broth with snakehead, prawn, roast pork; herbs and chilli at its side."""
    fill = (
        disc(600, 400, 280, "#e9d8a6", 76)
        + disc(600, 406, 258, AMBER, 62)
        + path("M370 400q60-40 130-10t120-6t110 6t90 4q-30 50-220 52T370 400Z", WHITE)
        + path("M400 404q60-26 120 0t120 0t120 0M410 424q60-22 120 0t120 0t110-4", st=STONE, sw=4)
    )
    fish = path("M420 384q50-46 110-20l14 30q-60 26-124-10Z", SAND) + path(
        "M446 372l14 26M476 364l16 36M506 362l16 36", st=OCHRE, sw=4
    )
    prawn = at(
        690,
        376,
        path("M-60 20C-70-40-20-70 30-50C70-34 76 10 50 30C56 0 30-24 0-20C-24-16-40 0-40 26Z", "#e8825f")
        + path("M-40-20l22 16M-14-46l10 28M22-48l-8 30M50-26l-28 14", st=BRICK, sw=4)
        + path("M50 30q30 10 44-10q-10 34-44 30Z", BRICK),
    )
    pork = (
        path("M560 360l80-26l26 40l-80 30Z", PEACH)
        + path("M560 360l80-26l6 10l-80 28Z", BRICK)
        + path("M586 404l80-30", st=OCHRE, sw=4)
    )
    greens = (
        _herb(540, 420, 0.7, -40)
        + _herb(760, 410, 0.7, 40)
        + _herb(640, 360, 0.6, 10)
        + path("M590 420q20-16 40 0M680 428q20-16 40 0", st=LEAF, sw=9)
        + at(500, 440, path("M-40 0q40-30 80-6q-36 26-80 6Z", LOTUS))
    )
    side = (
        disc(1010, 690, 150, STONE, 46)
        + disc(1010, 684, 150, WHITE, 46)
        + _herb(940, 690, 0.9, -30)
        + _herb(1000, 690, 1, -6)
        + _herb(1060, 690, 0.9, 24)
        + path("M920 690q50-30 110-6", st=LOTUS, sw=17)
        + disc(200, 700, 110, STONE, 34)
        + disc(200, 694, 110, WHITE, 34)
        + disc(200, 694, 78, AMBER, 20)
        + path("M170 692q30-16 60 2", st=LOTUS, sw=11)
    )
    return (
        sky((MIST, CREAM, PEACH), 560)
        + sun(600, 190, 92)
        + sugar_palm(120, 560, 360, 1)
        + sugar_palm(1080, 560, 370, 1.02)
        + _table(540)
        + _steam(510, 300)
        + at(600, 400, bowl(0, 0, 1.36))
        + disc(600, 400, 288, WHITE, 82)
        + fill
        + pork
        + fish
        + prawn
        + greens
        + path("M880 340L560 300M884 356L570 330", st=WINE, sw=11)
        + side
    )


def ocop() -> str:
    """Things of one commune each: palm sugar, coconut, rice, pomelo, a jar of prawn paste, a hat."""
    bottle = at(
        330,
        640,
        path("M-46 0V-180Q-46-220-18-240V-290H18V-240Q46-220 46-180V0Z", AMBER)
        + rect(-24, -312, 48, 30, BARK, 6)
        + rect(-46, -150, 92, 90, CREAM)
        + at(0, -92, use("lotus", 0, 0, 0.26))
        + path("M-30-176V-30", st=GOLD, sw=7),
    )
    sack = at(
        500,
        640,
        path("M-92 0C-112-70-96-160-66-190H66C96-160 112-70 92 0Z", "#d9bd86")
        + path("M-66-190Q0-250 66-190Q0-166-66-190Z", WHITE)
        + path("M-70-176q70 26 140 0", st=OCHRE, sw=7)
        + path("M0-50C-30-90-20-120 0-140C20-120 30-90 0-50Z", LEAF)
        + path("M-50-60q20-30 40-34M50-60q-20-30-40-34", st=LEAF, sw=9),
    )
    jar = at(
        690,
        640,
        path("M-70 0C-96-60-90-130-56-160H56C90-130 96-60 70 0Z", BRICK)
        + rect(-60, -186, 120, 30, BARK, 8)
        + path("M-78-100q78 26 156 0", st=GOLD, sw=6)
        + path("M-64-150Q-40-200 0-202Q40-200 64-150", LOTUS)
        + path("M-58-158q58 20 116 0", st=GOLD, sw=6),
    )
    fruit = at(
        850,
        580,
        disc(0, 0, 84, LIME, 90)
        + path("M-50-60Q-70 0-40 66", st=WHITE, sw=7, o=0.6)
        + path("M0-88C20-130 60-130 86-116C70-90 40-80 0-88Z", PALM),
    ) + at(760, 650, use("nut", 0, 0, 1.05, 10))
    basket = (
        path("M210 640H990Q980 742 900 756H300Q220 742 210 640Z", OCHRE)
        + path("M212 664H988M224 696H976M246 728H954", st=SAND, sw=7)
        + path("".join(f"M{x} 642v112" for x in range(260, 960, 50)), st=BROWN, sw=5)
        + rect(196, 626, 808, 26, BROWN, 13)
    )
    return (
        sky((MIST, CREAM, SAND), 620)
        + sun(600, 220, 84)
        + sugar_palm(110, 660, 400, 1.1)
        + coconut_palm(1090, 660, 400, -40, 1.1)
        + path("M0 650Q600 620 1200 650V800H0Z", PALM)
        + at(-120, -128, bottle + sack + jar + fruit, 1.2)
        + basket
        + lotus(250, 650, 0.6)
        + lotus(960, 650, 0.56)
        + grasses(xs=(40, 130, 1080, 1160))
    )


def dishes() -> str:
    """A round mat of shared food from above: soup, rice, cakes, prawns, herbs, fruit."""

    def plate(x: int, y: int, r: int, rim: str, body: str) -> str:
        return at(x, y, disc(6, 12, r, BARK) + disc(0, 0, r, rim) + disc(0, 0, r - 12, WHITE) + body)

    noodles = (
        disc(0, 0, 96, AMBER)
        + path(
            "M-70 0q20-40 50-10t50-10t40 10M-70 24q20-40 50-10t50-10t44 6M-60-24q20-30 44-10t44-10t36 0M-50 50q20-30 44-10t44-6",
            st=WHITE,
            sw=11,
        )
        + path("M-40-40l50-14l14 28l-52 16Z", PEACH)
        + _herb(40, 60, 0.6, 30)
        + _herb(-30, 70, 0.5, -30)
        + disc(56, -30, 12, LOTUS)
    )
    rice = "".join(
        disc(x, y, 26, "#f3efe0") for x, y in ((0, 0), (-26, 14), (26, 14), (0, -26), (-20, -12), (22, -14))
    ) + path("M-20-20l8 4M10 4l8 4M-6 20l8 4M22-24l8 4", st=STONE, sw=4)
    cakes = "".join(
        at(x, y, disc(0, 0, 34, PALM) + disc(0, 0, 30, c) + disc(0, 0, 13, GOLD))
        for x, y, c in ((-36, -24, "#8d5aa8"), (38, -20, LIME), (0, 36, "#8d5aa8"))
    )
    prawns = "".join(
        at(
            x,
            y,
            path("M-36 14C-44-24-14-44 20-30C44-20 46 8 30 20C34 0 18-14 0-12C-16-10-24 0-24 16Z", "#e8825f")
            + path("M-20-12l12 10M4-30l-2 18M28-20l-14 10", st=BRICK, sw=3),
            1,
            r,
        )
        for x, y, r in ((-26, -30, 0), (34, -16, 70), (20, 42, 170), (-40, 30, 250))
    )
    herbs = _herb(-20, 50, 0.8, -30) + _herb(10, 56, 0.8, 0) + _herb(30, 46, 0.8, 34) + disc(-44, 30, 13, LOTUS)
    fruit = (
        disc(-30, 4, 40, AMBER)
        + disc(36, -14, 36, LOTUS)
        + disc(18, 38, 34, LIME)
        + path("M-40-8q10-14 24-12", st=GOLD, sw=6)
    )
    mat = (
        disc(600, 410, 470, SAND, 360)
        + f'<g fill="none" stroke="{OCHRE}" stroke-width="4" opacity=".6"><ellipse cx="600" cy="410" rx="440" ry="334"/><ellipse cx="600" cy="410" rx="400" ry="300"/><ellipse cx="600" cy="410" rx="150" ry="112"/></g>'
    )
    leaves = "".join(
        use("frond", x, y, s, r, c, flip=f)
        for x, y, s, r, c, f in (
            (-30, 140, 1.9, 30, PALM, False),
            (-30, 720, 1.9, -40, LEAF, False),
            (1230, 140, 1.9, -30, PALM, True),
            (1230, 720, 1.9, 40, LEAF, True),
        )
    )
    return (
        rect(0, 0, 1200, 800, DEEP)
        + path("M0 120h1200M0 260h1200M0 400h1200M0 540h1200M0 680h1200", st=RIVER, sw=5)
        + leaves
        + mat
        + plate(600, 400, 128, RIVER, noodles)
        + plate(356, 300, 96, LOTUS, cakes)
        + plate(820, 280, 100, GOLD, prawns)
        + plate(370, 550, 92, AQUA, rice)
        + plate(600, 650, 80, PALM, fruit)
        + plate(840, 540, 98, PINK, herbs)
        + plate(600, 170, 74, AQUA, disc(0, 0, 50, WINE) + path("M-24-10q24 20 48 0", st=AMBER, sw=6))
        + path("M470 700L300 740M480 716L312 758", st=WINE, sw=10)
        + use("champa", 720, 720, 0.7)
        + use("champa", 470, 120, 0.7)
    )


SCENES = {"dua-sap": dua_sap, "banh-tet": banh_tet, "bun-nuoc-leo": bun_nuoc_leo, "ocop": ocop, "dishes": dishes}
_ = (BLUSH, NIGHT, TEAL, GOLD)
