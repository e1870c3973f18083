"""A shot's stage, built from its picture, that gives any frame of it.

What belongs here: gathering place, cast, things and weather, and laying them over one another for a moment. What
does not: how each is drawn, where it stands (`blocking.py`), the camera (`framing.py`), pixels (`sheets.py`), files.

Frame n depends on the picture, the shot's length and n alone, so any frame can be asked for in any order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np

from sparkle_motion_dagster.backends.drawing.actors import Actor
from sparkle_motion_dagster.backends.drawing.backdrop import Backdrop, stage_matrix
from sparkle_motion_dagster.backends.drawing.blocking import PlacedProp, Standing, laid_out, lifted, spread
from sparkle_motion_dagster.backends.drawing.figure import draw_figure
from sparkle_motion_dagster.backends.drawing.framing import Take, between, softened, take
from sparkle_motion_dagster.backends.drawing.layer import STAGE_HEIGHT, STAGE_WIDTH, TWOS, FigureDrawing, Place
from sparkle_motion_dagster.backends.drawing.look import look_of
from sparkle_motion_dagster.backends.drawing.look_reading import undrawn_kind
from sparkle_motion_dagster.backends.drawing.people.steps import step_of
from sparkle_motion_dagster.backends.drawing.places.kit import draw_place
from sparkle_motion_dagster.backends.drawing.props import draw_prop, find_prop
from sparkle_motion_dagster.backends.drawing.sheets import Matrix, Pixels, lay, onto, raster, stamp, vignette
from sparkle_motion_dagster.backends.drawing.stride import Stride
from sparkle_motion_dagster.backends.drawing.weather import OVERLAY_FPS, lightning_at, overlay_frames
from sparkle_motion_dagster.film.picture import Figure, Picture, Seat
from sparkle_motion_dagster.film.seating import seat_called
from sparkle_motion_dagster.media.text import draft_mark

_FLASH_S = 0.28
_MOST_THINGS = 4
_WEATHER_SHARE = 0.7
"""Size at which rain and snow are rasterised, of the picture's own."""


