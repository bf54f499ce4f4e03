"""Land, water, trees and pagodas."""

from __future__ import annotations

from hand import (
    AMBER,
    AQUA,
    BARK,
    BLUSH,
    BRICK,
    BROWN,
    CREAM,
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
    bud,
    cloud,
    coconut_palm,
    dau_tree,
    disc,
    far_bank,
    far_hall,
    figure,
    grasses,
    lotus,
    monk,
    pad,
    path,
    rect,
    sampan,
    sky,
    stilt_house,
    stupa,
    sugar_palm,
    sun,
    turbine,
    use,
    vihara,
    water,
)  # fmt: skip


def ao_ba_om() -> str:
    """A square still pond inside high sandy banks; dầu trees that stand on bared roots, and their reflections."""
    trees = "".join(
        dau_tree(x, 452, h, s)
        for x, h, s in (
            (60, 330, 0.95),
            (190, 300, 0.8),
            (310, 260, 0.66),
            (410, 236, 0.56),
            (790, 236, 0.56),
            (890, 262, 0.66),
            (1010, 300, 0.8),
            (1140, 332, 0.95),
        )
    )
    bank = path("M0 440Q180 424 430 444H770Q1020 424 1200 440V486H0Z", SAND) + path(
        "M0 470Q300 458 600 468T1200 470V492H0Z", OCHRE
    )
    shade = "".join(
        path(f"M{x - w} 492H{x + w}L{x + w * 0.8:.0f} {y}Q{x} {y + 70} {x - w * 0.8:.0f} {y}Z", PALM, o=0.5)
        for x, w, y in (
            (70, 62, 640),
            (200, 50, 610),
            (322, 40, 580),
            (1000, 50, 610),
            (1130, 62, 640),
            (880, 40, 580),
        )
    )
    front = (
        pad(270, 690, 110)
        + pad(470, 738, 90, LIME)
        + pad(930, 700, 120)
        + pad(760, 752, 84, LIME)
        + bud(840, 560, 150)
        + lotus(590, 676, 1.15)
        + lotus(330, 668, 0.7)
    )
    return (
        sky((CREAM, SAND, PEACH), 470)
        + sun(600, 300, 70)
        + far_bank(448, LEAF, 40)
        + trees
        + bank
        + water(490, TEAL, MIST, seed=4)
        + shade
        + path("M520 500h160M540 530h120M556 562h88M570 596h60", st=GOLD, sw=8, o=0.75)
        + front
        + grasses()
    )


def khmer_pagoda() -> str:
    """The main hall between sugar palms, seen from its stair."""
    court = (
        path("M0 600Q600 560 1200 600V800H0Z", SAND)
        + path("M470 800L556 640H644L730 800Z", CREAM)
        + path("M0 600Q600 560 1200 600V626Q600 588 0 626Z", LEAF)
    )
    people = (
        monk(470, 748, 1.05)
        + monk(412, 764, 1.05)
        + figure(770, 758, 1, LOTUS, skirt=RIVER)
        + figure(822, 768, 0.7, GOLD)
    )
    return (
        sky((MIST, CREAM, SAND, PEACH), 560)
        + sun(860, 190, 66)
        + cloud(130, 130)
        + cloud(930, 300, 160)
        + far_bank(596, PALM, 56)
        + sugar_palm(150, 640, 390, 1.1)
        + sugar_palm(262, 616, 270, 0.8)
        + sugar_palm(1060, 640, 410, 1.1)
        + sugar_palm(950, 612, 260, 0.76)
        + court
        + stupa(330, 640, 0.72)
        + stupa(880, 640, 0.72)
        + vihara(600, 652, 0.9)
        + people
        + grasses(fill=PALM)
    )


