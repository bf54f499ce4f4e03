"""The year's feasts, music, and the three peoples who keep them."""

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
    disc,
    far_bank,
    far_hall,
    figure,
    grasses,
    lantern,
    lotus,
    monk,
    ngo_boat,
    pad,
    path,
    rect,
    sampan,
    sky,
    stupa,
    sugar_palm,
    sun,
    use,
    water,
)  # fmt: skip

SKIN = "#c98d62"


def ok_om_bok() -> str:
    """The full moon of the tenth month: an arch of sugar-cane over the tray, lamps let go on the water."""
    stars = path(
        "".join(
            f"M{x} {y}h.1"
            for x, y in (
                (120, 90),
                (260, 180),
                (390, 70),
                (840, 80),
                (960, 190),
                (1090, 110),
                (180, 290),
                (1040, 300),
                (760, 160),
                (480, 190),
            )
        ),
        st=CREAM,
        sw=6,
        o=0.8,
    )
    moon = sun(600, 210, 112, "#fbeec2", GOLD)
    lamps = "".join(
        use("lamp", x, y, s)
        for x, y, s in (
            (180, 520, 0.6),
            (330, 560, 0.8),
            (860, 526, 0.62),
            (1000, 570, 0.84),
            (1110, 520, 0.55),
            (90, 610, 0.8),
            (250, 700, 1.3),
            (960, 700, 1.35),
            (430, 516, 0.5),
            (760, 512, 0.45),
        )
    )
    glow = path("M540 420h120M552 452h96M520 486h160", st="#fbeec2", sw=8, o=0.6)
    cane = (
        path("M410 720Q400 440 470 300M790 720Q800 440 730 300", st=PALM, sw=17)
        + path(
            "M404 640h20M402 570h20M408 500h20M420 430h20M776 640h20M778 570h20M772 500h20M760 430h20", st=LIME, sw=5
        )
        + path(
            "M470 300Q520 200 600 236M470 300Q440 220 360 226M470 300Q500 240 560 300M730 300Q680 200 600 236M730 300Q760 220 840 226M730 300Q700 240 640 300",
            st=LEAF,
            sw=11,
        )
    )
    tray = (
        path("M420 640H780L748 676H452Z", OCHRE)
        + path("M470 676L440 760H470L506 676ZM730 676L760 760H730L694 676Z", BROWN)
        + use("nut", 500, 594, 0.86)
        + use("nut", 690, 596, 0.8, 12)
        + path("M560 640C552 596 574 560 600 540C626 560 648 596 640 640Z", LIME)
        + path("M580 628Q584 584 600 556Q616 584 620 628", st=PALM, sw=4)
        + path("M742 640q-2-50 26-70M728 640q2-46 24-66M716 640q6-40 20-58", st=GOLD, sw=14)
        + path("M440 640V560M456 640V556", st=CREAM, sw=8)
        + at(440, 562, use("flame", 0, 0, 0.7))
        + at(456, 558, use("flame", 0, 0, 0.7))
    )
    return (
        rect(0, 0, 1200, 800, NIGHT)
        + path("M0 160Q300 120 600 160T1200 160V800H0Z", "#0a3b46")
        + path("M0 290Q300 250 600 290T1200 290V800H0Z", DEEP)
        + stars
        + moon
        + far_bank(408, NIGHT, 70)
        + sugar_palm(150, 408, 220, 0.62)
        + sugar_palm(1050, 408, 230, 0.66)
        + far_hall(930, 408, 0.3)
        + water(404, RIVER, TEAL, seed=5)
        + glow
        + lamps
        + cane
        + tray
        + grasses(fill="#052229", xs=(30, 130, 1070, 1165))
    )


def ngo_race() -> str:
    """Two ghe ngo neck and neck, spray at their bows, the banks full of people."""
    crowd = "".join(
        use("head", x, 346 + (k * 17) % 22, 1, 0, (LOTUS, GOLD, RIVER, WINE, CREAM, BRICK)[k % 6])
        for k, x in enumerate(range(20, 1200, 40))
    )
    flags = "".join(
        path(f"M{x} 350V220", st=BARK, sw=5) + path(f"M{x} 222q28-14 52 4t48 0v44q-24 12-48 0t-52 0Z", c)
        for x, c in ((190, GOLD), (840, LOTUS), (1020, GOLD))
    )
    spray = "".join(
        path(f"M{x} {y}q20-44 54-56q-14 30-10 50q24-22 46-18q-20 18-24 40Z", WHITE, o=0.9)
        for x, y in ((930, 520), (866, 664))
    )
    return (
        sky((MIST, CREAM, SAND), 330)
        + sun(420, 170, 66)
        + far_bank(360, LEAF, 70)
        + far_hall(600, 384, 0.34)
        + flags
        + rect(0, 360, 1200, 60, SAND)
        + crowd
        + path("M0 384H1200V420H0Z", OCHRE)
        + water(416, TEAL, MIST, seed=3)
        + spray
        + ngo_boat(560, 520, 820, 0.95, WINE, AMBER, r=-2)
        + ngo_boat(500, 664, 860, 1.02, LOTUS, GOLD, r=-2)
    )


