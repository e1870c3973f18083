"""Clips of stills: the camera moves, the first picture turns into the last, every frame is there."""

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from sparkle_motion_dagster.backends.protocols import VideoRequest
from sparkle_motion_dagster.backends.video.still import StillVideo, change, view
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster_tests.backends.images.requests import image_request

SIZE = (160, 96)


@pytest.fixture
def request_of(tmp_path: Path):
    for name, colour, box in (("start", "navy", (20, 20, 60, 60)), ("end", "darkred", (90, 30, 140, 80))):
        image = Image.new("RGB", SIZE, colour)
        image.paste("white", box)
        image.save(tmp_path / f"{name}.png")

    def made(frames: int = 25, camera: str = "push", transition: str = "cut", end: str = "end") -> VideoRequest:
        picture = image_request(size=SIZE).picture.model_copy(update={"camera": camera})
        return VideoRequest(
            "s010", picture, tmp_path / "start.png", tmp_path / f"{end}.png", "p", frames, 24, transition, 1
        )

    return made


def _frames(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="rgb24").astype(int) for frame in film.decode(video=0)]


@pytest.mark.parametrize("frames", [1, 2, 25, 48])
def test_every_frame_asked_for_decodes_and_the_same_request_gives_the_same_bytes(
    request_of, tmp_path: Path, frames: int
):
    clips = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        clips.append(StillVideo().render(request_of(frames), tmp_path / name).video)
    assert len(_frames(clips[0])) == frames
    assert clips[0].read_bytes() == clips[1].read_bytes()


def test_it_begins_with_the_first_picture_and_ends_with_the_last(request_of, tmp_path: Path):
    frames = _frames(StillVideo().render(request_of(), tmp_path).video)
    first = np.asarray(Image.open(tmp_path / "start.png")).astype(int)
    assert np.abs(frames[0] - first).mean() < 6
    assert frames[-1][2, 2, 0] > 100 > frames[-1][2, 2, 2]
    middle = frames[len(frames) // 2]
    assert middle[2, 2, 0] > frames[0][2, 2, 0] and middle[2, 2, 2] > frames[-1][2, 2, 2]


@pytest.mark.parametrize("camera", ["hold", "push", "pull", "pan_left", "pan_right", "tilt_up", "tilt_down"])
def test_the_camera_always_moves_and_never_leaves_the_picture(request_of, tmp_path: Path, camera: str):
    frames = _frames(StillVideo().render(request_of(camera=camera, end="start"), tmp_path).video)
    assert np.abs(frames[-1] - frames[0]).mean() > 0.5
    for share in np.linspace(0, 1, 11):
        seen = view(camera, share)
        assert seen.zoom >= 1 and 0 <= seen.x <= 1 and 0 <= seen.y <= 1


def test_pans_and_tilts_go_where_they_say():
    assert view("pan_left", 0).x > view("pan_left", 1).x and view("pan_right", 0).x < view("pan_right", 1).x
    assert view("tilt_up", 0).y > view("tilt_up", 1).y and view("tilt_down", 0).y < view("tilt_down", 1).y
    assert view("push", 1).zoom > view("push", 0).zoom == 1 and view("pull", 1).zoom == 1 < view("pull", 0).zoom
    assert change(0) == 0 and change(1) == 1


def test_fades_are_as_in_the_animatic(request_of, tmp_path: Path):
    faded = _frames(StillVideo().render(request_of(transition="fade_in", end="start"), tmp_path).video)
    assert faded[0].mean() < 0.5 * faded[-1].mean()


def test_a_picture_of_another_size_is_refused(request_of, tmp_path: Path):
    Image.new("RGB", (64, 64)).save(tmp_path / "end.png")
    with pytest.raises(BackendError, match=r"end\.png is 64×64, 160×96 expected"):
        StillVideo().render(request_of(), tmp_path)
