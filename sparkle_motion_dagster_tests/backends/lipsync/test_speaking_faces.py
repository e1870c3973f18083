"""Which face is whose, and when its mouth moves."""

from pathlib import Path

import numpy as np
import pytest

from sparkle_motion_dagster.backends.lipsync.burning import frames_of
from sparkle_motion_dagster.backends.lipsync.face_finder import Box, FaceFinder, padded
from sparkle_motion_dagster.backends.lipsync.face_tracks import FaceTrack, follow
from sparkle_motion_dagster.backends.lipsync.mouth_patch import as_picture
from sparkle_motion_dagster.backends.lipsync.speaking_faces import cast, expected, mouth, speakers, voice_alone
from sparkle_motion_dagster.backends.protocols import TimedLine
from sparkle_motion_dagster.errors import ProfileError
from sparkle_motion_dagster_tests.backends.animatic_pictures import FOX, PAIR, figure, picture
from sparkle_motion_dagster_tests.backends.lipsync.talking import ADA, TOM, talk

VIX = figure(FOX, 0.9)


def standing(*places: tuple[float, float], frames: int = 10) -> dict[int, list[Box]]:
    """Faces that stand still: (x, width) each."""
    return {number: [Box(x, 50, width, width) for x, width in places] for number in range(frames)}


def test_the_drawn_faces_are_found_where_their_mouths_are(tmp_path: Path):
    found = talk(tmp_path)
    frame = as_picture(next(frames_of(found.request.clip)))
    faces = FaceFinder().faces(frame)
    assert len(faces) == 2
    for who, face in zip(("ada", "tom"), faces, strict=True):
        x, y = found.mouth(who, 0)
        assert face.x < x < face.x + face.width and face.y + face.height / 2 < y < face.y + face.height
    assert FaceFinder(crop=(0, -1, 160, -1)).faces(frame)[0] == pytest.approx(faces[1], abs=4)
    with pytest.raises(ProfileError, match="320×176"):
        FaceFinder(crop=(0, 500, 0, -1)).faces(frame)


def test_no_face_is_seen_in_an_empty_room():
    noise = np.random.default_rng(0).integers(0, 255, (176, 320, 3), dtype=np.uint8)
    assert FaceFinder().faces(noise) == ()


def test_pads_grow_a_box_within_the_picture():
    assert padded(Box(10, 20, 30, 40), (0, 10, 0, 0), 320, 176) == (10, 20, 40, 70)
    assert padded(Box(-5, 150, 30, 40), (5, 10, 20, 3), 320, 176) == (0, 145, 28, 176)


def test_two_faces_that_walk_are_two_faces():
    walking = {n: [Box(20 + 4 * n, 50, 40, 40), Box(200 - 4 * n, 60, 40, 40)] for n in range(15)}
    one, other = follow(walking, 12)
    assert [one.boxes[14].x, other.boxes[14].x] == [76, 144]


def test_a_flicker_is_no_face():
    found = standing((20, 40), frames=20)
    found[7] = [*found[7], Box(250, 10, 30, 30)]
    assert len(follow(found, 12)) == 1


def test_a_face_that_is_lost_for_a_while_is_filled_in_and_for_longer_is_not():
    found = {n: [Box(float(n), 50, 40, 40)] for n in (0, 1, 2, 6, 7, 30, 31, 32, 33)}
    found |= {n: [] for n in range(40) if n not in found}
    (track,) = follow(found, 6)
    boxes = track.filled(40, 6, smooth=False)
    assert boxes[4].tolist() == [4.0, 50, 40, 40]
    known = np.flatnonzero(~np.isnan(boxes[:, 0]))
    assert known.tolist() == [*range(0, 11), *range(27, 37)]
    assert np.isnan(boxes[18]).all()


def test_smoothing_takes_the_shiver_out_of_a_box():
    shivering = FaceTrack({n: Box(100 + (-3) ** (n % 2), 50, 40, 40) for n in range(20)})
    rough, smooth = (shivering.filled(20, 6, smooth=s)[:, 0] for s in (False, True))
    assert np.abs(np.diff(smooth)).max() < np.abs(np.diff(rough)).max() / 3


def test_people_get_faces_in_their_order():
    shot = picture(figures=(PAIR[1], PAIR[0]))  # however the plan lists them
    people = expected(shot)
    assert [person.character_id for person in people] == ["ada", "tom"]
    casting = cast(people, follow(standing((220, 40), (30, 60)), 6), 320)
    assert {who: face.centre_x for who, face in casting.tracks.items()} == {"ada": 60, "tom": 240}
    assert casting.notes == ()


def test_strangers_in_the_background_get_nobodys_mouth():
    casting = cast(PAIR, follow(standing((10, 25), (60, 60), (200, 60), (300, 25)), 6), 320)
    assert sorted(face.centre_x for face in casting.tracks.values()) == [90, 230]
    assert casting.notes == ("4 faces found where 2 were expected: the largest are taken",)


def test_a_face_too_few_is_given_to_whom_stands_there_and_said():
    casting = cast(PAIR, follow(standing((210, 50)), 6), 320)
    assert list(casting.tracks) == ["tom"]
    assert casting.notes == ("1 face found where 2 were expected: taken for TOM, by where it is",)


def test_in_a_close_up_the_face_is_whom_it_is_on_whoever_else_speaks():
    shot = picture(framing="close", focus="tom")
    spoken, notes = speakers(shot, (ADA, TOM))
    assert list(spoken) == ["tom"] and notes == ("ADA speaks with the mouth outside the picture",)
    assert [person.character_id for person in expected(shot)] == ["tom"]
    assert expected(picture(framing="insert")) == ()


def test_a_voice_that_comes_from_elsewhere_moves_no_mouth():
    off_screen = TimedLine("ada", "ADA", "I remember.", 0, 1, False, ())
    assert speakers(picture(), (off_screen,)) == ({}, ())


def test_a_mouth_moves_while_its_owner_speaks_and_rests_where_its_face_is_lost():
    boxes = np.tile([10.0, 10, 40, 40], (48, 1))
    boxes[10:13] = np.nan
    own, speaking, missing = mouth([ADA], boxes, 48, 24)
    assert own.weights[12] == 0 and own.weights[8] == 1 and own.weights[15] == 1
    assert not own.weights[24:].any() and 0 < own.weights[3] < 1
    assert missing == 3 and speaking == int((own.weights > 0).sum()) + 3
    assert len(own.runs()) == 2 and own.runs()[0][1] == 10 and own.runs()[1][0] == 13


def test_a_mouth_follows_its_owners_words_only():
    sound = np.ones(48_000, np.float32)
    alone = voice_alone(sound, 24_000, [TOM])
    assert not alone[:24_000].any() and alone[24_000:34_800].all() and not alone[34_800:].any()
