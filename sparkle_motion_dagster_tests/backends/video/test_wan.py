"""Clips by Wan: tiny checkpoints of every kind, loaded and run by the code that loads the real ones."""

import itertools
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sparkle_motion_dagster.backends.device.model_context import let_go_of_models
from sparkle_motion_dagster.backends.profile import Choice
from sparkle_motion_dagster.backends.progress import read_progress
from sparkle_motion_dagster.backends.protocols import MadeClip
from sparkle_motion_dagster.backends.registry import build_choice
from sparkle_motion_dagster.backends.video import animator
from sparkle_motion_dagster.backends.video.animator import Animator, Wanted
from sparkle_motion_dagster.errors import BackendError, ProfileError
from sparkle_motion_dagster_tests.backends.video.clip_requests import SIZE, clip_request, decoded, picture

TinyWan = Callable[[str], Path]
Render = Callable[..., MadeClip]


def _backend(model: Path, **settings: Any) -> Any:
    chosen = {
        "model": str(model),
        "device": "cpu",
        "steps": 1,
        "megapixels": 0.006,
        "chunk_length_frames": 9,
        **settings,
    }
    return build_choice("video", Choice(backend="wan", settings=chosen), "profile test")


@pytest.fixture
def render(tiny_wan: TinyWan, tmp_path: Path) -> Render:
    """`render("i2v", {settings}, frames=9, …)` → the clip."""
    numbers = itertools.count()

    def made(kind: str, settings: dict[str, Any] | None = None, **request: Any) -> MadeClip:
        folder = tmp_path / f"made{next(numbers)}"
        folder.mkdir()
        return _backend(tiny_wan(kind), **(settings or {})).render(clip_request(tmp_path, **request), folder)

    return made


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Wanted, Any]]:
    """Every call of a model: what was wanted, and the frames that it made."""
    seen: list[tuple[Wanted, Any]] = []
    animate = Animator.animate

    def watched(self: Animator, wanted: Wanted, *rest: Any) -> Any:
        frames = animate(self, wanted, *rest)
        seen.append((wanted, frames))
        return frames

    monkeypatch.setattr(Animator, "animate", watched)
    return seen


def test_the_same_request_gives_the_same_bytes_even_after_another_one_and_a_reload(render: Render):
    first = render("ti2v", frames=18, fps=24).video.read_bytes()
    assert render("ti2v", frames=18, fps=24, seed=8).video.read_bytes() != first
    assert render("ti2v", frames=18, fps=24).video.read_bytes() == first
    let_go_of_models()
    assert render("ti2v", frames=18, fps=24).video.read_bytes() == first


@pytest.mark.parametrize(("frames", "fps"), [(1, 24), (2, 24), (10, 24), (65, 24), (23, 30)])
def test_awkward_lengths_are_exact(render: Render, frames: int, fps: int):
    made = render("ti2v", frames=frames, fps=fps)
    assert decoded(made.video).shape == (frames, SIZE[1], SIZE[0], 3)
    assert ("windows that continue" in str(made.notes)) == (frames > 16)


@pytest.mark.parametrize(("kind", "end_counts"), [("i2v", False), ("flf2v", True), ("ti2v", False), ("i2v-a14b", True)])
def test_the_start_picture_always_counts_and_the_end_picture_where_the_model_can(
    render: Render, tmp_path: Path, kind: str, end_counts: bool
):
    other = picture(tmp_path / "other.png", "gold", (30, 30, 60, 50))
    as_it_is, begun, ended = (render(kind, frames=5, **paths) for paths in ({}, {"start": other}, {"end": other}))
    frames = [decoded(made.video) for made in (as_it_is, begun, ended)]
    assert np.abs(frames[0] - frames[1]).max() > 8
    assert (np.abs(frames[0] - frames[2]).max() > 8) == end_counts
    assert ("does not end on its last: the model takes none" in str(as_it_is.notes)) == (not end_counts)
    assert as_it_is.facts["phash_end_image"] != ended.facts["phash_end_image"]


def test_the_end_picture_is_not_used_if_the_profile_says_so(render: Render, tmp_path: Path):
    other = picture(tmp_path / "other.png", "gold", (30, 30, 60, 50))
    unused = {"end_image": "unused"}
    made = render("i2v-a14b", unused, frames=5)
    assert made.video.read_bytes() == render("i2v-a14b", unused, frames=5, end=other).video.read_bytes()
    assert "the profile says end_image: unused" in made.notes[0]