def chol_chnam() -> str:
    """The new year of April: hills of sand with flags, a bowl of scented water, hot light."""

    def hill(x: int, y: int, s: float) -> str:
        flag = path("M0-190V-300", st=BARK, sw=6) + path("M0-298L74-272L0-246Z", LOTUS)
        return at(
            x,
            y,
            path("M-170 0C-120-60-60-150-14-190Q0-198 14-190C60-150 120-60 170 0Z", "#e6c68d")
            + path("M14-190C60-150 120-60 170 0H40C50-70 36-140 14-190Z", "#d3a866")
            + path("M-130-40Q0-10 130-40M-92-86Q0-60 92-86M-52-136Q0-116 52-136", st=OCHRE, sw=4, o=0.6)
            + flag,
            s,
        )

    vessel = (
        path("M470 640H730Q724 752 640 764H560Q476 752 470 640Z", GOLD)
        + disc(600, 640, 130, AMBER, 30)
        + disc(600, 640, 114, AQUA, 22)
        + path("M500 690Q600 726 700 690", st=OCHRE, sw=6)
        + path("M516 712q14 22 28 8t28 8t28 2t28-2t28-8t28-8", st=OCHRE, sw=4)
    )
    flowers = (
        use("champa", 556, 636, 0.7)
        + use("champa", 640, 642, 0.8)
        + use("champa", 604, 630, 0.5)
        + use("champa", 320, 730, 1)
        + use("champa", 400, 760, 0.7)
        + use("champa", 880, 736, 1)
        + use("champa", 800, 764, 0.7)
    )
    drops = path(
        "M470 560q-10 24 0 32q12-6 0-32ZM730 556q-10 24 0 32q12-6 0-32ZM520 520q-8 20 0 28q10-6 0-28ZM684 516q-8 20 0 28q10-6 0-28ZM600 540q-10 24 0 34q12-8 0-34Z",
        TEAL,
    )
    return (
        sky((CREAM, "#f9e3b0", PEACH), 560)
        + sun(600, 200, 92)
        + far_bank(560, LEAF, 50)
        + sugar_palm(90, 610, 330, 0.95)
        + sugar_palm(1110, 610, 340, 0.98)
        + far_hall(600, 590, 0.52)
        + path("M0 580Q600 548 1200 580V800H0Z", SAND)
        + hill(330, 690, 1)
        + hill(880, 690, 1)
        + hill(196, 720, 0.6)
        + hill(1020, 724, 0.62)
        + vessel
        + drops
        + flowers
        + grasses(fill=PALM, xs=(30, 120, 1080, 1165))
    )