@dataclass
class Stage:
    """Everything of one shot, drawn when first asked for. Frames are numbered from 0 at `fps`."""

    picture: Picture
    frames: int
    fps: int
    notes: list[str] = field(default_factory=list)
    """What could not be shown as asked, in words for a person."""

    @property
    def duration_s(self) -> float:
        """Length of the shot."""
        return self.frames / self.fps

    @property
    def _size(self) -> tuple[int, int]:
        return self.picture.width_px, self.picture.height_px

    @cached_property
    def place(self) -> Place:
        """Where it is."""
        p = self.picture
        place = draw_place(p.place, p.interior, p.time_of_day, p.weather, p.scene_seed)
        if not place.known:
            self.notes.append(f"no drawing of the place {p.place!r}: a {place.kind} stands in")
        return place

    @cached_property
    def cast(self) -> tuple[Standing, ...]:
        """Everyone in the scene's place, in the picture's order, seen or not."""
        figures = self.picture.figures
        for figure in figures:
            kind = undrawn_kind(figure.name, figure.description)
            if kind:
                self.notes.append(f"no drawing of a {kind}: a person stands in for {figure.name}")
        drawings = [
            draw_figure(f.name, f.description, f.facing, f.expression, self.place.light, f"f{i}", self._seat(f))
            for i, f in enumerate(figures)
        ]
        return lifted(spread(figures, drawings, self.place.ground_y), self.place.lowest_head_y)

    def _seat(self, figure: Figure) -> Seat | None:
        """What a person sits on; where the place has its own seats (a car), the figure stays as it is."""
        return figure.seat if self.place.lowest_head_y is None else None

    @cached_property
    def things(self) -> tuple[PlacedProp, ...]:
        """Things seen: in hands, beside people, or alone in the middle of an insert."""
        insert = self.picture.framing == "insert"
        names = list(self.picture.props)
        if insert and not names:
            names = list(find_prop(self.picture.description))[:1]
        if not insert:
            sat_on = {figure.seat for figure in self.picture.figures if figure.seat}
            names = [name for name in names if name not in self._in_the_sky and seat_called(name) not in sat_on]
        known = []
        for name in names[:_MOST_THINGS]:
            drawing = draw_prop(name, self.place.light)
            if drawing.known:
                known.append(drawing)
            else:
                self.notes.append(f"no drawing of {name!r}: left out")
        self.notes.extend(f"too many things for one picture: {name!r} left out" for name in names[_MOST_THINGS:])
        return laid_out(known, self.cast, self.picture.focus, self.place.ground_y, insert)

    @property
    def _in_the_sky(self) -> tuple[str, ...]:
        """What the sky of the place shows by itself: there are no two moons."""
        p = self.picture
        if p.interior or p.weather not in ("clear", "wind"):
            return ()
        return {"night": ("moon", "full moon", "stars", "star"), "day": ("sun",), "morning": ("sun",)}.get(
            p.time_of_day, ()
        )

    @cached_property
    def take(self) -> Take:
        """Where the camera opens and closes, and whom it sees."""
        insert = self.picture.framing == "insert" and self.things
        held = {thing.holder: thing.y for thing in self.things if thing.holder is not None}
        return take(self.picture, self.cast, self.things[0].centre if insert else None, held, self.place.widest)

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """Those in the picture by character_id, far ones first."""
        aspect = self._size[0] / self._size[1]
        boxes = [view.box(aspect) for view in (self.take.start, self.take.end)]
        reach = (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        return {
            s.figure.character_id: Actor(
                s, self._scale, reach, Stride(s.figure, s.drawing.height, self.duration_s), self._steps_of(s.figure)
            )
            for s in self.take.seen
        }

    def _steps_of(self, figure: Figure) -> Callable[[int], FigureDrawing] | None:
        """How a person who walks is drawn in each phase of a step; None: the figure is no person."""
        walk = figure.walk
        if walk is None or look_of(figure.name, figure.description).kind != "human":
            return None
        carries = any(thing.holder == figure.character_id for thing in self.things)
        return lambda phase: draw_figure(
            figure.name, figure.description, figure.facing, figure.expression, self.place.light, "s", None,
            step_of(phase, walk.gait, carries=carries),
        )  # fmt: skip

    @property
    def _scale(self) -> float:
        return self.picture.width_px / min(self.take.start.width, self.take.end.width)

    @cached_property
    def _backdrop(self) -> Backdrop:
        views = self.take.start, self.take.end
        far = softened(*views, feet_y=self.place.ground_y, aspect=self._size[0] / self._size[1])
        return Backdrop(self.picture, self.place, far, views)

    @cached_property
    def _weather(self) -> list[Pixels]:
        p = self.picture
        overlays = overlay_frames(p.weather, p.time_of_day, p.scene_seed, bool(p.interior))
        # rain is a blur to a lens anyway, so half the pixels do
        scale = max(p.width_px / STAGE_WIDTH, p.height_px / STAGE_HEIGHT) * _WEATHER_SHARE
        sheets = [raster(svg, (0, 0, STAGE_WIDTH, STAGE_HEIGHT), scale) for svg in overlays]
        matrix = np.array([[1 / _WEATHER_SHARE * scale, 0, 0], [0, 1 / _WEATHER_SHARE * scale, 0]], np.float32)
        frames = []
        for sheet in sheets:
            frame = np.zeros((p.height_px, p.width_px, 4), np.uint8)
            lay(frame, sheet.pixels, onto(matrix, sheet))
            frames.append(frame)
        return frames

    @cached_property
    def _flashes(self) -> tuple[float, ...]:
        storm = self.picture.weather == "storm" and not self.picture.interior
        return lightning_at(self.picture.seed, self.duration_s) if storm else ()

    @cached_property
    def _finish(self) -> tuple[Pixels, Pixels, int, int]:
        return vignette(*self._size), *draft_mark(*self._size)

    def _at(self, number: int) -> tuple[float, float]:
        """The share of the camera's move and the seconds of the drawing that this frame shows."""
        drawn = number - number % TWOS
        last = self.frames - 1 - (self.frames - 1) % TWOS
        return drawn / max(last, 1), drawn / self.fps

    def _stage_matrix(self, number: int) -> Matrix:
        share, _ = self._at(number)
        return stage_matrix(between(self.take.start, self.take.end, share), *self._size)

    def head_matrix(self, character_id: str, number: int) -> Matrix:
        """From a figure's own units to the frame's pixels, 2×3, for its head in a frame."""
        return self.actors[character_id].head_matrix(self._at(number)[1], self._stage_matrix(number))

    def frame(self, number: int) -> Pixels:
        """The frame, (height, width, 3) uint8 BGR."""
        share, at_s = self._at(number)
        stage = self._stage_matrix(number)
        frame = np.empty((self._size[1], self._size[0], 4), np.uint8)
        self._backdrop.draw_behind(frame, share, at_s)
        for thing in self.things:
            if thing.holder is None:
                self._lay_thing(frame, thing, stage, at_s)
        for actor in self.actors.values():
            actor.draw(frame, at_s, self.picture.seed, stage)
            for thing in self.things:
                if thing.holder == actor.name:
                    self._lay_thing(frame, thing, actor.body_matrix(at_s, stage), at_s)
        self._backdrop.draw_before(frame, share, at_s)
        return self._finished(frame, number, at_s)

    def _lay_thing(self, frame: Pixels, thing: PlacedProp, space: Matrix, at_s: float) -> None:
        sheet = raster(thing.drawing.svg, thing.drawing.box, round(self._scale * thing.scale, 2))
        holder = self.actors[thing.holder].standing if thing.holder else None
        x, y = (thing.x - holder.x, thing.y - holder.y) if holder else (thing.x, thing.y)
        own = np.array([[thing.scale, 0, x], [0, thing.scale, y], [0, 0, 1]], np.float64)
        lay(frame, sheet.pixels, onto((space @ own).astype(np.float32), sheet))

    def _finished(self, frame: Pixels, number: int, at_s: float) -> Pixels:
        if self._weather:
            step = int(at_s * OVERLAY_FPS.get(self.picture.weather, 12) + 1e-6) + self.picture.seed
            stamp(frame, self._weather[step % len(self._weather)], 0, 0)
        flash = max((1 - abs(at_s - start - 0.08) / _FLASH_S for start in self._flashes), default=0.0)
        if flash > 0:
            frame = cv2.convertScaleAbs(frame, alpha=1 + 0.35 * flash, beta=30 * flash)
        shade, mark, x_px, y_px = self._finish
        cv2.multiply(frame, shade, dst=frame, scale=1 / 255)
        stamp(frame, mark, x_px, y_px)
        return cv2.cvtColor(frame, cv2.COLOR_BGRA2BGR)

    def rig(self) -> Mapping[str, object]:
        """Where every face is, for lip-sync and QA.

        `figures`: by character_id, `matrices` (six numbers for each drawing, from the figure's units to pixels) and
        `boxes` (x, y, width, height of the mouth for each frame, pixels); only of mouths that stay in the picture.
        """
        figures = {}
        for name, actor in self.actors.items():
            drawn = [self.head_matrix(name, number) for number in range(0, self.frames, TWOS)]
            boxes = [actor.mouth_box(matrix) for matrix in drawn]
            if all(self._inside(box) for box in boxes):
                figures[name] = {
                    "matrices": [[round(float(v), 4) for v in matrix.ravel()] for matrix in drawn],
                    "boxes": [boxes[number // TWOS] for number in range(self.frames)],
                }
        return {"backend": "animatic", "twos": TWOS, "frames": self.frames, "figures": figures}

    def _inside(self, box: list[int]) -> bool:
        x, y, width, height = box
        return x >= 0 and y >= 0 and x + width <= self._size[0] and y + height <= self._size[1]
