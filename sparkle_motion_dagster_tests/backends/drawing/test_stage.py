"""Frames of a stage: depth, movement, life, weather, the DRAFT mark."""

from itertools import pairwise

import cv2
import numpy as np
import pytest

from sparkle_motion_dagster.backends.drawing import backdrop, idle, sheets, stage
from sparkle_motion_dagster.backends.drawing.stage import Stage
from sparkle_motion_dagster.backends.drawing.stride import Stride
from sparkle_motion_dagster.film.picture import Figure, Picture
from sparkle_motion_dagster_tests.backends.animatic_pictures import ADA, HEIGHT_PX, WIDTH_PX, figure, picture

FRAMES, FPS = 96, 24


def shown(shot: Picture, number: int = 0) -> np.ndarray:
    return Stage(shot, FRAMES, FPS).frame(number)


def difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def test_a_frame_has_the_pictures_size_and_is_full_of_picture() -> None:
    frame = shown(picture())
    assert frame.shape == (HEIGHT_PX, WIDTH_PX, 3)
    assert frame.dtype == np.uint8
    assert frame.std() > 20
    assert not (frame == 0).all(axis=2).any()


@pytest.mark.parametrize("place", ["kitchen", "meadow"])
@pytest.mark.parametrize("framing", ["wide", "two_shot", "close"])
def test_nothing_of_the_memory_beneath_shows_through(place: str, framing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shot = picture(place=place, interior=place == "kitchen", framing=framing, camera="pull")
    plain = [shown(shot, number) for number in (0, 95)]
    monkeypatch.setattr(np, "empty", lambda shape, dtype=float: np.full(shape, 99, dtype))
    assert all((a == shown(shot, number)).all() for a, number in zip(plain, (0, 95), strict=True))


def test_any_frame_can_be_asked_for_in_any_order() -> None:
    forward, backward = Stage(picture(), FRAMES, FPS), Stage(picture(), FRAMES, FPS)
    numbers = (0, 30, 95)
    first = [forward.frame(n) for n in numbers]
    second = [backward.frame(n) for n in reversed(numbers)][::-1]
    assert all((a == b).all() for a, b in zip(first, second, strict=True))


def test_the_first_and_last_view_do_not_depend_on_the_length() -> None:
    short, long = Stage(picture(camera="push"), 48, FPS), Stage(picture(camera="push"), 192, FPS)
    assert (short.frame(0) == long.frame(0)).all()
    assert difference(short.frame(47), long.frame(191)) < 4


def test_drawings_are_on_twos() -> None:
    film = Stage(picture(camera="push"), FRAMES, FPS)
    assert (film.frame(40) == film.frame(41)).all()
    assert (film.frame(40) != film.frame(42)).any()


@pytest.mark.parametrize("camera", ["push", "pull", "pan_left", "tilt_up"])
def test_a_move_changes_the_picture_and_a_hold_stays(camera: str) -> None:
    moved, held = (Stage(picture(camera=c), FRAMES, FPS) for c in (camera, "hold"))
    assert difference(moved.frame(0), moved.frame(95)) > 2.5 * difference(held.frame(0), held.frame(95))


def test_even_a_hold_is_never_frozen() -> None:
    film = Stage(picture(framing="wide"), FRAMES, FPS)
    frames = [film.frame(n) for n in range(0, 48, 4)]
    assert all((a != b).any() for a, b in pairwise(frames))


def test_figures_stand_in_the_picture() -> None:
    empty = shown(picture(figures=(), focus=None, framing="wide"))
    assert difference(empty, shown(picture(framing="wide"))) > 1


def test_people_blink_by_themselves_and_not_in_step() -> None:
    times = {name: idle.blinks(7, name, 2) for name in ("ada", "tom", "vix")}
    assert len({t[0] for t in times.values()}) == 3
    for blinks in times.values():
        gaps = np.diff(blinks)
        assert gaps.min() >= 2.0 and gaps.max() <= 5.0
    moments = np.arange(0, 120, 1 / 12)
    both = sum(all(idle.eyes_closed(7, name, t) for name in ("ada", "tom")) for t in moments)
    assert both < 10


def test_a_blink_closes_the_eyes_in_the_picture() -> None:
    shot = picture(framing="close", figures=(figure(ADA, 0.5, "front"),))
    film = Stage(shot, 240, FPS)
    blink = idle.blinks(shot.seed, "ada", 1)[0]
    during = int(np.ceil(blink * FPS / 2)) * 2
    assert idle.eyes_closed(shot.seed, "ada", during / FPS)
    actor = film.actors["ada"]
    open_face, closed_face = actor.head(False).pixels, actor.head(True).pixels
    assert difference(open_face, closed_face) > 0.5
    blinking = film.frame(during)
    actor._faces[True] = open_face
    assert difference(blinking, film.frame(during)) > 0.1


def test_rain_falls_in_front_and_not_indoors() -> None:
    def moving(**changes: object) -> float:
        film = Stage(picture(place="meadow", figures=(), focus=None, framing="wide", **changes), FRAMES, FPS)
        return difference(film.frame(0), film.frame(4))

    outside = {"interior": False}
    assert moving(weather="rain", **outside) > 2 * moving(weather="clear", **outside)
    wet_room = picture(place="kitchen", interior=True, weather="rain", framing="wide")
    assert Stage(wet_room, FRAMES, FPS)._weather == []


def test_lightning_brightens_a_storm() -> None:
    shot = picture(place="meadow", interior=False, weather="storm", framing="wide", time_of_day="night")
    film = Stage(shot, 240, FPS)
    strike = film._flashes[0]
    lit, dark = film.frame(round((strike + 0.08) * FPS)), film.frame(round((strike + 1.0) * FPS))
    assert lit.mean() > dark.mean() + 8


@pytest.mark.parametrize("framing", ["wide", "close", "insert"])
def test_every_frame_bears_the_draft_mark(framing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    marked = [shown(picture(framing=framing), n) for n in (0, 50, 95)]
    monkeypatch.setattr(stage, "draft_mark", lambda w, h: (np.zeros((2, 2, 4), np.uint8), 0, 0))
    for number, frame in zip((0, 50, 95), marked, strict=True):
        changed = np.argwhere((frame != shown(picture(framing=framing), number)).any(axis=2))
        assert len(changed) > 100
        assert changed[:, 0].max() < HEIGHT_PX * 0.12 and changed[:, 1].min() > WIDTH_PX * 0.7


def test_what_cannot_be_drawn_is_said() -> None:
    film = Stage(picture(place="the inside of a quasar", interior=None, props=("flux capacitor",)), FRAMES, FPS)
    film.frame(0)
    assert any("quasar" in note for note in film.notes)
    assert any("flux capacitor" in note for note in film.notes)


def test_a_close_up_softens_the_place_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    shot = picture(framing="close", place="library", focus="ada", width_px=640, height_px=360)

    def close_up() -> np.ndarray:
        return shown(shot).astype(int)

    def edges(frame: np.ndarray, columns: slice) -> float:
        return float(cv2.Laplacian(frame[:, columns].astype(np.int16), cv2.CV_16S).var())

    soft = close_up()
    monkeypatch.setattr(backdrop, "_BLUR_PX", {"close": 0.5})
    sharp = close_up()
    assert edges(sharp, slice(0, 120)) > 1.5 * edges(soft, slice(0, 120))
    x, y, width, height = Stage(shot, FRAMES, FPS).rig()["figures"]["ada"]["boxes"][0]
    lips = slice(y + height // 4, y + height * 3 // 4), slice(x + width // 4, x + width * 3 // 4)
    assert (soft[lips] == sharp[lips]).all()


def test_shots_of_one_place_draw_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets._kept.clear()
    shown(picture(framing="close", focus="ada"))
    drawn: list[float] = []
    real = sheets._drawn
    monkeypatch.setattr(
        sheets, "_drawn", lambda svg, box, scale: drawn.append(box[2] * box[3]) or real(svg, box, scale)
    )
    shown(picture(framing="medium", focus="tom"))
    assert max(drawn) < 1600 * 900 / 2


def test_the_rig_follows_the_mouth_of_everyone_seen() -> None:
    film = Stage(picture(camera="push"), 25, FPS)
    rig = film.rig()
    assert set(rig["figures"]) == {"ada", "tom"}
    ada = rig["figures"]["ada"]
    assert len(ada["boxes"]) == 25 and len(ada["matrices"]) == 13
    x, y, width, height = ada["boxes"][0]
    actor = film.actors["ada"]
    without = film.frame(0)
    drawing = actor.standing.drawing
    actor._faces[False] = actor._bare_head.pixels.copy()  # the face without any mouth
    changed = np.argwhere((np.abs(film.frame(0).astype(int) - without) > 6).any(axis=2))
    assert drawing.mouth("X") and len(changed)
    assert x - 1 <= changed[:, 1].min() and changed[:, 1].max() <= x + width + 1
    assert y - 1 <= changed[:, 0].min() and changed[:, 0].max() <= y + height + 1


def test_an_animal_that_cannot_be_drawn_is_told() -> None:
    snail = figure(ADA | {"character_id": "snail", "name": "SNAIL", "description": ""}, 0.5)
    film = Stage(picture(figures=(snail,), focus="snail"), FRAMES, FPS)
    film.frame(0)
    assert film.notes == ["no drawing of a snail: a person stands in for SNAIL"]
    film = Stage(picture(), FRAMES, FPS)
    film.frame(0)
    assert film.notes == []


def test_there_are_no_two_moons() -> None:
    night = {
        "place": "garden",
        "interior": False,
        "time_of_day": "night",
        "props": ("moon", "lantern"),
        "framing": "wide",
    }
    assert [thing.drawing.name for thing in Stage(picture(**night), FRAMES, FPS).things] == ["lantern"]
    covered = Stage(picture(**night | {"weather": "rain"}), FRAMES, FPS)
    assert [thing.drawing.name for thing in covered.things] == ["moon", "lantern"]
    near = Stage(picture(**night | {"framing": "insert"}), FRAMES, FPS)
    assert near.things[0].drawing.name == "moon"


@pytest.mark.parametrize("gait", ["walk", "run"])
@pytest.mark.parametrize(("way", "first", "last"), [("across", -1, 1), ("in", -1, 0), ("out", 0, 1)])
@pytest.mark.parametrize("facing", ["right", "left"])
def test_who_walks_covers_ground_from_one_place_to_another_however_long_it_takes(
    gait: str, way: str, first: int, last: int, facing: str
) -> None:
    walker = Figure.model_validate({**ADA, "x": 0.5, "facing": facing, "walk": {"gait": gait, "way": way}})
    for seconds in (2.0, 6.0):
        stride = Stride(walker, 360, seconds)
        ahead = [x * (-1 if facing == "left" else 1) for x in (stride.x(0), stride.x(seconds))]
        assert [round(x / abs(x)) if x else 0 for x in ahead] == [first, last]
        assert stride.x(0) == Stride(walker, 360, 3.0).x(0)
        assert abs(stride.x(seconds) - Stride(walker, 360, 3.0).x(3.0)) < 1e-9
    assert (stride.phase(6.0) is None) == (way == "in")


def test_steps_are_seen_and_any_frame_can_still_be_asked_for_in_any_order() -> None:
    walker = Figure.model_validate({**ADA, "x": 0.5, "facing": "right", "walk": {"gait": "walk", "way": "across"}})
    shot = picture(figures=(walker,), framing="full", camera="hold")
    film = Stage(shot, FRAMES, FPS)
    frames = {number: film.frame(number) for number in (90, 0, 46)}
    assert all((Stage(shot, FRAMES, FPS).frame(number) == frame).all() for number, frame in frames.items())
    first, last = film.head_matrix("ada", 0), film.head_matrix("ada", 90)
    assert last[0, 2] - first[0, 2] > WIDTH_PX * 0.15
    still = Stage(picture(figures=(figure(ADA, 0.5),), framing="full", camera="hold"), FRAMES, FPS)
    assert difference(frames[0], frames[46]) > 3 * difference(still.frame(0), still.frame(46))
