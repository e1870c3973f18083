"""A person's own pictures and clips at a film's size: nothing stretched, nothing lost without a word."""

import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.cover import clip_facts, cover, cover_clip, cover_picture, crop_words
from sparkle_motion_dagster.media.encode import VideoWriter
from sparkle_motion_dagster.media.ffmpeg import binary
from sparkle_motion_dagster.media.probe import probe
from sparkle_motion_dagster.media.reading import opened_film

SIZE = 320, 184


def disc(width: int, height: int) -> np.ndarray:
    picture = np.zeros((height, width, 3), np.uint8)
    cv2.circle(picture, (width // 2, height // 2), min(width, height) // 4, (255, 255, 255), -1)
    return picture


@pytest.mark.parametrize("shape", [(900, 300), (300, 900), (320, 184), (64, 64)])
def test_a_circle_stays_a_circle_whatever_the_shape_of_the_picture(shape):
    white = cover(disc(*shape), *SIZE)[..., 0] > 127
    columns, rows = np.flatnonzero(white.any(axis=0)), np.flatnonzero(white.any(axis=1))
    assert white.shape == (SIZE[1], SIZE[0])
    assert (columns[-1] - columns[0]) == pytest.approx(rows[-1] - rows[0], abs=3)


def test_a_crop_is_said_with_its_share_and_sides():
    assert crop_words((640, 368), SIZE) == ()
    (said,) = crop_words((1000, 1000), SIZE)
    assert said == "43% of it is cropped at top and bottom: it is 1000×1000, the film 320×184"
    assert any("enlarged 5.0 times" in words for words in crop_words((64, 64), SIZE))


def test_a_picture_is_turned_upright_before_it_is_cropped(tmp_path):
    image = Image.fromarray(np.repeat(np.arange(200, dtype=np.uint8)[:, None], 100, axis=1))  # dark above, bright below
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    image.save(tmp_path / "photo.jpg", exif=exif)
    cover_picture(tmp_path / "photo.jpg", tmp_path / "made.png", *SIZE)
    made = np.asarray(Image.open(tmp_path / "made.png").convert("L"), int)
    assert made[0].mean() > made[-1].mean()


def clip(path: Path, frames: int, fps: int, size: tuple[int, int] = (400, 300)) -> Path:
    """A clip whose frames brighten one after another."""
    with VideoWriter(path, *size, fps) as writer:
        for number in range(frames):
            writer.write(np.full((size[1], size[0], 3), 20 + 2 * number, np.uint8))
    return path


@pytest.mark.parametrize(("fps", "frames"), [(30, 60), (24, 48), (12, 24), (50, 100)])
def test_a_clip_keeps_its_speed_at_the_films_rate(tmp_path, fps, frames):
    source = clip(tmp_path / "own.mp4", frames, fps)
    assert clip_facts(source).duration_s == pytest.approx(2.0, abs=1e-3)
    made = tmp_path / "made.mp4"
    first = cover_clip(source, made, width_px=SIZE[0], height_px=SIZE[1], fps=24, frames=48)
    facts = probe(made, count=True)
    assert (facts.frames, facts.fps, facts.width_px, facts.height_px, facts.audio_codec) == (48, 24, *SIZE, None)
    with opened_film(made) as film:
        levels = [float(frame.to_ndarray(format="rgb24").mean()) for frame in film.decode(video=0)]
    for number in (0, 12, 24, 47):
        assert levels[number] == pytest.approx(20 + 2 * number * fps / 24, abs=6)
    assert first.mean() == pytest.approx(20, abs=3)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_clip_filmed_with_a_turned_phone_is_seen_upright(tmp_path, turn):
    corner = np.zeros((200, 320, 3), np.uint8)
    corner[:100, :160] = 255
    with VideoWriter(tmp_path / "flat.mp4", 320, 200, 24) as writer:
        writer.write(corner, 24)
    turned, shown = tmp_path / "turned.mp4", tmp_path / "shown.png"
    rotate = [binary(), "-loglevel", "error", "-display_rotation", str(turn), "-i", tmp_path / "flat.mp4"]
    subprocess.run([*rotate, "-c", "copy", turned], check=True)
    subprocess.run([binary(), "-loglevel", "error", "-i", turned, "-frames:v", "1", shown], check=True)
    players = np.asarray(Image.open(shown).convert("RGB"), int)
    height, width = players.shape[:2]
    assert (clip_facts(turned).width_px, clip_facts(turned).height_px) == (width, height)
    made = cover_clip(turned, tmp_path / "made.mp4", width_px=width, height_px=height, fps=24, frames=24)
    assert np.abs(made.astype(int) - players).mean() < 2


def test_a_damaged_clip_is_refused_when_it_is_measured(tmp_path):
    source = clip(tmp_path / "own.mp4", 48, 24)
    data = source.read_bytes()
    source.write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(MediaError, match=r"own\.mp4"):
        clip_facts(source)
