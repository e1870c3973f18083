"""Where actors stand and what the camera sees of them."""

from itertools import combinations, pairwise

import pytest

from sparkle_motion_dagster.backends.drawing.blocking import LEFTMOST, RIGHTMOST, Standing, laid_out, lifted, spread
from sparkle_motion_dagster.backends.drawing.framing import View, between, take
from sparkle_motion_dagster.backends.drawing.layer import OVERSCAN, FigureDrawing, PropDrawing
from sparkle_motion_dagster.film.picture import Picture
from sparkle_motion_dagster_tests.backends.animatic_pictures import ADA, FOX, TOM, figure, picture

GROUND = 640.0
ASPECT = 320 / 176
MOVES = ("hold", "push", "pull", "pan_left", "pan_right", "tilt_up", "tilt_down")
FRAMINGS = ("wide", "full", "medium", "two_shot", "close", "insert")


def drawn(height: float = 360.0, hand: tuple[float, float] | None = (60.0, -160.0)) -> FigureDrawing:
    head = height / 4
    return FigureDrawing(
        body="", head="", eyes_closed="", mouth=lambda viseme: "", neck=(0, -height + head),
        box=(-height * 0.2, -height, height * 0.4, height + 5), head_box=(-head * 0.45, -height, head * 0.9, head),
        mouth_box=(-10, -height + head * 0.7, 20, 12), height=height, hand=hand,
    )  # fmt: skip


def standing(shot: Picture, *heights: float) -> tuple[Standing, ...]:
    return spread(shot.figures, [drawn(h) for h in heights], GROUND)


def crowd(count: int) -> tuple[Standing, ...]:
    figures = [figure(ADA | {"character_id": f"c{i}"}, (i + 1) / (count + 1)) for i in range(count)]
    return spread(figures, [drawn() for _ in figures], GROUND)


def share_of_height(view: View, standing: Standing) -> float:
    return standing.head[3] / view.height(ASPECT)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7])
def test_no_head_hides_another(count: int) -> None:
    for one, other in combinations(crowd(count), 2):
        assert one.head[0] + one.head[2] <= other.head[0] or other.head[0] + other.head[2] <= one.head[0]


@pytest.mark.parametrize("count", [1, 2, 5, 9, 14])
def test_everyone_stands_on_the_stage_in_the_scenes_order(count: int) -> None:
    xs = [s.x for s in crowd(count)]
    assert all(a < b for a, b in pairwise(xs))
    assert min(xs) >= LEFTMOST - 1
    assert max(xs) <= RIGHTMOST + 1


def test_two_at_one_spot_are_moved_apart() -> None:
    pair = spread([figure(ADA, 0.5), figure(TOM, 0.5)], [drawn(), drawn()], GROUND)
    assert pair[1].x - pair[0].x >= pair[0].head[2]


@pytest.mark.parametrize("framing", FRAMINGS)
@pytest.mark.parametrize("camera", MOVES)
@pytest.mark.parametrize("size", [(320, 176), (176, 320), (256, 256)])
def test_the_camera_never_leaves_what_is_drawn(framing: str, camera: str, size: tuple[int, int]) -> None:
    shot = picture(framing=framing, camera=camera, width_px=size[0], height_px=size[1])
    seen = take(shot, standing(shot, 360, 150), (640.0, 600.0, 60.0))
    x, y, width, height = OVERSCAN
    for share in (0.0, 0.5, 1.0):
        left, top, right, bottom = between(seen.start, seen.end, share).box(size[0] / size[1])
        assert x <= left < right <= x + width
        assert y <= top < bottom <= y + height


def test_framings_come_nearer_from_wide_to_close() -> None:
    widths = []
    for framing in ("wide", "full", "medium", "close"):
        shot = picture(framing=framing)
        widths.append(take(shot, standing(shot, 360, 346)).start.width)
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == 4


def test_a_close_up_gives_the_head_nearly_half_the_height_and_room_to_look() -> None:
    shot = picture(framing="close")
    cast = standing(shot, 360, 346)
    view = take(shot, cast).start
    assert share_of_height(view, cast[0]) == pytest.approx(0.46, abs=0.01)
    assert view.x > cast[0].x + 5  # ada looks right: the room is on her right
    top = view.box(ASPECT)[1]
    assert 0.06 < (cast[0].head[1] - top) / view.height(ASPECT) < 0.16


def test_a_single_shows_nobody_cut_in_half() -> None:
    shot = picture(framing="medium")
    assert [s.figure.character_id for s in take(shot, standing(shot, 360, 346)).seen] == ["ada"]


def test_a_two_shot_shows_both_heads_whole_from_first_to_last() -> None:
    for camera in MOVES[:3]:
        shot = picture(camera=camera, figures=(figure(ADA, 0.2), figure(FOX, 0.8, "left")))
        seen = take(shot, standing(shot, 360, 150))
        assert len(seen.seen) == 2
        for view in (seen.start, seen.end):
            left, top, right, bottom = view.box(ASPECT)
            for actor in seen.seen:
                x, y, width, height = actor.head
                assert left <= x and x + width <= right
                assert top <= y and y + height <= bottom