def test_windows_continue_from_each_other_and_only_the_last_goes_to_the_end_picture(render: Render, calls):
    made = render("i2v-a14b", frames=28)
    chunks = made.facts["chunks"]
    assert [(chunk["start_frame"], chunk["frames"]) for chunk in chunks] == [(0, 9), (5, 9), (10, 9), (15, 13)]
    assert [(chunk["first"], chunk["last"]) for chunk in chunks] == [
        ("start", None), ("previous", None), ("previous", None), ("previous", "end"),
    ]  # fmt: skip
    assert len({chunk["seed"] for chunk in chunks}) == 4
    for (before, frames), (after, _), chunk in zip(calls, calls[1:], chunks[1:], strict=False):
        begins = chunk["start_frame"] - chunks[chunks.index(chunk) - 1]["start_frame"]
        shown = np.asarray(after.first).astype(int)
        assert before.frames == 9 and np.abs(shown - frames[begins]).max() <= 128
        if before is calls[0][0]:  # nothing was blended into it
            assert (shown == frames[begins]).all()
    assert calls[-1][0].last is not None and calls[0][0].last is None
    assert "made in 4 windows" in made.notes[0]


def test_what_windows_share_is_blended(render: Render, calls):
    made = decoded(render("i2v-a14b", frames=18).video)
    (_, before), (_, after) = calls
    late = np.asarray(after[3], int), np.asarray(before[8], int)  # the last frame that both show
    assert np.abs(made[8] - late[0]).mean() < np.abs(made[8] - late[1]).mean()
    assert np.abs(made[5] - np.asarray(before[5], int)).mean() < np.abs(made[5] - np.asarray(after[0], int)).mean() + 1


def test_words_are_encoded_once_for_a_shot_and_the_encoder_is_let_go(render: Render, tiny_wan: TinyWan, monkeypatch):
    loaded: list[str] = []
    load_part = animator.load_part
    monkeypatch.setattr(
        animator, "load_part", lambda snapshot, name, *a, **k: loaded.append(name) or load_part(snapshot, name, *a, **k)
    )
    kept = render("ti2v", frames=18, fps=24)
    dropped = render("ti2v", {"preset": "a100-80gb"}, frames=18, fps=24)
    assert dropped.video.read_bytes() == kept.video.read_bytes()
    assert dropped.facts["device_map"]["text_encoder"] == "dropped" and dropped.facts["preset"] == "a100-80gb"
    loaded.clear()
    render("ti2v", {"preset": "a100-80gb"}, frames=18, fps=24, seed=9)
    assert loaded == []
    render("ti2v", {"preset": "a100-80gb"}, frames=18, fps=24, prompt="snow")
    assert loaded == ["text_encoder"]
    with _backend(tiny_wan("ti2v"), preset="a100-80gb").loaded() as (found, _):
        assert found.pipeline.text_encoder is None


def test_words_count_and_the_negative_ones_too(render: Render):
    clips = [
        render("i2v", frames=5), render("i2v", frames=5, prompt="snow"),
        render("i2v", {"negative_prompt": "snow"}, frames=5), render("i2v", {"style": "ink"}, frames=5),
    ]  # fmt: skip
    assert len({made.video.read_bytes() for made in clips}) == 4
    assert not clips[0].notes or "does not read" not in str(clips[0].notes)
    assert "does not read the last" in str(render("i2v", frames=5, prompt="rain and " * 60).notes)


def test_words_alone_make_a_clip_only_if_asked_and_only_in_one_window(render: Render):
    made = render("t2v", {"condition": "text"}, frames=7)
    assert len(decoded(made.video)) == 7 and "the shot's pictures were not used" in made.notes[0]
    with pytest.raises(BackendError, match="it needs 21 frames in one window, and 9 is the longest"):
        render("t2v", {"condition": "text"}, frames=20)
    both = render("ti2v", {"condition": "text"}, frames=7, fps=24), render("ti2v", frames=7, fps=24)
    assert both[0].video.read_bytes() != both[1].video.read_bytes()


def test_the_films_rate_is_kept_and_the_note_says_how(render: Render):
    made = render("i2v", frames=12, fps=24)
    assert len(decoded(made.video)) == 12 and made.facts["model_fps"] == 16 and made.facts["model_frames"] == 9
    assert "the model makes 16 frames a second and the film shows 24" in " ".join(made.notes)
    steps = [render("i2v", {"retime": how}, frames=12, fps=24).video.read_bytes() for how in ("blend", "nearest")]
    assert len({made.video.read_bytes(), *steps}) == 3
    end = render("flf2v", frames=8, fps=16)
    assert "14% faster than it was made, so that the clip ends on" in " ".join(end.notes)