def chua_hang() -> str:
    """The deep arched gate, like a cave, that gives the pagoda its name; storks above old trees."""
    gate = (
        path("M330 690V420Q330 300 600 300T870 420V690H740V540Q740 420 600 420T460 540V690Z", STONE)
        + path("M330 690V420Q330 300 600 300T870 420V690H846V430Q846 326 600 326T354 430V690Z", SAND)
        + path("M460 690V540Q460 420 600 420T740 540V690", st=OCHRE, sw=6)
        + path(
            "M352 470h88M360 530h84M352 590h92M360 640h84M760 470h88M756 530h84M756 590h92M760 640h84M520 340h60M620 350h70M470 376h50",
            st=OCHRE,
            sw=4,
            o=0.45,
        )
    )
    crown = (
        path("M520 312Q548 250 600 180Q652 250 680 312Z", AMBER)
        + path(
            "M600 180Q548 250 520 312q-18 0-22-22M600 180Q652 250 680 312q18 0 22-22M600 180q-4-24 10-44",
            st=GOLD,
            sw=8,
        )
        + path("M566 306Q588 268 600 240Q612 268 634 306Z", WINE)
    )
    clip = (
        '<clipPath id="c"><path d="M460 690V540Q460 420 600 420T740 540V690Z"/></clipPath><g clip-path="url(#c)">'
        + rect(450, 400, 300, 300, AQUA)
        + sun(690, 480, 26)
        + far_hall(600, 694, 0.44)
        + "</g>"
    )
    birds = "".join(
        use("bird", x, y, s, r, WHITE, flip=f)
        for x, y, s, r, f in (
            (300, 210, 0.9, -8, False),
            (780, 150, 0.7, 6, True),
            (420, 130, 0.5, 0, False),
            (930, 240, 0.8, -4, True),
        )
    )
    trees = (
        dau_tree(110, 700, 420, 1.25)
        + dau_tree(262, 690, 330, 0.95)
        + dau_tree(960, 690, 340, 0.95)
        + dau_tree(1110, 700, 430, 1.25)
    )
    return (
        sky((MIST, CREAM, SAND), 620)
        + far_bank(640, LEAF, 70)
        + trees
        + birds
        + path("M0 680Q600 650 1200 680V800H0Z", SAND)
        + path("M440 800L480 688H720L760 800Z", CREAM)
        + clip
        + gate
        + crown
        + monk(560, 756, 1.05)
        + monk(628, 770, 1.05)
        + grasses(fill=PALM)
    )


def chua_co() -> str:
    """Storks by the hundred come home to the trees round the pagoda of Nodol at dusk."""
    birds = "".join(
        use("bird", x, y, s, r, WHITE, flip=f)
        for x, y, s, r, f in (
            (210, 130, 0.8, -10, False),
            (360, 220, 1.1, 4, False),
            (520, 120, 0.6, -4, False),
            (720, 190, 0.9, 8, True),
            (890, 110, 0.7, -6, True),
            (1000, 240, 1, 4, True),
            (610, 260, 0.5, 0, False),
            (450, 300, 0.45, 0, True),
        )
    )
    tops = "".join(
        disc(x, y, r, c)
        for x, y, r, c in (
            (80, 560, 130, PALM),
            (250, 600, 110, FOREST),
            (370, 650, 90, PALM),
            (850, 640, 95, FOREST),
            (970, 590, 120, PALM),
            (1130, 560, 140, FOREST),
            (190, 540, 60, LEAF),
            (1050, 540, 64, LEAF),
        )
    )
    sitting = "".join(
        use("egret", x, y, s, flip=f)
        for x, y, s, f in (
            (120, 404, 1, False),
            (236, 456, 1.1, True),
            (330, 540, 0.9, False),
            (1000, 448, 1.1, True),
            (1100, 390, 1, False),
            (900, 528, 0.9, True),
        )
    )
    return (
        sky((PEACH, "#f2b58c", BLUSH), 600)
        + sun(600, 250, 96, "#f7dd95", GOLD)
        + path("M0 640Q600 600 1200 640V800H0Z", PALM)
        + vihara(600, 690, 0.78, WINE)
        + tops
        + sitting
        + birds
        + path("M0 700Q300 670 600 706T1200 700V800H0Z", FOREST)
        + grasses(fill=NIGHT)
    )