def test_a_two_shot_of_a_crowd_takes_the_two_who_talk() -> None:
    figures = tuple(
        figure(ADA | {"character_id": c}, (i + 1) / 6, speaking=c in "ae") for i, c in enumerate(("a", "b", "c", "e"))
    )
    shot = picture(figures=figures, focus="a")
    cast = spread(figures, [drawn() for _ in figures], GROUND)
    view = take(shot, cast).start.box(ASPECT)
    for actor in (cast[0], cast[3]):
        assert view[0] <= actor.head[0] and actor.head[0] + actor.head[2] <= view[2]


def test_a_full_shot_shows_hats_and_feet() -> None:
    shot = picture(framing="full")
    cast = standing(shot, 360, 250)
    _, top, _, bottom = take(shot, cast).start.box(ASPECT)
    assert top < min(s.box[1] for s in cast) and bottom > max(s.y for s in cast)


def test_a_mouse_in_close_up_still_stands_somewhere() -> None:
    shot = picture(framing="close", focus="tom")
    assert take(shot, standing(shot, 360, 50)).start.height(ASPECT) >= 125


def test_an_insert_is_about_the_thing_alone() -> None:
    shot = picture(framing="insert", camera="push")
    seen = take(shot, standing(shot, 360, 346), (700.0, 620.0, 70.0))
    assert seen.seen == ()
    assert (seen.start.x, seen.start.y) == (700.0, 620.0)
    assert 0.4 < 70 / seen.start.height(ASPECT) < 0.6


def test_moves_go_where_they_say() -> None:
    ends = {}
    for camera in MOVES:
        shot = picture(framing="full", camera=camera)
        ends[camera] = take(shot, standing(shot, 360, 346))
    assert ends["push"].end.width < 0.9 * ends["push"].start.width
    assert ends["pull"].end.width > 1.1 * ends["pull"].start.width
    assert ends["pan_left"].end.x < ends["pan_left"].start.x - 50
    assert ends["pan_right"].end.x > ends["pan_right"].start.x + 50
    assert ends["tilt_up"].end.y < ends["tilt_up"].start.y - 20
    assert ends["tilt_down"].end.y > ends["tilt_down"].start.y + 20
    held = ends["hold"]
    assert 0.98 < held.end.width / held.start.width < 1.0


def test_far_sheets_move_less_than_near_ones() -> None:
    start, end = View(0, 0, 1000), View(100, 0, 900)
    moved = [between(start, end, 0.5, depth).x for depth in (0.0, 0.5, 1.0, 1.3)]
    assert moved == sorted(moved)
    assert moved[0] > 0


def test_a_small_thing_is_held_and_a_large_one_stands_on_the_ground() -> None:
    shot = picture()
    cast = standing(shot, 360, 346)
    cup = PropDrawing("cup", "", (-15, -30, 30, 32), known=True, height=28)
    chair = PropDrawing("chair", "", (-50, -130, 100, 135), known=True, height=130)
    held, stood = laid_out([cup, chair], cast, "tom", GROUND, insert=False)
    assert held.holder == "tom"
    assert abs(held.y - (cast[1].y - 160)) < 40
    assert stood.holder is None and stood.y >= GROUND


def test_a_fox_holds_nothing() -> None:
    cup = PropDrawing("cup", "", (-15, -30, 30, 32), known=True, height=28)
    cast = spread([figure(FOX, 0.5)], [drawn(150, hand=None)], GROUND)
    placed = laid_out([cup], cast, "fox", GROUND, insert=False)[0]
    assert placed.holder is None and placed.y >= GROUND


def test_the_moon_stands_in_the_sky_and_leaves_the_hand_free() -> None:
    cast = standing(picture(), 360, 346)
    moon = PropDrawing("full moon", "", (-60, -120, 120, 122), known=True, height=118)
    cup = PropDrawing("cup", "", (-15, -30, 30, 32), known=True, height=28)
    above, held = laid_out([moon, cup], cast, "ada", GROUND, insert=False)
    assert above.y < 300 and above.holder is None
    assert held.holder == "ada"


@pytest.mark.parametrize("size", [(320, 176), (176, 320)])
@pytest.mark.parametrize("framing", ["wide", "full", "two_shot"])
def test_a_small_place_is_never_seen_wider_than_it_is(framing: str, size: tuple[int, int]) -> None:
    room = (260.0, 232.0, 760.0, 428.0)
    shot = picture(framing=framing, width_px=size[0], height_px=size[1])
    left, top, right, bottom = take(shot, standing(shot, 360, 346), widest=room).start.box(size[0] / size[1])
    assert left >= 260 - 1e-6 and right <= 1020 + 1e-6 and top >= 232 - 1e-6 and bottom <= 660 + 1e-6


def test_who_is_small_is_lifted_to_where_a_face_is_seen() -> None:
    shot = picture()
    cast = standing(shot, 360, 120)
    tall, small = lifted(cast, 400.0)
    assert tall == cast[0]
    assert small.head[1] == pytest.approx(400.0)
    assert lifted(cast, None) == cast