def sene_dolta() -> str:
    """At dusk a boat of banana bark carries rice, fruit, incense and a light for the ancestors."""
    boat = (
        path("M250 640Q420 690 600 690T950 640Q930 744 760 752H440Q270 744 250 640Z", LEAF)
        + path("M262 668Q430 716 600 716T938 668M284 704Q440 740 600 740T916 704", st=PALM, sw=5)
        + path("M250 640Q220 600 236 566Q262 600 290 650ZM950 640Q980 600 964 566Q938 600 910 650Z", PALM)
    )
    balls = use("ball", 400, 640) + use("ball", 462, 652) + use("ball", 430, 602)
    fruit = (
        disc(740, 634, 36, AMBER)
        + disc(806, 626, 36, GOLD)
        + disc(772, 582, 36, AMBER)
        + path("M772 548q6-20 22-22", st=PALM, sw=6)
        + path("M846 634q40-14 44-70M828 640q34-26 34-76", st=GOLD, sw=18)
    )
    heart = (
        path("M560 662C520 590 560 500 600 440C640 500 680 590 640 662Z", LIME)
        + path("M600 470V660M580 520q-14 60 0 130M620 520q14 60 0 130", st=PALM, sw=4)
        + path("M676 640V470M692 640V456M708 640V476", st=WINE, sw=5)
        + path("M676 470q-20-30 0-58t-6-60M692 456q20-36 0-64t8-64M708 476q18-30 2-58", st=CREAM, sw=4, o=0.75)
        + at(516, 646, rect(-9, -70, 18, 70, CREAM) + use("flame", 0, -70, 1.1))
    )
    people = (
        "".join(
            figure(x, y, s, c, skirt=k)
            for x, y, s, c, k in ((160, 470, 0.62, WHITE, WINE), (226, 474, 0.58, CREAM, RIVER))
        )
        + monk(960, 472, 0.66)
        + monk(1010, 476, 0.66)
        + monk(1060, 472, 0.66)
    )
    return (
        sky(("#2f5a68", "#8a7f8f", "#e9a98d", PEACH), 470)
        + sun(600, 380, 80, "#fbe0a0", CREAM)
        + far_bank(456, DEEP, 60)
        + sugar_palm(70, 460, 260, 0.72)
        + far_hall(860, 462, 0.36, WINE)
        + stupa(740, 460, 0.4)
        + rect(0, 452, 1200, 34, NIGHT)
        + people
        + water(480, RIVER, PEACH, seed=2)
        + use("lamp", 140, 600, 0.7)
        + use("lamp", 1060, 606, 0.7)
        + boat
        + heart
        + balls
        + fruit
        + lotus(330, 664, 0.52)
        + lotus(920, 664, 0.46)
        + grasses(fill="#052229", xs=(40, 1160))
    )


def three_peoples() -> str:
    """A communal house of the Kinh, a pagoda of the Khmer, a temple of the Hoa on one bank, and three lotuses."""
    dinh = at(
        285,
        520,
        path(
            "M-170-96Q-116-118-92-190H92Q116-118 170-96q14-4 18-20Q150-96 120-92H-120Q-150-96-188-116q4 16 18 20Z",
            BRICK,
        )
        + path("M-92-190q-14-4-20-20M92-190q14-4 20-20M-20-190q20-26 40 0", st=OCHRE, sw=9)
        + path("M-120-118H120M-108-142H108M-98-166H98", st=BARK, sw=3, o=0.35)
        + rect(-130, -92, 260, 76, SAND)
        + "".join(rect(c - 8, -92, 16, 76, BROWN) for c in (-122, -62, 0, 62, 122))
        + rect(-150, -16, 300, 16, STONE),
    )
    mieu = at(
        915,
        520,
        path(
            "M-160-110Q-100-112-84-176Q0-196 84-176Q100-112 160-110q16-6 18-28Q150-100 112-96H-112Q-150-100-178-138q2 22 18 28Z",
            PALM,
        )
        + path("M-84-176q-16-2-24-24M84-176q16-2 24-24M-30-186q14-30 30-14q16-16 30 14", st=GOLD, sw=9)
        + path("M-116-112H116M-100-136H100M-92-158H92", st=FOREST, sw=3, o=0.6)
        + rect(-124, -96, 248, 80, WINE)
        + rect(-34, -78, 68, 62, GOLD)
        + "".join(rect(c - 9, -96, 18, 80, LOTUS) for c in (-114, -56, 56, 114))
        + rect(-146, -16, 292, 16, STONE),
    )
    mirror = path("M150 552H420L384 640H190ZM440 552H760L640 740H560ZM780 552H1050L1010 640H820Z", RIVER, o=0.5)
    return (
        sky((MIST, CREAM, SAND, PEACH), 500)
        + sun(770, 180, 84)
        + cloud(170, 150)
        + far_bank(510, LEAF, 60)
        + sugar_palm(470, 520, 210, 0.6)
        + sugar_palm(742, 520, 220, 0.62)
        + sugar_palm(76, 520, 250, 0.72)
        + sugar_palm(1124, 520, 260, 0.74)
        + far_hall(600, 524, 0.6)
        + dinh
        + mieu
        + path("M0 518H1200V552H0Z", SAND)
        + path("M0 544H1200V558H0Z", OCHRE)
        + water(556, TEAL, MIST, seed=7)
        + mirror
        + pad(400, 712, 92)
        + pad(610, 748, 92, LIME)
        + pad(820, 712, 92)
        + lotus(400, 698, 0.9)
        + lotus(600, 716, 1.15)
        + lotus(800, 698, 0.9)
        + grasses()
    )


