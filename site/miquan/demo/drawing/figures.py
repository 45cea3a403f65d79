"""Animals and toys for a shelf."""

from dataclasses import replace

from miquan.demo.drawing.kit import Kit, Piece, flat, solid
from miquan.demo.drawing.palette import GOLD, INK, PAPER, dark, light
from miquan.demo.drawing.svg import (
    circle,
    ellipse,
    line,
    moved,
    path,
    polygon,
    rounded,
    smooth,
    trace,
)


def figurine(k: Kit) -> Piece:
    """A painted animal: a cock, a dog, a cat or a bird."""
    kind = {"floral": "cock", "dots": "dog", "waves": "bird"}.get(k.pattern) or k.pick("cat", "cock", "dog", "bird")
    return {"cock": _cock, "dog": _dog, "cat": _cat, "bird": _bird}[kind](k)


def _cock(k: Kit) -> Piece:
    d = (
        trace("M", -70, -60, "C", -170, -90, -190, -220, -130, -300, "C", -60, -210, 0, -220, 50, -300)
        + trace("C", 60, -380, 90, -420, 140, -420, "C", 190, -410, 190, -350, 176, -320)
        + trace("C", 180, -200, 150, -90, 60, -60, "Z")
    )
    tail = "".join(
        path(
            (
                trace("M", -110, -200)
                + trace("C", -200, -250 - i * 50, -260, -300 - i * 40, -290 + i * 62, -330 - i * 54)
                + trace("C", -190, -330, -110, -280, -80, -220, "Z")
            ),
            colour,
        )
        for i, colour in enumerate((dark(k.second, 0.2), k.second, k.accent))
    )
    comb = (
        path("M100 -410C80 -470 110 -480 124 -450C124 -500 160 -496 160 -452C180 -480 206 -460 184 -406Z", "#c8452f")
        + path("M176 -330q30 40 4 66q-26 -20 -20 -56Z", "#c8452f")
        + path("M184 -376L236 -352L184 -340Z", GOLD)
    )
    legs = line("M-20 -66V-20M40 -66V-20", GOLD, 17) + path(rounded(-110, -26, 230, 30, 14), dark(k.main, 0.35))
    body = (
        legs
        + tail
        + solid(
            replace(k, pattern="plain" if k.pattern == "label" else k.pattern),
            d,
            k.main,
            (-170, -260, 340, 200),
            depth=0.34,
        )
        + path("M-90 -200C-20 -260 60 -200 60 -140C0 -90 -70 -110 -90 -200Z", k.second, opacity=0.9)
        + comb
        + circle(142, -372, 13, PAPER)
        + circle(144, -372, 7, INK)
    )
    return Piece(moved(body, 20, 0), 500, 490)


def _dog(k: Kit) -> Piece:
    d = smooth(
        [
            (-190, -230),
            (-120, -256),
            (40, -250),
            (90, -330),
            (150, -372),
            (214, -340),
            (250, -286),
            (206, -256),
            (160, -230),
            (150, -130),
            (134, 0),
            (84, 0),
            (70, -110),
            (-70, -116),
            (-90, 0),
            (-144, 0),
            (-170, -120),
        ],
        closed=True,
    )
    tail = line(smooth([(-180, -210), (-250, -260), (-252, -340)]), k.main, 36)
    ear = path("M126 -360C90 -420 60 -380 70 -290C100 -280 130 -310 126 -360Z", k.second) + path(
        "M180 -366C170 -430 214 -420 212 -350Z", dark(k.second, 0.15)
    )
    worn = k if k.pattern not in {"plain", "label"} else replace(k, pattern="dots")
    face = (
        circle(186, -312, 13, PAPER)
        + circle(189, -311, 8, INK)
        + ellipse(244, -290, 17, 13, INK)
        + line("M236 -268q-20 16 -40 4", INK, 5)
        + line("M92 -262Q130 -220 164 -232", k.accent, 22)
    )
    return Piece(tail + solid(worn, d, k.main, (-200, -300, 380, 300), depth=0.3) + ear + face, 530, 430)


def _cat(k: Kit) -> Piece:
    d = (
        trace("M", -130, 0, "C", -190, -180, -120, -250, -104, -290, "L", -120, -420, "L", -56, -376)
        + trace("Q", 0, -392, 56, -376, "L", 120, -420, "L", 104, -290)
        + trace("C", 120, -250, 190, -180, 130, 0, "Z")
    )
    tail = line(smooth([(120, -30), (220, -60), (230, -150), (190, -190)]), dark(k.main, 0.08), 38)
    worn = k if k.pattern != "label" else replace(k, pattern="plain")
    face = (
        "".join(line(trace("M", s * 66, -306, "q", s * -22, -24, s * -40, 0), INK, 8) for s in (-1, 1))
        + path("M-14 -280H14L0 -264Z", "#c9745f")
        + line(
            "M0 -264q-6 18 -24 14M0 -264q6 18 24 14M-40 -270l-60 -12M-40 -258l-58 6M40 -270l60 -12M40 -258l58 6",
            INK,
            5,
            opacity=0.8,
        )
    )
    inner = "".join(path(polygon([(s * 104, -396), (s * 66, -366), (s * 98, -330)]), "#e3a594") for s in (-1, 1))
    collar = line("M-98 -226Q0 -186 98 -226", k.accent, 24) + circle(0, -192, 23, k.ball(GOLD))
    paws = ellipse(-54, -16, 52, 22, light(k.main, 0.3)) + ellipse(54, -16, 52, 22, light(k.main, 0.3))
    return Piece(
        tail + solid(worn, d, k.main, (-150, -220, 300, 220), depth=0.3) + inner + face + collar + paws, 430, 440
    )


def _bird(k: Kit) -> Piece:
    d = smooth(
        [
            (-270, -210),
            (-140, -200),
            (-20, -270),
            (70, -316),
            (150, -280),
            (160, -200),
            (110, -90),
            (0, -50),
            (-110, -90),
        ],
        closed=True,
    )
    wing = smooth([(-150, -186), (-20, -220), (60, -180), (0, -116), (-120, -120), (-220, -170)], closed=True)
    legs = line("M-10 -56V-18M40 -70V-18", "#6d4630", 11) + path(rounded(-90, -24, 200, 28, 13), "#8a5a36")
    return Piece(
        moved(
            legs
            + solid(replace(k, pattern="plain"), d, k.main, depth=0.3)
            + flat(k, wing, k.second, (-220, -220, 280, 110), ink=k.accent)
            + path("M150 -270L228 -246L156 -226Z", k.accent)
            + circle(96, -264, 15, PAPER)
            + circle(99, -263, 9, INK),
            50,
            0,
            1.2,
        ),
        540,
        400,
    )
