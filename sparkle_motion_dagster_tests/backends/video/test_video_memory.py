"""Memory of video models: planned before loading, and the ladder when it does not suffice."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from sparkle_motion_dagster.backends.device.memory import DeviceMemory
from sparkle_motion_dagster.backends.device.model_context import let_go_of_models
from sparkle_motion_dagster.backends.device.quantisation import missing_quantiser
from sparkle_motion_dagster.backends.models.table import load_models
from sparkle_motion_dagster.backends.video.animator import Animator, Guidance, Wanted, Words
from sparkle_motion_dagster.backends.video.ltx import LtxVideo
from sparkle_motion_dagster.backends.video.rungs import VideoRung
from sparkle_motion_dagster.backends.video.wan import WanVideo
from sparkle_motion_dagster.errors import BackendUnavailableError, ModelOOMError, NotEnoughMemoryError
from sparkle_motion_dagster_tests.backends.video.clip_requests import SIZE, clip_request, decoded

TinyWan = Callable[[str], Path]
CARDS = {"a100-80gb": 80_000.0, "a100-40gb": 40_000.0, "rtx4090": 24_000.0}
VIDEO_MODELS = [name for name in load_models() if name.startswith(("wan", "ltx"))]


@pytest.mark.parametrize("preset", CARDS)
@pytest.mark.parametrize("model", VIDEO_MODELS)
def test_every_model_of_the_table_is_planned_to_fit_every_card(model: str, preset: str):
    memory = DeviceMemory("cuda:0", preset, CARDS[preset] + 1000, CARDS[preset], 0.0)
    backend = LtxVideo(model=model) if model.startswith("ltx") else WanVideo(model=model)
    planned = backend.memory_plan(memory)
    assert planned[0] == preset and planned[1].device_mb < CARDS[preset]
    assert planned[1].encode_then_drop == ("text_encoder",)


def test_the_numbers_are_those_of_the_published_configurations():
    def planned(model: str, preset: str) -> Any:
        return WanVideo(model=model, preset=preset).memory_plan(DeviceMemory("cuda:0", "x", 1e6, 1e6, 0.0))[1]

    at_work = 160 * 0.4 * 81
    weights = 31_270 + 1_203 + 2 * 242  # transformer, CLIP, VAE in float32
    assert planned("wan2.1-flf2v-14b", "a100-80gb").device_mb == pytest.approx(weights + at_work, rel=0.005)
    assert planned("wan2.1-flf2v-14b", "a100-40gb").device_mb == pytest.approx(weights - 15_635 + at_work, rel=0.005)
    experts = planned("wan2.2-i2v-a14b", "a100-80gb")
    assert experts.placement == "model_offload" and experts.device_mb == pytest.approx(
        27_254 + 242 + at_work, rel=0.005
    )
    assert experts.host_mb == pytest.approx(2 * 27_254 + 10_835 + 242, rel=0.005)


def test_more_frames_at_once_take_more_memory():
    memory = DeviceMemory("cuda:0", "x", 81_000, 80_000, 0.0)
    small, large = (WanVideo(chunk_length_frames=frames).memory_plan(memory)[1] for frames in (41, 121))
    assert large.device_mb - small.device_mb == pytest.approx(60 * 0.88 * 80, rel=0.05)


def test_a_model_that_does_not_fit_is_refused_with_the_numbers(tiny_wan: TinyWan, tmp_path: Path):
    with pytest.raises(NotEnoughMemoryError, match=r"needs [\d,]+ MB on cpu .* MB free of"):
        WanVideo(model=str(tiny_wan("ti2v")), device="cpu", megapixels=4, chunk_length_frames=1025).render(
            clip_request(tmp_path), tmp_path
        )
    assert not list(tmp_path.glob("*.mp4"))


def test_parts_laid_layer_by_layer_and_back_again_make_the_same_frames(tiny_wan: TinyWan):
    """On a CPU both places are the same memory, but every layer goes through the moving all the same."""
    backend = WanVideo(model=str(tiny_wan("i2v-a14b")), device="cpu", steps=2)
    words, grey = Words("rain", "", guided=True), Image.new("RGB", SIZE, "grey")
    wanted = Wanted(5, *SIZE, 16.0, grey, Image.new("RGB", SIZE, "gold"), steps=2, seed=3)
    made, hooks = [], []
    with backend.loaded() as (animator, _):
        for placement in ("resident", "group_offload", "resident"):
            rung = VideoRung("x", placement=placement)  # type: ignore[arg-type]
            animator.stand_on(rung)
            embeds, _attempts = animator.encode(words, rung)
            made.append(animator.animate(wanted, embeds, Guidance(5.0), lambda done, steps: None))
            layers = list(animator.pipeline.transformer.modules())
            hooks.append(
                sum(bool(getattr(layer, "_diffusers_hook", None) and layer._diffusers_hook.hooks) for layer in layers)
            )
            assert ("group offload" in animator.device_map()["transformer"]) == (placement == "group_offload")
    assert (made[0] == made[1]).all() and (made[0] == made[2]).all()
    assert hooks[1] > 10 and hooks[0] == hooks[2] == 0
    let_go_of_models()


@pytest.mark.parametrize("quantisation", ["int8", "fp8"])
def test_weights_in_fewer_bits_make_a_clip_or_say_what_is_missing(tiny_wan: TinyWan, tmp_path: Path, quantisation: str):
    backend = WanVideo(
        model=str(tiny_wan("ti2v")),
        device="cpu",
        dtype="bfloat16",
        steps=1,
        megapixels=0.006,
        quantisation=quantisation,
    )  # type: ignore[arg-type]
    if missing_quantiser(quantisation):  # type: ignore[arg-type]
        with pytest.raises(BackendUnavailableError, match="pip install torchao"):
            backend.render(clip_request(tmp_path), tmp_path)
        return
    made = backend.render(clip_request(tmp_path, fps=24), tmp_path)
    assert len(decoded(made.video)) == 9 and made.facts["quantisation"] == quantisation


RUNGS = ["resident", "VAE in tiles", "windows of 9 frames", "75% of the size", "50% of the size"]


def _backend(model: Path) -> WanVideo:
    return WanVideo(
        model=str(model), device="cpu", steps=1, megapixels=0.006, chunk_length_frames=17, may_shrink=True
    )  # fmt: skip


@pytest.fixture
def short_of_memory(monkeypatch: pytest.MonkeyPatch):
    """`short_of_memory(n)`: the first n calls of any model find none."""
    met: list[tuple[int, int]] = []
    animate = Animator.animate

    def begin(times: int) -> list[tuple[int, int]]:
        def starved(self: Animator, wanted: Any, *rest: Any) -> Any:
            met.append((wanted.frames, wanted.width_px))
            if len(met) <= times:
                raise RuntimeError("CUDA out of memory. Tried to allocate 9.00 GiB")
            return animate(self, wanted, *rest)

        monkeypatch.setattr(Animator, "animate", starved)
        return met

    let_go_of_models()
    yield begin
    let_go_of_models()


@pytest.mark.parametrize("rung", range(len(RUNGS)))
def test_every_rung_makes_the_whole_clip_and_every_attempt_is_told(
    tiny_wan: TinyWan, tmp_path: Path, short_of_memory, rung: int
):
    met = short_of_memory(2 * rung)
    made = _backend(tiny_wan("ti2v")).render(clip_request(tmp_path, frames=27, fps=24), tmp_path)
    assert decoded(made.video).shape == (27, SIZE[1], SIZE[0], 3)
    attempts = [attempt for attempt in made.facts["attempts"] if attempt["window"] == 0]
    assert [(a["attempt"], a["rung"], a["outcome"]) for a in attempts] == [
        *((2 * index + t + 1, RUNGS[index], "out of memory") for index in range(rung) for t in (0, 1)),
        (2 * rung + 1, RUNGS[rung], "succeeded"),
    ]
    assert [a["frames"] for a in attempts] == [frames for frames, _ in met[: len(attempts)]]
    assert attempts[-1]["frames"] == (17 if rung < 2 else 9) and all(a["device"] == "cpu" for a in attempts)
    later = [attempt for attempt in made.facts["attempts"] if attempt["window"]]
    assert later and all(a["rung"] == RUNGS[rung] and a["outcome"] == "succeeded" for a in later)
    assert (met[-1][1] < met[0][1]) == (rung >= 3)
    assert ("memory was short" in " ".join(made.notes)) == (rung > 0)


@pytest.mark.parametrize("frames", [22, 27, 40])
@pytest.mark.parametrize("first_lack", [1, 2])
def test_a_lack_that_comes_in_the_middle_of_a_shot_loses_nothing(
    tiny_wan: TinyWan, tmp_path: Path, monkeypatch, frames: int, first_lack: int
):
    let_go_of_models()
    animate, calls = Animator.animate, []

    def starved(self: Animator, wanted: Any, *rest: Any) -> Any:
        calls.append(wanted.frames)
        if len(calls) > first_lack and wanted.frames > 9:
            raise RuntimeError("CUDA out of memory. Tried to allocate 9.00 GiB")
        return animate(self, wanted, *rest)

    monkeypatch.setattr(Animator, "animate", starved)
    made = _backend(tiny_wan("ti2v")).render(clip_request(tmp_path, frames=frames, fps=24), tmp_path)
    assert len(decoded(made.video)) == frames
    chunks = [(chunk["start_frame"], chunk["start_frame"] + chunk["frames"]) for chunk in made.facts["chunks"]]
    assert all(before[0] < after[0] <= before[1] - 4 for before, after in pairwise(chunks))
    assert chunks[0][0] == 0 and (chunks[-1][1] == frames or len(chunks) == 1)
    assert len({chunk["seed"] for chunk in made.facts["chunks"]}) == len(chunks)
    let_go_of_models()


def test_when_no_rung_is_left_the_shot_fails_and_nothing_is_put_in_its_place(
    tiny_wan: TinyWan, tmp_path: Path, short_of_memory
):
    short_of_memory(99)
    with pytest.raises(ModelOOMError, match=r"s010: window 1 at .* after 10 attempts: resident .*, 50% of the size"):
        _backend(tiny_wan("ti2v")).render(clip_request(tmp_path, frames=27, fps=24), tmp_path)
    assert not list(tmp_path.glob("*.mp4"))