def cham_rieng() -> str:
    """An old man sings to the chapei, the lute with the long bent neck."""
    lute = at(
        640,
        560,
        path("M-30-40L-70-330Q-86-440-190-470L-196-456Q-104-424-92-326L-54-36Z", BROWN)
        + path("M-96-360l-30 8M-88-316l-34 6M-80-272l-32 4", st=GOLD, sw=9)
        + path(
            "M-150-30C-150-110-80-130 0-120C90-126 150-90 150-10C150 80 80 110 0 106C-90 110-150 70-150-30Z", OCHRE
        )
        + path("M-126-24C-126-90-66-106 0-98C74-104 124-74 124-8C124 62 66 86 0 84C-76 88-126 54-126-24Z", AMBER)
        + disc(0, -10, 24, BARK)
        + rect(46, -42, 12, 70, BARK, 4)
        + path("M52-20L-78-336M52 6L-66-300", st=CREAM, sw=3),
        1,
        8,
    )
    man = (
        path("M430 770C420 600 470 470 600 462C736 470 800 610 790 770Z", AQUA)
        + path("M560 470Q600 560 650 470", st=TEAL, sw=6)
        + disc(606, 360, 74, SKIN)
        + path("M532 350C524 250 690 250 680 350C664 310 640 300 606 300C572 300 548 312 532 350Z", STONE)
        + path("M574 366q12-12 24 0M622 366q12-12 24 0M590 404q18 16 36 0", st=BARK, sw=5)
        + path("M470 470Q610 520 754 476L768 520Q610 570 454 516Z", LOTUS)
        + path(
            "M480 492Q610 540 756 500M500 482L486 526M560 504L552 546M630 508L632 550M700 496L710 536", st=GOLD, sw=4
        )
    )
    arms = (
        path("M452 560C430 640 470 690 560 640L580 606", st=AQUA, sw=62)
        + disc(586, 596, 30, SKIN)
        + path("M780 590C840 660 800 700 716 610", st=AQUA, sw=58)
        + disc(706, 596, 30, SKIN)
        + disc(560, 360, 30, SKIN)
        + path("M470 590Q450 470 548 380", st=AQUA, sw=54)
    )
    notes = path(
        "M250 250q40-30 80 0t80 0M220 320q40-30 80 0t80 0M860 240q40-30 80 0t80 0M880 310q40-30 80 0t80 0",
        st=LOTUS,
        sw=6,
        o=0.6,
    )
    return (
        sky((CREAM, SAND, PEACH), 640)
        + sun(820, 210, 84)
        + sugar_palm(140, 700, 440, 1.15)
        + sugar_palm(1070, 700, 430, 1.1)
        + notes
        + path("M0 690Q600 650 1200 690V800H0Z", PALM)
        + path("M200 740Q600 700 1000 740L1040 800H160Z", WINE)
        + path("M230 760Q600 724 970 760M250 784Q600 750 950 784", st=GOLD, sw=5)
        + man
        + lute
        + arms
        + grasses(xs=(40, 120, 1080, 1160))
    )


def vu_lan() -> str:
    """Vu Lan at Cầu Kè: the temple of Ông Bổn behind its lanterns and coils of incense, rice for those who need it."""
    temple = at(
        600,
        600,
        path(
            "M-330-210Q-240-220-210-320Q0-356 210-320Q240-220 330-210q24-8 28-44Q320-196 250-190H-250Q-320-196-358-254q4 36 28 44Z",
            PALM,
        )
        + path("M-210-320q-26-4-38-38M210-320q26-4 38 38M-70-340q30-46 70-14q40-32 70 14", st=GOLD, sw=12)
        + path("M-250-214H250M-230-244H230M-220-274H220M-212-302H212", st=FOREST, sw=4, o=0.5)
        + rect(-270, -190, 540, 176, WINE)
        + rect(-80, -150, 160, 136, NIGHT)
        + rect(-100, -170, 200, 20, GOLD)
        + "".join(
            rect(c - 15, -190, 30, 176, LOTUS) + path(f"M{c}-150q-14 20 0 40t0 40t0 30", st=GOLD, sw=5)
            for c in (-246, -140, 140, 246)
        )
        + rect(-320, -14, 640, 26, STONE)
        + rect(-350, 12, 700, 22, SAND),
    )
    sacks = "".join(
        at(
            x,
            720,
            path("M-50 0C-62-40-50-84-34-96H34C50-84 62-40 50 0Z", c)
            + path("M-34-96q34-22 68 0M-30-84h60", st=OCHRE, sw=5),
        )
        for x, c in ((300, CREAM), (390, SAND), (810, CREAM), (900, SAND))
    )
    urn = at(
        600,
        730,
        path("M-74-70H74L58 0H-58Z", AMBER)
        + rect(-88, -86, 176, 22, GOLD, 6)
        + path("M-44 0l-14 30M44 0l14 30", st=OCHRE, sw=12)
        + path("M-30-86V-170M-10-86V-186M10-86V-180M30-86V-166", st=WINE, sw=5)
        + path("M-10-190q-24-34 0-64t-4-60M10-184q24-30 2-58t10-56", st=WHITE, sw=5, o=0.7),
    )
    return (
        sky((PEACH, "#f2b58c", BLUSH), 600)
        + sun(600, 150, 70, "#fbe6ac", GOLD)
        + far_bank(610, FOREST, 70)
        + coconut_palm(110, 640, 380, 50, 1)
        + coconut_palm(1100, 640, 380, -50, 1)
        + temple
        + path("M0 630H1200V800H0Z", "#e2c79b")
        + path("M60 690h180M960 690h180M420 770h110M690 770h120", st=OCHRE, sw=4, o=0.5)
        + path("M120 100Q280 200 440 220Q600 232 760 220Q920 200 1080 100", st=BARK, sw=4)
        + lantern(280, 240, 0.8)
        + lantern(440, 276, 0.8, AMBER)
        + lantern(760, 274, 0.8, AMBER)
        + lantern(920, 240, 0.8)
        + sacks
        + urn
        + lotus(480, 750, 0.46)
        + lotus(720, 750, 0.46)
    )