def test_a_fade_darkens_the_first_frames(render: Render):
    faded, plain = (decoded(render("i2v", frames=5, transition=kind).video) for kind in ("fade_in", "cut"))
    assert faded[0].mean() < 0.5 * plain[0].mean()


def test_it_tells_how_far_it_is_and_stops_when_nobody_waits_any_more(tiny_wan: TinyWan, tmp_path: Path, monkeypatch):
    folder = tmp_path / "work"
    folder.mkdir()
    backend, request = _backend(tiny_wan("i2v"), steps=2), clip_request(tmp_path, frames=14)
    backend.render(request, folder)
    assert read_progress(folder) == pytest.approx(1)
    shutil.rmtree(folder)
    with pytest.raises(BackendError, match="nobody waits for the clip: stopped"):
        backend.render(request, folder)


def test_facts_tell_how_it_was_made(render: Render):
    facts = render("i2v-a14b", frames=5).facts
    assert (
        facts["architecture"] == "Wan 2.2 I2V"
        and facts["device"] == "cpu"
        and facts["sampler"] == "UniPCMultistepScheduler"
    )
    assert facts["device_map"] == dict.fromkeys(("text_encoder", "transformer", "transformer_2", "vae"), "cpu")
    assert facts["attempts"] == [
        {"window": 0, "attempt": 1, "rung": "resident", "frames": 5, "device": "cpu", "outcome": "succeeded"}
    ]
    assert facts["made_width_px"] % 16 == facts["made_height_px"] % 16 == 0


def test_a_picture_of_another_size_is_refused(render: Render, tmp_path: Path):
    Image.new("RGB", (64, 64)).save(tmp_path / "small.png")
    with pytest.raises(BackendError, match=r"small\.png is 64×64, 96×64 expected"):
        render("i2v", start=tmp_path / "small.png")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"steps": 0}, "steps: Input should be greater than or equal to 1"),
        ({"condition": "words"}, "condition: Input should be 'images' or 'text'"),
        ({"condition": "text", "end_image": "required"}, "condition: text uses no pictures"),
        ({"chunk_overlap_frames": 0}, "chunk_overlap_frames"),
        ({"preset": "h200"}, "preset is 'h200': expected auto"),
        ({"dtype": "float16"}, "float16 does not work on the cpu"),
        ({"chunk_lenght_frames": 9}, "unknown chunk_lenght_frames"),
        ({"model": "wan3"}, "expected one of"),
    ],
)
def test_wrong_settings_are_told_before_anything_is_loaded(tmp_path: Path, settings: dict[str, Any], said: str):
    with pytest.raises(ProfileError, match=said):
        _backend(**{"model": tmp_path, **settings})


def test_windows_too_short_to_continue_are_refused(render: Render):
    with pytest.raises(BackendError, match=r"gives windows of 9 frames; .* 13 are the fewest"):
        render("i2v", {"chunk_overlap_frames": 8}, frames=20)


@pytest.mark.parametrize(
    "changed",
    [{"steps": 2}, {"guidance": 3.0}, {"guidance_2": 2.0}, {"flow_shift": 5.0}, {"megapixels": 0.01}, {"style": "ink"},
     {"chunk_overlap_frames": 5}, {"end_image": "unused"}, {"retime": "blend"}, {"model_fps": 12.0},
     {"quantisation": "int8"}, {"dtype": "bfloat16"}],
)  # fmt: skip
def test_every_setting_is_in_the_recipe(tiny_wan: TinyWan, changed: dict[str, Any]):
    plain = _backend(tiny_wan("i2v-a14b"))
    assert plain.model_inputs() != _backend(tiny_wan("i2v-a14b"), **changed).model_inputs()
    assert plain.model_inputs() == _backend(tiny_wan("i2v-a14b"), warm_ttl_s=1.0).model_inputs()


def test_the_experts_guidance_and_the_shift_reach_the_model(render: Render):
    clips = [
        render("i2v-a14b", {"steps": 3, **more}, frames=5) for more in ({}, {"guidance_2": 1.5}, {"flow_shift": 9.0})
    ]
    assert len({made.video.read_bytes() for made in clips}) == 3


def test_backends_travel_between_processes_without_their_model(tiny_wan: TinyWan, render: Render):
    render("i2v", frames=5)
    backend = _backend(tiny_wan("i2v"))
    assert len(pickle.dumps(backend)) < 3000
    assert pickle.loads(pickle.dumps(backend)).model_inputs() == backend.model_inputs()
