"""Heads with fur and a muzzle.

What belongs here: one head class for fox, dog, cat, bear, mouse and their like: outline, ears, markings, muzzle, nose.
What does not: bodies; what kinds there are (`kinds.py`).
"""

import math

from sparkle_motion_dagster.backends.drawing.animals.ears import draw_ears
from sparkle_motion_dagster.backends.drawing.animals.kinds import Beast
from sparkle_motion_dagster.backends.drawing.animals.parts import Cast
from sparkle_motion_dagster.backends.drawing.eyes import Eye, EyePaint
from sparkle_motion_dagster.backends.drawing.layer import Box, Viseme
from sparkle_motion_dagster.backends.drawing.mouths import Mouth, draw_mouth, mouth_box
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop
from sparkle_motion_dagster.backends.drawing.people.turn import around, scallop
from sparkle_motion_dagster.backends.drawing.svg import Point, brightness, darker, lighter, mix, num

HEAD_X, HEAD_Y = 16.0, -302.0
_RADIUS, _TURN = 120.0, math.radians(14)


class Muzzled:
    """One furred head, from the front or turned to the right."""

    def __init__(self, kind: Beast, coat: str, cast: Cast):
        self.kind, self.coat, self.cast, self.a = kind, coat, cast, cast.amount
        self.x0, self.y0 = HEAD_X * self.a, HEAD_Y
        ry = kind.muzzle[1]
        self.muzzle_x = self.seen(0) + 8 * self.a
        self.muzzle_y = 36 * kind.tall
        self.size = min(0.98, ry / 44)
        self.mouth_y = self.muzzle_y + ry * (0.26 if kind.face != "plain" else 0.36)
        self.nose_x = self.muzzle_x + 5 * self.a
        self.nose_y = self.muzzle_y - ry * 0.52
        self.pale = kind.belly

    def seen(self, x: float) -> float:
        """Where a feature at frontal x is seen, head-local."""
        angle = math.asin(max(-1.0, min(1.0, x / _RADIUS))) + _TURN * self.a
        return _RADIUS * math.sin(min(angle, math.pi / 2))

    def at(self, points: list[Point]) -> list[Point]:
        """Head-local points on the sheet."""
        return [(x + self.x0, y + self.y0) for x, y in points]

    # ---- measures
    def eyes(self) -> tuple[Eye, ...]:
        """Places of the eyes on the sheet."""
        apart, y, rx, ry = self.kind.eye
        found = []
        for side in (-1, 1):
            narrow = 1 - 0.16 * self.a if side > 0 else 1.0
            found.append(Eye(self.seen(side * apart * self.kind.wide) + self.x0, y + self.y0, rx * narrow, ry, -side))
        return tuple(found)

    def paint(self) -> EyePaint:
        """Colours of the eyes."""
        around_eye = {"panda": self.kind.mark, "bandit": self.kind.mark, "blaze": self.kind.mark, "ape": self.pale}.get(
            self.kind.face, self.coat
        )
        if self.kind.spines:
            around_eye = self.pale
        lid = darker(around_eye, 0.1) if brightness(around_eye) > 0.2 else lighter(around_eye, 0.12)
        return EyePaint(self.cast.look.eyes or self.kind.iris, lid, "#2e1c26" if brightness(around_eye) > 0.2 else "#15101a",
                        lashes=self.cast.look.sex == "woman", iris_size=0.86, slit=self.kind.slit)  # fmt: skip

    def brow(self) -> str:
        """Colour of the brows."""
        if self.kind.face in ("panda", "bandit", "blaze"):
            return mix(self.pale, "#8d8790", 0.45)
        return darker(mix(self.coat, self.kind.mark, 0.5), 0.25)

    def _mouth(self) -> Mouth:
        lip = mix(darker(self.pale, 0.55), "#6b2a2e", 0.4)
        return Mouth(self.muzzle_x + self.x0, self.mouth_y + self.y0, self.size, self.pale, lip, squeeze=0.94,
                     split=max(3.0, self.mouth_y - self.nose_y - self._nose_size()[1]), patch_up=13, hidden=self._over_mouth)  # fmt: skip

    def mouth(self, sheet: Sheet, viseme: Viseme) -> None:
        """One mouth shape under the nose."""
        spot = self._mouth()
        draw_mouth(sheet, spot, viseme, self.cast.expression)
        if self.kind.big_teeth and viseme in ("X", "A"):
            x, y, s = spot.x, spot.y, spot.size
            for side in (-1, 1):
                sheet.fill(
                    loop([(x, y + 1), (x + side * 7 * s, y + 2), (x + side * 7 * s, y + 12 * s), (x, y + 12 * s)], 0.4),
                    "#fff8ee",
                )
            sheet.line(f"M{num(x)} {num(y + 1)}L{num(x)} {num(y + 12 * s)}", "#b9aaa6", 1.4)

    def mouth_box(self) -> Box:
        """The box of all mouth shapes."""
        x, y, w, h = mouth_box(self._mouth())
        up = self._mouth().split + 3
        return (x, y - up, w, h + up)

    # ---- drawing
    def outline(self) -> str:
        """The head's outline."""
        w, t, cheek = self.kind.wide, self.kind.tall, self.kind.cheek
        right: list[Point] = [
            (0, -102 * t),
            (52 * w, -86 * t),
            (90 * w, -46 * t),
            (103 * w, 0),
            (94 * w + cheek, 36 * t),
            (74 * w, 66 * t),
            (38 * w, 84 * t),
            (0, 88 * t),
        ]
        if self.a:
            far = [(x * 0.9, y) for x, y in right]
            far[4] = (min(far[4][0], 92 * w * 0.9 + cheek * 0.5), far[4][1])
            near = [(-x * 1.05, y) for x, y in right[1:-1]]
        else:
            far, near = right, [(-x, y) for x, y in right[1:-1]]
        return loop(self.at([*far, *reversed(near)]), 0.92)

    def draw(self, sheet: Sheet) -> None:
        """The head without eyes, brows and mouth."""
        kind, outline = self.kind, self.outline()
        if kind.mane:
            self._mane(sheet)
        if kind.spines:
            self._spines(sheet)
        draw_ears(sheet, kind, self.coat, self.x0, self.y0, self.a, before_head=True)
        head_colour = self.pale if kind.face == "blaze" or kind.spines else self.coat
        sheet.cel(outline, head_colour, 17, 5)
        with sheet.inside(outline):
            self._markings(sheet)
            for eye in self.eyes():
                sheet.blush(eye.x - eye.inner * 20, eye.y + eye.ry + 26, 20, "#d9605a", 0.24)
            if kind.face in ("plain", "ape"):
                rx, ry = kind.muzzle
                sheet.fill(
                    loop(around(self.muzzle_x + self.x0, self.muzzle_y + self.y0 + 6, rx, ry, 0, 315, 8)), self.pale
                )
        draw_ears(sheet, kind, self.coat, self.x0, self.y0, self.a, before_head=False)
        self._muzzle(sheet)
        self._nose(sheet)
        if kind.whiskers:
            self._whiskers(sheet)

    def _mane(self, sheet: Sheet) -> None:
        cx, cy = self.x0 - 6 * self.a, self.y0 + 4
        sheet.cel(scallop(around(cx, cy + 14, 158, 158, 95, 438, 19), 15), self.kind.mark, 22, 5)
        sheet.cel(scallop(around(cx + 3, cy + 4, 128, 124, 100, 440, 17), 12), lighter(self.kind.mark, 0.16), 14, 4)

    def _spines(self, sheet: Sheet) -> None:
        cx, cy = self.x0 - 12 * self.a, self.y0 + 6
        for rx, ry, colour, count in (
            (158, 148, darker(self.kind.mark, 0.15), 27),
            (132, 124, lighter(self.kind.mark, 0.14), 25),
        ):
            points: list[Point] = []
            for i in range(count * 2):
                angle = math.radians(140 + 260 * i / (count * 2 - 1))
                reach = 1.0 if i % 2 else 0.84
                points.append((cx + rx * reach * math.cos(angle), cy + ry * reach * math.sin(angle)))
            d = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + f"L{num(cx)} {num(cy + 40)}Z"
            sheet.cel(d, colour, 14, 4)

    def _markings(self, sheet: Sheet) -> None:
        kind, x0, y0, n = self.kind, self.x0, self.y0, num
        mx, eyes = self.muzzle_x + x0, self.eyes()
        if kind.face == "mask":
            dip = y0 + 2
            sheet.fill(f"M{n(x0 - 150)} {n(y0 + 18)}C{n(x0 - 104)} {n(y0 - 26)} {n(mx - 66)} {n(y0 - 14)} {n(mx - 14)} {n(dip + 16)}"
                       f"L{n(mx + 16)} {n(dip + 16)}C{n(mx + 40)} {n(y0 - 14)} {n(x0 + 96)} {n(y0 - 18)} {n(x0 + 150)} {n(y0 + 8)}L{n(x0 + 150)} {n(y0 + 120)}L{n(x0 - 150)} {n(y0 + 120)}Z", self.pale)  # fmt: skip
        elif kind.face == "blaze":
            for eye in eyes:
                sheet.fill(loop([(eye.x + eye.inner * 14, y0 - 110), (eye.x - eye.inner * 26, y0 - 100), (eye.x - eye.inner * 30, y0 - 20), (eye.x - eye.inner * 20, y0 + 30),
                                 (eye.x + eye.inner * 8, y0 + 34), (eye.x + eye.inner * 18, y0 - 10)]), kind.mark)  # fmt: skip
        elif kind.face == "panda":
            for eye in eyes:
                sheet.oval(
                    eye.x - eye.inner * 4, eye.y + 5, eye.rx * 1.8, eye.ry * 1.85, kind.mark, turn=eye.inner * 24
                )
        elif kind.face == "bandit":
            sheet.fill(loop([(x0 - 130, y0 + 8), (x0 - 90, y0 - 44), (eyes[0].x, y0 - 48), (mx - 4, y0 - 26), (eyes[1].x, y0 - 48), (x0 + 90, y0 - 40), (x0 + 130, y0 + 8), (x0 + 88, y0 + 30),
                             (eyes[1].x + 6, y0 + 16), (mx, y0 - 2), (eyes[0].x - 6, y0 + 18), (x0 - 90, y0 + 34)]), kind.mark)  # fmt: skip
            for eye in eyes:
                sheet.oval(eye.x, eye.y - 36, 30, 11, self.pale, turn=-eye.inner * 10)
            sheet.fill(
                f"M{n(x0 - 150)} {n(y0 + 40)}Q{n(mx)} {n(y0 + 12)} {n(x0 + 150)} {n(y0 + 36)}L{n(x0 + 150)} {n(y0 + 120)}L{n(x0 - 150)} {n(y0 + 120)}Z",
                self.pale,
            )
        elif kind.face == "ape":
            sheet.fill(
                loop(
                    [
                        (mx - 4, y0 - 44),
                        (eyes[1].x + 14, y0 - 58),
                        (eyes[1].x + 34, y0 - 10),
                        (mx + 62, y0 + 50),
                        (mx, y0 + 92),
                        (mx - 66, y0 + 50),
                        (eyes[0].x - 34, y0 - 10),
                        (eyes[0].x - 14, y0 - 58),
                    ]
                ),
                self.pale,
            )
        elif kind.face == "dragon":
            for i, (dx, dy) in enumerate(((-50, -70), (-20, -82), (14, -84), (46, -74), (-66, -50), (66, -54))):
                sheet.oval(x0 + dx, y0 + dy, 9, 7, lighter(self.coat, 0.14 if i % 2 else 0.22))
        if kind.stripes:
            c = self.seen(0) + x0
            for dx, y1, y2 in ((-26, -96, -58), (0, -100, -50), (26, -96, -58)):
                sheet.fill(
                    f"M{n(c + dx - 7)} {n(y0 + y1)}L{n(c + dx + 7)} {n(y0 + y1)}L{n(c + dx * 0.8)} {n(y0 + y2)}Z",
                    kind.mark,
                )
            for side, edge in ((-1, -108 if self.a else -103), (1, 92 if self.a else 103)):
                for dy in (-6, 22, 48):
                    sheet.fill(
                        f"M{n(x0 + edge + side * 8)} {n(y0 + dy - 8)}L{n(x0 + edge - side * 34)} {n(y0 + dy + 3)}L{n(x0 + edge + side * 8)} {n(y0 + dy + 9)}Z",
                        kind.mark,
                    )
        if kind.spots:
            for dx, dy in ((-60, -58), (-30, -76), (4, -72), (36, -74), (64, -50), (-14, -52), (22, -50)):
                sheet.oval(x0 + dx + 8 * self.a, y0 + dy, 6.5, 6, kind.mark)

    def _muzzle(self, sheet: Sheet) -> None:
        kind, n = self.kind, num
        rx, ry = kind.muzzle
        x, y = self.muzzle_x + self.x0, self.muzzle_y + self.y0
        if kind.face in ("mask", "bandit"):
            around_it = [(x - rx, y + 2), (x - rx * 0.66, y - ry * 0.5), (x - rx * 0.2, y - ry * 0.84), (x + rx * 0.3, y - ry * 0.84), (x + rx * 0.74, y - ry * 0.5), (x + rx * (1.02 + 0.1 * self.a), y + 2),
                    (x + rx * 0.74, y + ry * 0.72), (x, y + ry), (x - rx * 0.74, y + ry * 0.72)]  # fmt: skip
            sheet.cel(loop(around_it), self.pale, 6, 0, soft=False)
            bridge = darker(self.coat, 0.05) if kind.face == "mask" else mix(self.coat, kind.mark, 0.5)
            top = self.y0 - 44
            sheet.fill(
                f"M{n(x - 3)} {n(top)}C{n(x - 20)} {n(top + 34)} {n(x - 20)} {n(y - ry * 0.6)} {n(x - 13 + 4 * self.a)} {n(y - ry * 0.4)}L{n(x + 15 + 4 * self.a)} {n(y - ry * 0.4)}"
                f"C{n(x + 22)} {n(y - ry * 0.6)} {n(x + 20)} {n(top + 34)} {n(x - 3)} {n(top)}Z",
                bridge,
            )
        elif kind.face == "cat":
            sheet.fill(
                loop(
                    [
                        (x, y - ry * 1.5),
                        (x + rx * 0.5, y - ry * 0.7),
                        (x + rx, y),
                        (x + rx * 0.74, y + ry * 0.9),
                        (x, y + ry * 1.5),
                        (x - rx * 0.74, y + ry * 0.9),
                        (x - rx, y),
                        (x - rx * 0.5, y - ry * 0.7),
                    ]
                ),
                self.pale,
            )
        elif kind.face not in ("plain", "ape"):
            if kind.face == "muzzle":
                c = self.seen(0) + self.x0
                sheet.fill(f"M{n(c - 7)} {n(self.y0 - 84 * kind.tall)}Q{n(c)} {n(self.y0 - 94 * kind.tall)} {n(c + 7)} {n(self.y0 - 84 * kind.tall)}C{n(c + 12)} {n(self.y0 - 30)} {n(x + 26)} {n(y - ry)} {n(x + rx * 0.6)} {n(y - ry * 0.4)}"
                           f"L{n(x - rx * 0.6)} {n(y - ry * 0.4)}C{n(x - 26)} {n(y - ry)} {n(c - 12)} {n(self.y0 - 30)} {n(c - 7)} {n(self.y0 - 84 * kind.tall)}Z", self.pale)  # fmt: skip
            k = 1.08 if kind.face in ("wide_muzzle", "dragon") else 1.0
            d = loop([(x, y - ry * 0.92), (x + rx * 0.66, y - ry * 0.66), (x + rx * k, y + ry * 0.06), (x + rx * 0.82, y + ry * 0.72), (x, y + ry * 1.0), (x - rx * 0.82, y + ry * 0.72),
                      (x - rx * k, y + ry * 0.06), (x - rx * 0.66, y - ry * 0.66)])  # fmt: skip
            sheet.cel(d, self.pale, 7, 2.5, soft=False)
        self._dots(sheet)

    def _over_mouth(self, sheet: Sheet) -> None:
        """What a mouth's patch would hide."""
        self._muzzle(sheet)
        self._nose(sheet)

    def _dots(self, sheet: Sheet) -> None:
        kind, (rx, ry) = self.kind, self.kind.muzzle
        x, y = self.muzzle_x + self.x0, self.muzzle_y + self.y0
        if kind.whiskers or kind.face == "muzzle":
            for side in (-1, 1):
                for ox, oy in ((0.5, -0.06), (0.66, 0.1), (0.46, 0.16)):
                    sheet.oval(x + side * rx * ox * 1.12, y + ry * (oy - 0.04), 1.8, 1.8, darker(self.pale, 0.35), 0.8)

    def _nose_size(self) -> tuple[float, float]:
        kind = self.kind
        if kind.face in ("dragon", "ape"):
            return 16, 6
        if kind.face == "plain" and not kind.spines:
            return 21, 27
        w = {"cat": 12.0, "plain": 16.0, "wide_muzzle": 22.0}.get(kind.face, 19.0) * (0.7 if kind.big_teeth else 1.0)
        return w, w * 0.72

    def _nose(self, sheet: Sheet) -> None:
        kind, n = self.kind, num
        x, y = self.nose_x + self.x0, self.nose_y + self.y0
        if kind.face == "dragon":
            for side in (-1, 1):
                sheet.oval(x + side * 15, y + 2, 6, 4.5, darker(self.coat, 0.5), turn=side * 20)
            return
        if kind.face == "ape":
            for side in (-1, 1):
                sheet.oval(x + side * 7, y + 4, 4.5, 3.2, kind.nose, turn=side * 24)
            return
        w, h = self._nose_size()
        d = (f"M{n(x - w)} {n(y - h * 0.5)}C{n(x - w)} {n(y - h * 1.25)} {n(x + w)} {n(y - h * 1.25)} {n(x + w)} {n(y - h * 0.5)}"
             f"C{n(x + w * 0.9)} {n(y + h * 0.4)} {n(x + w * 0.4)} {n(y + h)} {n(x)} {n(y + h)}C{n(x - w * 0.4)} {n(y + h)} {n(x - w * 0.9)} {n(y + h * 0.4)} {n(x - w)} {n(y - h * 0.5)}Z")  # fmt: skip
        sheet.cel(d, kind.nose, 4, 1.5, soft=False)
        sheet.oval(x + sheet.toward_light * w * 0.3, y - h * 0.52, w * 0.36, h * 0.24, "#ffffff", 0.6, own=True)

    def _whiskers(self, sheet: Sheet) -> None:
        rx = self.kind.muzzle[0]
        x, y, n = self.muzzle_x + self.x0, self.muzzle_y + self.y0, num
        ink = "#fff7ea" if brightness(self.coat) < 0.75 else "#8d8086"
        for side in (-1, 1):
            reach = 66 if side < 0 or not self.a else 48
            for dy, drop in ((-2, -12), (6, 2), (13, 15)):
                x1 = x + side * rx * 0.72
                sheet.line(
                    f"M{n(x1)} {n(y + dy)}Q{n(x1 + side * reach * 0.5)} {n(y + dy + drop * 0.3)} {n(x1 + side * reach)} {n(y + dy + drop)}",
                    ink,
                    1.6,
                    0.75,
                )