def ba_dong() -> str:
    """A long beach of fine dark sand, casuarinas on the dune, surf, turbines far off."""
    surf = (
        path("M0 470Q300 440 600 470T1200 470V560Q1000 600 760 566T300 572T0 552Z", TEAL)
        + path("M0 540Q260 510 520 546T980 548T1200 530V580Q1000 614 760 580T300 588T0 572Z", AQUA)
        + path("M0 566Q300 600 760 576T1200 572", st=WHITE, sw=12)
        + path("M0 520Q260 492 520 524T980 528T1200 512", st=WHITE, sw=6, o=0.8)
    )
    pines = "".join(
        path(f"M{x} {y}q{l * 0.3:.0f}-{h * 0.6:.0f} {l} -{h}", st=BARK, sw=9)
        + path(
            "".join(
                f"M{x + l - d} {y - h + k}q{d}-30 {2 * d} 6"
                for k, d in ((0, 20), (34, 34), (72, 46), (112, 54), (156, 58))
            ),
            st=PALM,
            sw=17,
        )
        + path(
            "".join(f"M{x + l - d} {y - h + k}q{d}-26 {2 * d} 8" for k, d in ((18, 24), (92, 46), (134, 50))),
            st=LEAF,
            sw=8,
        )
        for x, y, h, l in ((90, 720, 400, 26), (210, 700, 330, 22), (1110, 720, 380, -18))
    )
    shade = at(
        700,
        690,
        path("M0 0L24-170", st=BARK, sw=8)
        + path("M-104-140Q-60-232 26-222T150-134Q122-162 90-146Q60-166 26-150Q-6-168 -36-150Q-70-168-104-140Z", LOTUS)
        + path(
            "M-36-150Q-30-200 26-222Q20-190 26-150Q-6-168-36-150ZM90-146Q80-196 26-222Q126-214 150-134Q122-162 90-146Z",
            BLUSH,
        )
        + path("M-70 6L20-6L34 14H-58Z", CREAM),
    )
    return (
        sky((MIST, CREAM, SAND), 440)
        + sun(440, 230, 72)
        + cloud(820, 120)
        + rect(0, 380, 1200, 140, RIVER)
        + path(
            "M80 410h140M330 396h90M560 420h200M880 402h120M1010 430h110M240 446h160M640 452h110",
            st=AQUA,
            sw=4,
            o=0.7,
        )
        + turbine(870, 384, 150, 20, 0.45)
        + turbine(960, 384, 132, 70, 0.4)
        + turbine(1034, 384, 116, 40, 0.36)
        + surf
        + path("M0 572Q300 606 760 584T1200 574V800H0Z", "#d9b98a")
        + path("M0 690Q260 610 520 706T1200 700V800H0Z", "#c9a26c")
        + path("M120 740q120-30 240 0M480 764q140-26 280 0M860 744q100-26 220 0", st=OCHRE, sw=4, o=0.5)
        + pines
        + shade
        + grasses(fill=PALM, xs=(30, 140, 1060, 1150))
    )


def islets() -> str:
    """Green islets in the wide Cổ Chiên: coconut, stilt houses, a ferry of planks."""

    def isle(x: int, y: int, w: int, h: int) -> str:
        return path(
            f"M{x - w} {y}Q{x - w * 0.6:.0f} {y - h} {x} {y - h * 0.8:.0f}T{x + w} {y}Q{x} {y + h * 0.5:.0f} {x - w} {y}Z",
            LEAF,
        ) + path(f"M{x - w} {y}Q{x} {y + h * 0.5:.0f} {x + w} {y}Q{x} {y + h * 0.9:.0f} {x - w} {y}Z", OCHRE)

    far = isle(300, 372, 210, 34) + "".join(
        coconut_palm(x, 366, h, d, 0.34)
        for x, h, d in ((160, 84, -14), (210, 100, 14), (270, 92, -10), (330, 108, 16), (390, 88, 10), (440, 80, -12))
    )
    mid = (
        isle(860, 470, 280, 56)
        + "".join(
            coconut_palm(x, 452, h, d, 0.56)
            for x, h, d in ((660, 150, -24), (730, 176, 24), (980, 180, -20), (1060, 150, 26), (900, 140, 20))
        )
        + stilt_house(820, 462, 0.62)
    )
    near = (
        isle(170, 700, 300, 84)
        + coconut_palm(60, 680, 330, -30, 1)
        + coconut_palm(200, 690, 380, 60, 1.05)
        + stilt_house(330, 690, 0.9, LOTUS)
    )
    return (
        sky((MIST, CREAM, SAND), 380)
        + sun(620, 200, 64)
        + cloud(840, 110)
        + cloud(90, 120, 160)
        + far_bank(340, TEAL, 22)
        + water(336, TEAL, MIST, seed=6)
        + far
        + mid
        + sampan(640, 610, 0.95)
        + near
        + pad(1040, 730, 80)
        + pad(930, 764, 60, LIME)
        + lotus(1050, 716, 0.66)
    )


