"""What people build, learn and decide; the sea's wind; those who live abroad."""

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
    cloud,
    coconut_palm,
    dau_tree,
    disc,
    far_bank,
    far_hall,
    figure,
    grasses,
    lotus,
    pad,
    path,
    rect,
    sampan,
    sky,
    stilt_house,
    sugar_palm,
    sun,
    turbine,
    use,
    water,
)  # fmt: skip


def _ship(x: float, y: float, s: float, hull: str, boxes: int = 7) -> str:
    load = "".join(
        rect(
            -190 + (k % boxes) * 44,
            -86 - (k // boxes) * 30,
            42,
            28,
            (LOTUS, GOLD, TEAL, PALM, BRICK, CREAM)[(k * 5) % 6],
        )
        for k in range(boxes * 2 - 2)
    )
    return at(
        x,
        y,
        load
        + rect(150, -150, 74, 94, CREAM)
        + rect(160, -136, 54, 16, RIVER)
        + rect(176, -186, 22, 40, LOTUS)
        + path("M-260-58H250L226 20H-214Z", hull)
        + path("M-238-14H238", st=CREAM, sw=5),
        s,
    )


def _crane(x: float, y: float, s: float, fill: str = LOTUS) -> str:
    return at(
        x,
        y,
        path("M-50 0L-30-260M50 0L30-260M-42-110H42M-50 0L42-110M50 0L-42-110M-34-220H34", st=fill, sw=11)
        + path("M-190-270H150M0-360L-180-270M0-360L140-270M0-360V-260", st=fill, sw=10)
        + path("M-130-270V-170", st=BARK, sw=4)
        + rect(-154, -170, 48, 28, GOLD)
        + rect(-18, -290, 40, 26, CREAM),
        s,
    )


def dinh_an() -> str:
    """The canal that lets ships past the shoals into the zone: quays, tanks, a power station, mangrove on the other bank."""
    plant = at(
        900,
        430,
        rect(-150, -90, 260, 90, STONE)
        + rect(-150, -90, 260, 18, RIVER)
        + "".join(
            rect(x, -h, 30, h, STONE) + rect(x, -h, 30, 20, LOTUS) + rect(x, -h + 44, 30, 20, LOTUS)
            for x, h in ((-110, 250), (-56, 250), (4, 200))
        )
        + rect(124, -70, 80, 70, TEAL, 12)
        + rect(210, -56, 66, 56, TEAL, 12)
        + path("M-140-50h240M-140-26h240", st=TEAL, sw=4),
    )
    bank = path("M520 430H1200V640Q980 560 760 500T520 430Z", SAND) + path(
        "M520 430Q540 462 760 512T1200 656V640Q980 560 760 500T520 430Z", OCHRE
    )
    left = path("M0 440Q140 430 300 440Q330 520 190 610L0 720Z", LEAF) + "".join(
        disc(x, y, r, c)
        for x, y, r, c in (
            (40, 480, 64, PALM),
            (130, 470, 52, FOREST),
            (220, 470, 44, PALM),
            (60, 580, 70, FOREST),
            (160, 560, 50, PALM),
            (40, 660, 60, PALM),
        )
    )
    return (
        sky((MIST, CREAM, SAND), 430)
        + sun(420, 220, 78)
        + cloud(60, 110)
        + cloud(880, 90)
        + water(426, TEAL, MIST, seed=2)
        + turbine(360, 430, 150, 10, 0.44)
        + turbine(440, 430, 130, 60, 0.4)
        + turbine(508, 430, 110, 36, 0.34)
        + plant
        + bank
        + left
        + _crane(1000, 560, 0.62, BRICK)
        + _crane(820, 510, 0.5, LOTUS)
        + _ship(560, 640, 1.12, DEEP)
        + path("M300 690q140 24 460 6", st=WHITE, sw=8, o=0.8)
        + grasses(fill=FOREST, xs=(40, 1090, 1165))
    )


def wind_power() -> str:
    """Turbines that stand in the shallow sea off Duyên Hải; panels on the salt land before them."""
    farm = "".join(
        turbine(x, y, h, t, s)
        for x, y, h, t, s in (
            (330, 420, 170, 0, 0.58),
            (470, 414, 150, 34, 0.5),
            (590, 410, 132, 70, 0.44),
            (700, 406, 116, 20, 0.38),
            (790, 404, 100, 50, 0.33),
            (180, 440, 250, 16, 0.86),
            (960, 430, 300, 40, 1.05),
        )
    )
    panels = "".join(
        at(
            x,
            y,
            path("M0 0L60-76H232L192 0Z", DEEP)
            + path("M46 0L98-76M94 0L142-76M142 0L188-76M20-26H206M40-52H220", st=AQUA, sw=4)
            + path("M40 0v34M160 0v34", st=BARK, sw=7),
            s,
        )
        for x, y, s in (
            (180, 610, 0.86),
            (390, 610, 0.86),
            (600, 610, 0.86),
            (810, 610, 0.86),
            (120, 720, 1.1),
            (390, 720, 1.1),
            (660, 720, 1.1),
            (930, 720, 1.1),
        )
    )
    return (
        sky((MIST, CREAM, SAND, PEACH), 420)
        + sun(600, 220, 78)
        + cloud(220, 90)
        + cloud(760, 140, 170)
        + rect(0, 400, 1200, 130, TEAL)
        + path(
            "M60 440h200M340 470h160M560 440h120M740 476h220M1000 446h150M120 500h260M600 504h180",
            st=MIST,
            sw=5,
            o=0.7,
        )
        + farm
        + path("M0 530Q300 500 600 524T1200 514V800H0Z", SAND)
        + path("M0 640Q400 600 1200 640V800H0Z", LIME)
        + path("M0 534Q300 504 600 528T1200 518", st=WHITE, sw=8, o=0.9)
        + panels
        + grasses(fill=PALM, xs=(30, 1160))
        + use("egret", 1090, 600, 1.1, flip=True)
    )


def port() -> str:
    """A quay on the Hậu: cranes, boxes, a ship alongside, barges of rice going by."""
    stacks = "".join(
        rect(
            40 + (k % 8) * 72,
            560 - (k // 8) * 42,
            68,
            38,
            (LOTUS, GOLD, PALM, BRICK, CREAM, TEAL, WINE)[(k * 3 + k // 8) % 7],
        )
        for k in range(15)
    ) + path("M60 568v24M132 568v24M204 568v24M276 568v24", st=BARK, sw=3, o=0.4)
    return (
        sky((MIST, CREAM, PEACH), 480)
        + sun(760, 190, 80)
        + cloud(100, 110)
        + far_bank(470, LEAF, 44)
        + water(466, TEAL, MIST, seed=5)
        + at(
            930,
            520,
            rect(-170, -40, 260, 34, GOLD)
            + path("M-150-40Q-90-70-30-40ZM-40-40Q20-70 80-40Z", CREAM)
            + path("M-200-8H170L140 34H-170Z", BROWN)
            + rect(90, -70, 60, 60, SAND),
            0.8,
        )
        + _ship(760, 640, 1.24, WINE)
        + rect(0, 600, 660, 34, STONE)
        + path("M0 634H640V800H0Z", "#8c8271")
        + path("M40 640v140M140 640v140M240 640v140M340 640v140M440 640v140M540 640v140M620 640v140", st=BARK, sw=11)
        + stacks
        + _crane(330, 602, 1.12, BRICK)
        + _crane(560, 602, 1.12, LOTUS)
        + path("M660 690q180 22 440 4M700 740h300", st=WHITE, sw=7, o=0.8)
    )


def university() -> str:
    """Lecture halls round a lawn, students under the trees, an open book."""
    hall = at(
        600,
        520,
        rect(-330, -190, 660, 190, CREAM)
        + rect(-350, -210, 700, 26, BRICK)
        + rect(-110, -290, 220, 290, SAND)
        + path("M-140-290L0-372L140-290Z", BRICK)
        + disc(0, -310, 22, GOLD)
        + path("M-70 0V-150a70 70 0 0 1 140 0V0Z", RIVER)
        + path("M0 0V-220M-70-150H70", st=CREAM, sw=6)
        + "".join(rect(x, y, 44, 54, TEAL, 22) for x in (-306, -242, -178, 134, 198, 262) for y in (-166, -84))
        + rect(-370, 0, 740, 20, STONE),
    )
    book = at(
        600,
        740,
        path(
            "M0 0C-50-40-140-50-210-30V-150C-140-170-50-160 0-120C50-160 140-170 210-150V-30C140-50 50-40 0 0Z", WHITE
        )
        + path("M0-120V0", st=STONE, sw=6)
        + path(
            "M-180-120q80-14 150 14M-180-90q80-14 150 14M-180-60q80-14 150 14M180-120q-80-14-150 14M180-90q-80-14-150 14M180-60q-80-14-150 14",
            st=AQUA,
            sw=6,
        )
        + path(
            "M-210-30V-18C-140-38-50-28 0 14C50-28 140-38 210-18V-30C140-50 50-40 0 0C-50-40-140-50-210-30Z", LOTUS
        ),
    )
    people = (
        figure(250, 700, 1, RIVER, skirt=NIGHT)
        + figure(320, 712, 1, WHITE, skirt=WINE)
        + figure(890, 704, 1, LOTUS)
        + figure(950, 712, 1, GOLD, skirt=PALM)
    )
    return (
        sky((MIST, CREAM, SAND), 520)
        + sun(860, 170, 64)
        + cloud(180, 110)
        + cloud(480, 80, 150)
        + far_bank(530, LEAF, 60)
        + hall
        + path("M0 540Q600 510 1200 540V800H0Z", LEAF)
        + path("M500 800L560 534H640L700 800Z", SAND)
        + path("M0 620Q300 590 480 640Q300 700 0 690ZM1200 620Q900 590 720 640Q900 700 1200 690Z", LIME)
        + dau_tree(100, 640, 420, 1.05)
        + dau_tree(1100, 640, 420, 1.05)
        + people
        + book
        + grasses(fill=PALM, xs=(30, 120, 1090, 1165))
    )


def roads() -> str:
    """The bridge over the Cổ Chiên: long haunched spans on tall piers, boats beneath, the road home."""
    deck = path("M0 330L1200 250V284L0 366Z", CREAM)
    spans = "".join(
        path(f"M{a} {ya}Q{(a + b) / 2:.0f} {(ya + yb) / 2 - 34:.0f} {b} {yb}V{yb - 62}L{a} {ya - 56}Z", STONE)
        for a, ya, b, yb in ((-40, 424, 250, 404), (250, 404, 560, 384), (560, 384, 870, 364), (870, 364, 1240, 340))
    )
    piers = "".join(
        path(f"M{x - 22} {y}L{x - 30} 640H{x + 30}L{x + 22} {y}Z", SAND)
        + path(f"M{x + 4} {y}L{x + 6} 640H{x + 30}L{x + 22} {y}Z", STONE)
        + rect(x - 56, 628, 112, 30, OCHRE, 8)
        for x, y in ((250, 400), (560, 380), (870, 360))
    )
    cars = (
        at(
            360,
            304,
            rect(-50, -34, 100, 34, LOTUS, 8)
            + path("M-30-34L-16-58H30L40-34Z", MIST)
            + disc(-28, 0, 11, NIGHT)
            + disc(28, 0, 11, NIGHT),
            1,
            -4,
        )
        + at(
            700,
            282,
            rect(-70, -60, 100, 60, GOLD, 4)
            + path("M30-44H60L76-20V0H30Z", RIVER)
            + disc(-40, 0, 12, NIGHT)
            + disc(48, 0, 12, NIGHT),
            1,
            -4,
        )
        + at(
            540,
            294,
            disc(-20, 0, 11, NIGHT)
            + disc(22, 0, 11, NIGHT)
            + path("M-24-12H26L14-26H-10Z", TEAL)
            + path("M-12-24C-14-48 0-58 10-56L20-26Z", WINE)
            + disc(8, -66, 11, CREAM),
            1,
            -4,
        )
    )
    posts = path(
        "".join(f"M{x} {330 - x * 0.0667:.0f}v-22" for x in range(20, 1200, 60)) + "M0 308L1200 228", st=WHITE, sw=5
    )
    lamps = path(
        "".join(f"M{x} {328 - x * 0.0667:.0f}v-100q0-16 26-16" for x in (120, 440, 780, 1060)), st=BARK, sw=5
    )
    return (
        sky((MIST, CREAM, SAND, PEACH), 520)
        + sun(900, 150, 66)
        + cloud(140, 110)
        + cloud(480, 80, 160)
        + far_bank(530, PALM, 50)
        + water(526, TEAL, MIST, seed=4)
        + spans
        + piers
        + deck
        + lamps
        + cars
        + posts
        + path("M210 668q40 14 80 0M520 668q40 14 80 0M830 668q40 14 80 0", st=WHITE, sw=6, o=0.8)
        + sampan(400, 720, 0.95)
        + sampan(720, 600, 0.6, DEEP)
        + coconut_palm(40, 800, 380, 60, 1.1)
        + coconut_palm(1160, 800, 420, -70, 1.15)
        + pad(1020, 760, 70)
        + grasses(xs=(100, 1080))
    )


def merger() -> str:
    """Three rivers out of three lands come together and go on to the sea as one."""
    land = (
        rect(0, 330, 1200, 470, LEAF)
        + path("M0 330H420Q360 430 300 520L0 560Z", PALM)
        + path("M780 330H1200V560L900 520Q840 430 780 330Z", "#6c8f3a")
        + path(
            "M0 560L300 520Q420 590 470 660Q300 700 0 720ZM1200 560L900 520Q780 590 730 660Q900 700 1200 720Z", LIME
        )
    )
    rivers = (
        path("M0 470Q220 440 330 500T540 620L520 660Q400 560 300 540T0 540Z", TEAL)
        + path("M590 330H616Q570 390 640 440T660 640H560Q530 560 570 480T590 330Z", RIVER)
        + path("M1200 470Q980 440 870 500T660 620L680 660Q800 560 900 540T1200 540Z", AQUA)
        + path("M520 620Q600 560 680 620Q760 700 1000 800H200Q440 700 520 620Z", TEAL)
        + path("M540 640Q590 700 560 800M600 600V800M660 640Q610 700 640 800", st=MIST, sw=7, o=0.75)
    )
    boats = sampan(300, 530, 0.5, WINE) + sampan(600, 500, 0.5, BROWN) + sampan(900, 530, 0.5, DEEP, flip=True)
    tree = (
        path("M-50 0C-50-70 50-70 50 0Z", FOREST)
        + disc(-22, -20, 10, AMBER)
        + disc(4, -34, 10, AMBER)
        + disc(26, -16, 10, AMBER)
    )
    orange = "".join(at(x, y, tree, s) for x, y, s in ((480, 400, 1), (740, 396, 1), (460, 500, 1.3)))
    return (
        sky((MIST, CREAM, SAND, PEACH), 330)
        + sun(600, 200, 96)
        + cloud(860, 110)
        + far_bank(336, TEAL, 16)
        + land
        + far_hall(230, 470, 0.4)
        + sugar_palm(110, 470, 220, 0.64)
        + coconut_palm(960, 470, 230, -20, 0.66)
        + coconut_palm(1080, 480, 270, 20, 0.78)
        + stilt_house(1010, 470, 0.6)
        + orange
        + rivers
        + boats
        + lotus(600, 740, 1)
        + pad(500, 756, 70)
        + pad(712, 756, 70, LIME)
    )


def museum() -> str:
    """A hall of Khmer things: a masked dancer's crown, a drum, a carved boat's head, jars."""
    case = (
        rect(0, 0, 1200, 800, WINE)
        + path("M0 0H1200V90H0Z", "#5f1638")
        + path("M0 90h1200M0 108h1200", st=GOLD, sw=5)
        + "".join(
            path(f"M{x - 130} 640V330Q{x - 130} 190 {x} 150Q{x + 130} 190 {x + 130} 330V640Z", c)
            + path(f"M{x - 130} 640V330Q{x - 130} 190 {x} 150Q{x + 130} 190 {x + 130} 330V640", st=GOLD, sw=8)
            for x, c in ((250, CREAM), (600, SAND), (950, CREAM))
        )
    )
    mask = at(
        600,
        470,
        path("M-86 40C-96-60-60-100 0-104C60-100 96-60 86 40C76 110 40 140 0 146C-40 140-76 110-86 40Z", PALM)
        + path("M-90-40Q0-90 90-40L70-100Q40-140 28-190Q14-230 0-290Q-14-230-28-190Q-40-140-70-100Z", GOLD)
        + path("M-60-110Q0-140 60-110M-34-170Q0-190 34-170M-18-214Q0-226 18-214", st=OCHRE, sw=6)
        + path("M-58 0q24-26 46 0q-22 16-46 0ZM58 0q-24-26-46 0q22 16 46 0Z", WHITE)
        + disc(-34, 0, 9, NIGHT)
        + disc(34, 0, 9, NIGHT)
        + path("M0 0q-20 40 0 50q20-10 0-50Z", LEAF)
        + path("M-46 84Q0 120 46 84Q0 70-46 84Z", LOTUS)
        + path("M-40 86l-8 26l20-12M40 86l8 26l-20-12", WHITE)
        + path("M-60-34q26-20 50 0M60-34q-26-20-50 0", st=GOLD, sw=8)
        + path("M-90 0q-40-20-30-70q20 10 34 30M90 0q40-20 30-70q-20 10-34 30", GOLD),
    )
    drum = at(
        250,
        560,
        path("M-80-160Q-112-110-70-50Q-40-10-50 70H50Q40-10 70-50Q112-110 80-160Z", OCHRE)
        + disc(0, -160, 82, CREAM, 26)
        + disc(0, -160, 40, BROWN, 12)
        + path("M-80-150L-56-50L-30-136L0-40L30-136L56-50L80-150", st=CREAM, sw=5)
        + path("M-52 40H52", st=GOLD, sw=9),
    )
    jar = at(
        950,
        560,
        path("M-50 70C-110 20-110-90-40-124V-170H40V-124C110-90 110 20 50 70Z", RIVER)
        + rect(-54, -186, 108, 20, DEEP, 8)
        + path("M-84-50Q0-20 84-50M-86 0Q0 30 86 0", st=AQUA, sw=6)
        + at(0, 0, use("lotus", 0, 6, 0.5)),
    )
    floor = rect(0, 680, 1200, 120, BARK) + path("M0 700h1200", st=OCHRE, sw=4)
    stands = "".join(rect(x - 110, 634, 220, 60, BROWN) + rect(x - 124, 620, 248, 20, GOLD) for x in (250, 600, 950))
    return (
        case
        + drum
        + jar
        + mask
        + stands
        + floor
        + figure(430, 780, 1.15, RIVER, skirt=NIGHT)
        + figure(492, 784, 0.8, GOLD)
        + figure(770, 782, 1.15, BLUSH, skirt=PALM)
    )


def abroad() -> str:
    """A bridge of light from the palms of home to a city over the sea; a lotus carried across."""
    city = "".join(
        rect(x, 560 - h, w, h, c)
        + path("".join(f"M{x + 14} {560 - h + k}h{w - 28}" for k in range(26, h - 10, 30)), st=GOLD, sw=5, o=0.7)
        for x, w, h, c in (
            (820, 80, 200, DEEP),
            (900, 70, 290, RIVER),
            (970, 96, 170, NIGHT),
            (1060, 70, 240, DEEP),
            (1126, 80, 150, RIVER),
            (760, 60, 130, NIGHT),
        )
    )
    arc = (
        path("M210 520Q560 60 900 300", st=CREAM, sw=13)
        + path("M210 520Q560 60 900 300", st=LOTUS, sw=6)
        + path("M150 540Q560-10 960 270", st=GOLD, sw=3, o=0.7)
        + path("M270 540Q570 130 860 330", st=GOLD, sw=3, o=0.7)
    )
    home = (
        path("M0 560Q160 500 400 566L430 600H0Z", LEAF)
        + sugar_palm(90, 560, 290, 0.9)
        + sugar_palm(330, 562, 190, 0.62)
        + stilt_house(210, 556, 0.76)
    )
    people = (
        figure(150, 760, 1.1, LOTUS, skirt=WINE)
        + figure(216, 764, 0.74, GOLD)
        + figure(1000, 758, 1.1, RIVER, skirt=NIGHT)
        + figure(1062, 764, 1.05, CREAM)
    )
    plane = at(
        720,
        150,
        path("M-60 0Q0-16 60-8Q80-4 84 4Q60 14-60 10L-90-26H-72Z", WHITE) + path("M-10 4L-44 44H-26L26 6Z", AQUA),
        1,
        8,
    )
    return (
        sky((MIST, CREAM, SAND, PEACH), 560)
        + sun(600, 430, 110)
        + cloud(120, 110)
        + cloud(860, 110, 150)
        + home
        + path("M740 560h460v60H740Z", PALM)
        + city
        + water(580, RIVER, AQUA, seed=3, to=700)
        + path("M0 690Q600 640 1200 690V800H0Z", SAND)
        + arc
        + plane
        + people
        + lotus(552, 236, 0.6)
        + sampan(600, 650, 0.72)
        + lotus(470, 760, 0.6)
        + lotus(720, 764, 0.5)
        + grasses(fill=PALM, xs=(40, 1160))
    )


def official_information() -> str:
    """Signed papers, a seal in the shape of a lotus, a bell that is open to all: what is said with a name under it."""

    def sheet_(x: int, y: int, r: int, c: str, body: str = "") -> str:
        return at(
            x,
            y,
            path("M-160-220H110L160-170V220H-160Z", c)
            + path("M110-220V-170H160Z", STONE)
            + path("M-110-150H30M-110-100H110M-110-64H110M-110-28H110M-110 8H70", st=AQUA, sw=11)
            + body,
            1,
            r,
        )

    sign = path("M-110 120q26-60 44-10t40-20t36 10t40-16", st=NIGHT, sw=6) + at(
        86, 130, disc(0, 0, 66, BLUSH) + disc(0, 0, 56, WHITE) + use("lotus", 0, 26, 0.42)
    )
    mic = at(
        920,
        560,
        path("M0 60V190M-70 200H70", st=NIGHT, sw=13)
        + rect(-46, -140, 92, 160, LOTUS, 46)
        + path("M-46-80H46M-46-50H46M-46-20H46", st=BLUSH, sw=6)
        + path("M-76-40Q-76 70 0 70T76-40", st=NIGHT, sw=11),
    )
    bubbles = at(
        270,
        300,
        path(
            "M-120-80H120Q150-80 150-50V30Q150 60 120 60H-40L-90 110V60H-120Q-150 60-150 30V-50Q-150-80-120-80Z",
            RIVER,
        )
        + path("M-90-30H90M-90 14H40", st=AQUA, sw=13),
    ) + at(
        930,
        250,
        path("M-110-70H110Q140-70 140-40V30Q140 60 110 60H90V104L40 60H-110Q-140 60-140 30V-40Q-140-70-110-70Z", PALM)
        + path("M-80-24H80M-80 16H30", st=LIME, sw=13),
    )
    return (
        sky((MIST, CREAM, SAND), 640)
        + sun(600, 200, 100)
        + rect(0, 660, 1200, 140, BROWN)
        + rect(0, 660, 1200, 16, OCHRE)
        + path("M80 720h260M480 740h300M880 716h240", st=BARK, sw=5, o=0.5)
        + bubbles
        + sheet_(500, 460, -10, SAND)
        + sheet_(690, 450, 8, CREAM)
        + sheet_(600, 450, -2, WHITE, sign)
        + mic
        + at(
            260,
            640,
            rect(-70, -120, 140, 150, TEAL, 12)
            + path("M-40-120L-60-260M0-120V-280M40-120L64-250", st=BARK, sw=11)
            + path("M-60-260l-8-30l24 12ZM0-280l-10-34h20ZM64-250l14-30l8 36Z", GOLD)
            + path("M-70-70H70", st=AQUA, sw=9),
        )
        + lotus(1060, 740, 0.6)
        + lotus(150, 744, 0.5)
    )


SCENES = {
    "dinh-an": dinh_an, "wind-power": wind_power, "port": port, "university": university, "roads": roads, "merger": merger, "museum": museum,
    "abroad": abroad, "official-information": official_information,
}  # fmt: skip
_ = (PINK,)