def nghinh_ong() -> str:
    """At Mỹ Long the fishing boats go out dressed in flags to greet the whale."""

    def trawler(x: int, y: int, s: float, hull: str) -> str:
        flags = "".join(
            path(f"M{fx} {fy}l26 8l-24 12Z", c)
            for fx, fy, c in (
                (-148, -96, LOTUS),
                (-110, -130, GOLD),
                (-70, -166, CREAM),
                (30, -190, LOTUS),
                (72, -150, GOLD),
                (114, -112, CREAM),
                (152, -78, LOTUS),
            )
        )
        return at(
            x,
            y,
            path("M-180-60L0-240L190-70M0-240V-40", st=BARK, sw=5)
            + flags
            + rect(-20, -104, 110, 66, CREAM)
            + rect(-30, -118, 130, 16, LOTUS)
            + rect(0, -90, 26, 24, RIVER)
            + rect(44, -90, 26, 24, RIVER)
            + path("M-210-66Q-120-34 0-34H150L210-80Q206 0 150 44H-130Q-190 10-210-66Z", hull)
            + path("M-190-30Q-110 0 0 0H184", st=GOLD, sw=6)
            + disc(168, -40, 12, WHITE)
            + disc(171, -40, 6, NIGHT),
            s,
        )

    whale = (
        path(
            "M300 640C380 560 520 540 640 580C740 610 800 600 850 540C830 520 820 490 826 462C850 478 872 492 880 520C900 498 930 492 958 492C946 520 922 544 892 552C850 650 740 720 600 716C470 712 360 690 300 640Z",
            DEEP,
        )
        + path("M304 644C400 664 500 660 580 700C470 712 360 690 300 640Z", MIST)
        + path("M360 668q60 4 120 20M400 690q50 4 90 12", st=TEAL, sw=4)
        + disc(400, 630, 7, CREAM)
        + path("M540 570q10-60-50-84M540 570q0-60 50-90M540 570q6-50 0-110", st=WHITE, sw=9)
        + path("M620 690q60 40 130 30q-20-40-80-60Z", NIGHT)
    )
    return (
        sky((MIST, CREAM, SAND), 380)
        + sun(930, 190, 74)
        + cloud(200, 110)
        + cloud(560, 150, 160)
        + far_bank(384, TEAL, 14)
        + water(380, RIVER, AQUA, seed=9)
        + trawler(250, 440, 0.8, LOTUS)
        + trawler(600, 420, 0.62, BRICK)
        + trawler(980, 450, 0.85, PALM)
        + whale
        + path("M0 690q50-34 100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0V800H0Z", TEAL)
        + path(
            "M0 690q50-34 100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0",
            st=WHITE,
            sw=6,
            o=0.8,
        )
        + use("bird", 420, 250, 0.6, 0, WHITE)
        + use("bird", 760, 230, 0.7, 8, WHITE, flip=True)
    )


SCENES = {
    "ok-om-bok": ok_om_bok, "ngo-boat": ngo_race, "chol-chnam-thmay": chol_chnam, "sene-dolta": sene_dolta, "three-peoples": three_peoples,
    "cham-rieng": cham_rieng, "vu-lan": vu_lan, "nghinh-ong": nghinh_ong,
}  # fmt: skip
_ = (BLUSH, bud, sampan)