def mangrove() -> str:
    """Arching stilt roots in the brown tide; a crab, a mudskipper, an egret that waits."""

    def root(x: int, y: int, s: float) -> str:
        legs = "".join(
            f"M0 -{k}C{d * 0.7:.0f}-{k + 20} {d} -60 {d} 40"
            for k, d in ((60, 60), (60, -60), (110, 110), (110, -112), (160, 154), (160, -150), (200, 40), (200, -36))
        )
        return at(
            x,
            y,
            path(legs, st=BROWN, sw=13) + path("M-12-40V-430H12V-40Z", BROWN) + path("M4-60V-400", st=BARK, sw=4),
            s,
        )

    leaves = "".join(
        disc(x, y, r, c)
        for x, y, r, c in (
            (60, 120, 150, FOREST),
            (230, 70, 140, PALM),
            (420, 40, 110, FOREST),
            (1140, 120, 160, FOREST),
            (970, 70, 140, PALM),
            (790, 36, 110, FOREST),
            (130, 60, 80, LEAF),
            (1040, 50, 80, LEAF),
            (310, 130, 60, LEAF),
            (900, 130, 60, LEAF),
        )
    )
    pods = path("M330 180q6 40 0 66M260 200q6 40 0 66M880 190q-6 40 0 66M950 200q-6 40 0 66", st=LIME, sw=12)
    crab = at(
        760,
        726,
        path("M-52-10l-30-26M52-10l30-26M-50 8l-40 10M50 8l40 10M-40 20l-34 26M40 20l34 26", st=WINE, sw=9)
        + disc(0, 0, 58, LOTUS, 36)
        + path("M-84-34q-26-26-6-50q4 22 24 26ZM84-34q26-26 6-50q-4 22-24 26Z", LOTUS)
        + disc(-18, -34, 7, NIGHT)
        + disc(18, -34, 7, NIGHT)
        + path("M-26 4q26 16 52 0", st=BLUSH, sw=5),
    )
    return (
        sky((MIST, CREAM, SAND), 480)
        + sun(600, 250, 78)
        + far_bank(490, LEAF, 60)
        + water(486, AQUA, WHITE, to=640)
        + root(150, 620, 1.15)
        + root(1060, 620, 1.15)
        + root(380, 560, 0.8)
        + root(840, 556, 0.78)
        + leaves
        + pods
        + path("M0 640Q300 600 620 644T1200 630V800H0Z", "#9c7a57")
        + path("M80 700h130M420 690h110M860 676h90M560 764h140M240 760h90M980 744h120", st=BROWN, sw=5, o=0.5)
        + use("egret", 540, 640, 1.6)
        + crab
        + at(
            330,
            716,
            path("M-90 16Q-40-34 30-24Q70-30 74 0Q60 22 10 20Q-50 20-90 16Z", BARK)
            + path("M-30-22q26-40 56-4Z", OCHRE)
            + disc(52, -30, 13, OCHRE)
            + disc(55, -32, 5, NIGHT)
            + path("M0 18q-10 22-30 26", st=BARK, sw=9),
        )
        + grasses(xs=(30, 1150), fill=NIGHT)
    )


def coconut() -> str:
    """A canal between coconut palms; a boat down to its gunwale in nuts."""
    pile = "".join(
        use("nut", x, y, 0.56, r)
        for x, y, r in (
            (-80, -22, -10),
            (-34, -20, 14),
            (12, -22, 0),
            (-58, -58, 8),
            (-12, -58, -12),
            (-36, -92, 4),
            (52, -20, 10),
        )
    )
    left = "".join(
        coconut_palm(x, y, h, d, s)
        for x, y, h, d, s in ((300, 470, 240, 40, 0.62), (190, 530, 330, 60, 0.82), (60, 620, 440, 70, 1.1))
    )
    right = "".join(
        coconut_palm(x, y, h, d, s)
        for x, y, h, d, s in ((900, 470, 240, -40, 0.62), (1020, 530, 330, -60, 0.82), (1150, 620, 440, -80, 1.1))
    )
    banks = path(
        "M0 520Q260 500 470 460H500Q420 560 250 690L130 800H0ZM1200 520Q940 500 730 460H700Q780 560 950 690L1070 800H1200Z",
        LEAF,
    ) + path(
        "M500 460Q420 560 250 690L130 800H180L290 694Q450 566 520 460ZM700 460Q780 560 950 690L1070 800H1020L910 694Q750 566 680 460Z",
        OCHRE,
    )
    return (
        sky((MIST, CREAM, PEACH), 470)
        + sun(600, 290, 72)
        + far_bank(464, PALM, 60)
        + water(460, TEAL, MIST, seed=8)
        + banks
        + left
        + right
        + stilt_house(770, 470, 0.5)
        + sampan(590, 660, 1.15, load=at(-20, 0, pile))
        + use("nut", 190, 742, 0.9, 10)
        + use("nut", 1010, 748, 0.9, -14)
        + grasses(xs=(60, 1140))
    )


