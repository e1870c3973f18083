"""Clips joined frame for frame."""

from pathlib import Path

import av
import numpy as np
import pytest

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media import joins
from sparkle_motion_dagster.media.joins import Clip, join
from sparkle_motion_dagster.media.probe import probe
from sparkle_motion_dagster_tests.media.film_pieces import FPS, moving_frames, read_frames, tone, write_clip

LENGTHS = (7, 13, 10)


def clips_of(folder: Path, **settings: int) -> list[Clip]:
    return [
        Clip(f"s{i}", write_clip(folder / f"c{i}.mp4", moving_frames(n, shade=30 + 60 * i), **settings), n)
        for i, n in enumerate(LENGTHS)
    ]


def times_s(path: Path) -> list[float]:
    with av.open(str(path)) as film:
        return [float(frame.time or 0) for frame in film.decode(video=0)]


def test_clips_that_agree_are_copied_and_every_frame_is_the_same(tmp_path: Path) -> None:
    clips = clips_of(tmp_path)
    joined = join(clips, tmp_path / "film.mp4", fps=FPS)
    assert joined.copied and joined.frames == sum(LENGTHS) and joined.notes == ()
    before = np.concatenate([read_frames(clip.path) for clip in clips])
    assert np.array_equal(read_frames(joined.path), before)
    assert times_s(joined.path) == pytest.approx([n / FPS for n in range(sum(LENGTHS))], abs=1e-4)


def test_a_film_too_large_to_be_held_is_read_twice_and_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clips = clips_of(tmp_path)
    held = join(clips, tmp_path / "held.mp4", fps=FPS)
    monkeypatch.setattr(joins, "HELD_BYTES", clips[0].path.stat().st_size)
    again = join(clips, tmp_path / "again.mp4", fps=FPS)
    assert again.packets == held.packets
    assert again.path.read_bytes() == held.path.read_bytes()


def test_a_preview_sound_longer_than_its_picture_shifts_nothing(tmp_path: Path) -> None:
    clips = [
        Clip(f"s{i}", write_clip(tmp_path / f"c{i}.mp4", moving_frames(n), sound=tone(n / FPS + 0.4, 48_000)), n)
        for i, n in enumerate(LENGTHS)
    ]
    joined = join(clips, tmp_path / "film.mp4", fps=FPS)
    assert joined.copied
    assert times_s(joined.path) == pytest.approx([n / FPS for n in range(sum(LENGTHS))], abs=1e-4)
    assert probe(joined.path).audio_codec is None


def test_a_clip_with_another_size_and_rate_is_fitted_and_told(tmp_path: Path) -> None:
    clips = clips_of(tmp_path)
    odd = Clip("odd", write_clip(tmp_path / "odd.mp4", moving_frames(15, width=200, height=200), fps=30), 15)
    joined = join([*clips, odd], tmp_path / "film.mp4", fps=FPS)
    assert not joined.copied
    assert "odd is 200×200" in joined.notes[0] and "320×200" in joined.notes[0]
    facts = probe(joined.path, count=True)
    assert (facts.frames, facts.width_px, facts.height_px, facts.fps) == (sum(LENGTHS) + 15, 320, 200, FPS)
    last = read_frames(joined.path)[-1]
    assert last[:, :50].mean() < 20 < last[:, 120:200].mean(), "bars left of a square picture"


def test_clips_encoded_with_other_settings_are_not_pasted_together(tmp_path: Path) -> None:
    clips = clips_of(tmp_path)
    other = Clip("other", write_clip(tmp_path / "other.mp4", moving_frames(9), b_frames=0), 9)
    joined = join([*clips, other], tmp_path / "film.mp4", fps=FPS)
    assert not joined.copied and "other" in joined.notes[0]
    assert probe(joined.path, count=True).frames == sum(LENGTHS) + 9


def test_a_dip_to_black_changes_pictures_but_no_length(tmp_path: Path) -> None:
    joined = join(clips_of(tmp_path), tmp_path / "film.mp4", fps=FPS, dip_frames=3)
    light = read_frames(joined.path).mean(axis=(1, 2, 3))
    assert len(light) == sum(LENGTHS)
    assert light[0] < 20 and light[6] < 60 and light[7] < 20 and light[4] > 60


def test_a_clip_with_a_frame_too_few_is_refused_by_name(tmp_path: Path) -> None:
    clips = clips_of(tmp_path)
    clips[1] = Clip("s020", clips[1].path, clips[1].frames + 1)
    with pytest.raises(MediaError, match="s020: the clip has 13 frames, expected 14"):
        join(clips, tmp_path / "film.mp4", fps=FPS)


def test_no_clips_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="at least one"):
        join([], tmp_path / "film.mp4", fps=FPS)