def rice_field() -> str:
    """Paddies in bands under sugar palms, people planting in rows, egrets."""
    bands = "".join(
        path(f"M0 {y}Q300 {y - d} 600 {y}T1200 {y}V800H0Z", c)
        for y, d, c in ((440, 16, LIME), (488, 20, LEAF), (540, -18, "#a9bf5e"), (606, 24, AQUA), (690, -20, LEAF))
    )
    rows = path(
        "".join(
            f"M{x} {y}v-{h}M{x + 9} {y}l8-{h - 4}M{x - 9} {y}l-8-{h - 4}"
            for y, h, step, off in ((640, 22, 96, 40), (676, 26, 110, 90))
            for x in range(off, 1200, step)
        ),
        st=PALM,
        sw=4,
    )
    people = "".join(
        at(
            x,
            y,
            path("M-26 0C-30-40 0-66 40-58L52-30C30-26 20-14 22 0Z", c)
            + path("M44-40l18 40", st="#c98d62", sw=9)
            + path("M-24 0v24M8 0v24", st=NIGHT, sw=11)
            + at(62, -66, use("hat", 0, 0, 1, 18)),
            s,
        )
        for x, y, c, s in ((430, 640, LOTUS, 1), (560, 652, RIVER, 1.05), (700, 642, WINE, 1))
    )
    return (
        sky((MIST, CREAM, SAND), 430)
        + sun(330, 210, 70)
        + cloud(700, 130)
        + cloud(470, 90, 150)
        + far_bank(440, PALM, 34)
        + sugar_palm(820, 470, 280, 0.86)
        + sugar_palm(930, 488, 340, 1)
        + sugar_palm(1080, 520, 390, 1.1)
        + sugar_palm(700, 450, 190, 0.6)
        + sugar_palm(140, 470, 240, 0.74)
        + bands
        + rows
        + people
        + use("egret", 250, 620, 1.1)
        + use("egret", 900, 650, 1.3, flip=True)
        + grasses(fill=PALM)
    )


def city_trees() -> str:
    """A street of the old town under trees of thirty metres, shop-houses, a cyclist."""

    def house(x: int, w: int, h: int, wall: str, roof: str) -> str:
        return (
            rect(x, 620 - h, w, h, wall)
            + path(f"M{x - 10} {620 - h}L{x + 16} {576 - h}H{x + w - 16}L{x + w + 10} {620 - h}Z", roof)
            + "".join(
                rect(x + w * k - 20, 650 - h, 40, 62, RIVER, 20)
                + path(f"M{x + w * k:.0f} {650 - h}v62", st=CREAM, sw=4)
                for k in (0.27, 0.73)
            )
            + rect(x + 14, 540, w - 28, 80, BARK)
            + path(f"M{x + 4} 540h{w - 8}l8 24H{x - 4}Z", LOTUS if wall != SAND else AMBER)
        )

    houses = (
        house(150, 190, 200, SAND, BRICK)
        + house(350, 170, 230, CREAM, OCHRE)
        + house(690, 180, 220, PEACH, BRICK)
        + house(880, 190, 190, SAND, OCHRE)
    )
    bike = at(
        560,
        720,
        path(
            "M-62 0m-34 0a34 34 0 1 0 68 0a34 34 0 1 0-68 0M28 0a34 34 0 1 0 68 0a34 34 0 1 0-68 0M-62 0L-20-52H44L62 0M-20-52L10 0H-62M44-52L36-84h22",
            st=NIGHT,
            sw=6,
        )
        + path("M-34-64C-38-112-14-130 6-130L34-106L64-84L56-72L20-84L10-58L22-10L6-6L-12-50Z", LOTUS)
        + disc(14, -148, 17, "#c98d62")
        + at(14, -158, use("hat", 0, 0)),
    )
    return (
        sky((MIST, CREAM, SAND), 560)
        + sun(600, 280, 62)
        + far_bank(600, LEAF, 60)
        + houses
        + path("M0 620H1200V800H0Z", STONE)
        + path("M430 800L560 620H640L770 800Z", "#e8ddc6")
        + path("M600 640v24M600 690v36M600 754v46", st=WHITE, sw=8)
        + "".join(
            dau_tree(x, y, h, s, c)
            for x, y, h, s, c in (
                (420, 640, 430, 0.8, PALM),
                (790, 640, 440, 0.8, PALM),
                (250, 690, 560, 1.15, FOREST),
                (960, 690, 560, 1.15, FOREST),
                (60, 760, 640, 1.4, PALM),
                (1150, 760, 640, 1.4, PALM),
            )
        )
        + bike
    )


SCENES = {
    "ao-ba-om": ao_ba_om, "khmer-pagoda": khmer_pagoda, "chua-hang": chua_hang, "chua-co": chua_co, "ba-dong": ba_dong, "islets": islets,
    "mangrove": mangrove, "coconut": coconut, "rice-field": rice_field, "city-trees": city_trees,
}  # fmt: skip
_ = (PINK,)
