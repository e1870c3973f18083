"""Measure the real models at full size on a device, with random weights and no download: `python benchmarks/gpu.py`.

What belongs here: the list of measures and printing them. What does not: building models (`published.py`), the product's
own code, which is what is measured. Each measure prints one JSON line.

    python benchmarks/gpu.py [sdxl] [wan] [film]      on a CUDA device
    python benchmarks/gpu.py --tiny                   the same code paths at toy sizes on a CPU, in under a minute
"""

import argparse
import contextlib
import inspect
import itertools
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from published import WAN_NAMES, save_sdxl, save_wan

from sparkle_motion_dagster.backends.device.model_context import let_go_of_models, warm_models
from sparkle_motion_dagster.backends.images.sdxl import SdxlImages
from sparkle_motion_dagster.backends.profile import Choice
from sparkle_motion_dagster.backends.protocols import ImageRequest, VideoRequest
from sparkle_motion_dagster.backends.registry import BACKENDS, build_choice
from sparkle_motion_dagster.film.picture import Picture

GOAL_OVERHEAD = 1.03
_FPS = 16
_PROMPT = "a rainy street at night"


def _say(what: str, **figures: Any) -> None:
    print(json.dumps({"measure": what, **figures}, ensure_ascii=False), flush=True)


class Meter:
    """Seconds and peak memory on one device."""

    def __init__(self, device: str):
        import torch

        self.cuda = device.startswith("cuda")
        self._torch = torch

    def timed(self, call: Callable[[], Any]) -> tuple[float, Any]:
        """Seconds until the device has finished, and the result."""
        self._wait()
        started = time.perf_counter()
        result = call()
        self._wait()
        return time.perf_counter() - started, result

    def peak_mb(self, reset: bool = False) -> float:
        """The most that tensors held since the last reset; on a CPU the most the process ever held."""
        if not self.cuda:
            return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        peak = round(self._torch.cuda.max_memory_allocated() / 2**20)
        if reset:
            self._torch.cuda.reset_peak_memory_stats()
        return peak

    def _wait(self) -> None:
        if self.cuda:
            self._torch.cuda.synchronize()


def _picture(width_px: int, height_px: int) -> Picture:
    return Picture(
        place="street", interior=False, time_of_day="night", weather="rain", framing="wide", camera="hold", figures=(),
        focus=None, props=(), description=_PROMPT, scene_seed=1, seed=2, width_px=width_px, height_px=height_px,
    )  # fmt: skip


def _folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir(exist_ok=True)
    return folder


def sdxl(options: argparse.Namespace, meter: Meter, work: Path) -> None:
    """Load s, s/image, peak memory, overhead over a bare loop, the ladder under a memory cap."""
    model = _snapshot(options, meter, work, "sdxl", lambda at: save_sdxl(at, *_kind(options), options.tiny))
    backend = SdxlImages(
        model=str(model), device=options.device, steps=options.steps, end_frame="start",
        megapixels=0.01 if options.tiny else 1.0, dtype=_kind(options)[1], preset="auto", guidance=5.0,
    )  # fmt: skip
    meter.peak_mb(reset=True)
    load_s, _ = meter.timed(backend.warm_up)
    _say("sdxl load", seconds=round(load_s, 2), peak_mb=meter.peak_mb(reset=True), from_="page cache, most likely")
    side = (96, 96) if options.tiny else (1024, 1024)

    def product(seed: int) -> None:
        backend.make(ImageRequest("s010", _picture(*side), _PROMPT, _PROMPT, seed), _folder(work, "out"))

    with backend.loaded() as (painter, placed):
        size = (104, 104) if options.tiny else (1024, 1024)
        product(0), _bare_sdxl(painter.text_to_image, size, options.steps)  # once unmeasured: kernels are chosen
        meter.peak_mb(reset=True)
        by_product, bare = [], []
        for seed in range(options.repeats):  # in turn, so that drift of the clock hits both
            by_product.append(meter.timed(lambda seed=seed: product(seed))[0])
            bare.append(meter.timed(lambda: _bare_sdxl(painter.text_to_image, size, options.steps))[0])
        ratio = statistics.median(by_product) / statistics.median(bare)
        _say(
            "sdxl image", seconds=round(statistics.median(by_product), 3), bare_seconds=round(statistics.median(bare), 3),
            over_bare=round(ratio, 4), goal=GOAL_OVERHEAD, steps=options.steps, peak_mb=meter.peak_mb(reset=True), **placed,
        )  # fmt: skip
        with _short_of_memory(options, painter.text_to_image):
            made = backend.make(ImageRequest("s010", _picture(*side), _PROMPT, _PROMPT, 1), _folder(work, "out"))
        _say("sdxl out of memory", attempts=made.facts["attempts"], notes=list(made.notes))
        product(2)
        _say("sdxl after it", usable=True, loaded=[model["model"] for model in warm_models()])
    let_go_of_models()


def _bare_sdxl(pipeline: Any, size: tuple[int, int], steps: int) -> Any:
    """The same picture by the model's parts and a loop: what no product can be faster than."""
    import torch

    device = pipeline._execution_device
    words, none, pooled, none_pooled = pipeline.encode_prompt(
        prompt=_PROMPT, negative_prompt="", device=device, do_classifier_free_guidance=True
    )
    dtype, factor = pipeline.unet.dtype, pipeline.vae_scale_factor
    ids = torch.tensor([[*size, 0, 0, *size]] * 2, device=device, dtype=dtype)
    noise = torch.randn(1, 4, size[0] // factor, size[1] // factor, generator=torch.Generator("cpu").manual_seed(0))
    scheduler = type(pipeline.scheduler).from_config(pipeline.scheduler.config)
    scheduler.set_timesteps(steps, device=device)
    latents = noise.to(device, dtype) * scheduler.init_noise_sigma
    read, summary = torch.cat([none, words]), torch.cat([none_pooled, pooled])
    with torch.inference_mode():
        for at in scheduler.timesteps:
            both = scheduler.scale_model_input(torch.cat([latents] * 2), at)
            told = {"text_embeds": summary, "time_ids": ids}
            out = pipeline.unet(both, at, encoder_hidden_states=read, added_cond_kwargs=told, return_dict=False)[0]
            without, with_words = out.chunk(2)
            latents = scheduler.step(without + 5.0 * (with_words - without), at, latents, return_dict=False)[0]
        pixels = pipeline.vae.decode(latents / pipeline.vae.config.scaling_factor, return_dict=False)[0]
    return pipeline.image_processor.postprocess(pixels, output_type="pil")


@contextlib.contextmanager
def _short_of_memory(options: argparse.Namespace, pipeline: Any) -> Iterator[None]:
    """On CUDA: this process may hold what it holds and `headroom_mb` more. On a CPU: decoding whole fails as there."""
    import torch

    if options.device.startswith("cuda"):
        torch.cuda.empty_cache()
        total = torch.cuda.get_device_properties(0).total_memory
        allowed = torch.cuda.memory_allocated() + options.headroom_mb * 2**20
        torch.cuda.set_per_process_memory_fraction(min(1.0, allowed / total))
        try:
            yield
        finally:
            torch.cuda.set_per_process_memory_fraction(1.0)
        return
    whole = pipeline.vae.decode

    def decode(*given: Any, **more: Any) -> Any:
        if not pipeline.vae.use_tiling:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 4.00 GiB (made up, on a CPU)")
        return whole(*given, **more)

    pipeline.vae.decode = decode
    try:
        yield
    finally:
        del pipeline.vae.decode


def wan(options: argparse.Namespace, meter: Meter, work: Path) -> None:
    """Load s, s/clip, s/step, peak memory; the product's backend against a bare pipeline call where there is one."""
    model = _snapshot(
        options, meter, work, options.wan, lambda at: save_wan(at, options.wan, *_kind(options), options.tiny)
    )
    size = (96, 64, 9) if options.tiny else (832, 480, 81)
    bare_s = _bare_wan(options, meter, model, size)
    if "wan" not in BACKENDS["video"]:
        _say(f"{options.wan} by the product", missing="this build has no video backend `wan`")
        return
    _wan_by_product(options, meter, work, model, bare_s, size)


def _bare_wan(options: argparse.Namespace, meter: Meter, model: Path, size: tuple[int, int, int]) -> float:
    """Seconds of one clip by diffusers alone, its prompt encoded before."""
    import torch
    from diffusers import DiffusionPipeline
    from PIL import Image

    dtype = getattr(torch, _kind(options)[1])
    meter.peak_mb(reset=True)
    load_s, pipeline = meter.timed(
        lambda: DiffusionPipeline.from_pretrained(model, local_files_only=True, dtype=dtype).to(options.device)
    )
    _say(f"{options.wan} load", seconds=round(load_s, 2), peak_mb=meter.peak_mb(reset=True), by="bare from_pretrained")
    pipeline.set_progress_bar_config(disable=True)
    encode_s, words = meter.timed(lambda: _encoded(pipeline, options))
    _say(f"{options.wan} prompt", seconds=round(encode_s, 3), peak_mb=meter.peak_mb(reset=True))
    pipeline.text_encoder = None
    stamps: list[float] = []

    def stepped(_pipeline: Any, _index: int, _at: Any, values: dict[str, Any]) -> dict[str, Any]:
        meter.timed(lambda: None)
        stamps.append(time.perf_counter())
        return values

    call: dict[str, Any] = {
        **words,
        "width": size[0],
        "height": size[1],
        "num_frames": size[2],
        "num_inference_steps": options.steps,
        "guidance_scale": 5.0,
        "generator": torch.Generator("cpu").manual_seed(0),
        "callback_on_step_end": stepped,
    }
    if "image" in inspect.signature(pipeline.__call__).parameters:
        call["image"] = call["last_image"] = Image.new("RGB", size[:2], "grey")
    pipeline(**{**call, "num_inference_steps": 2})  # once unmeasured: kernels are chosen
    stamps.clear()
    meter.peak_mb(reset=True)
    clip_s, _ = meter.timed(lambda: pipeline(**call))
    steps = [later - earlier for earlier, later in itertools.pairwise(stamps)]
    _say(
        f"{options.wan} clip", seconds=round(clip_s, 2), step_seconds=round(statistics.median(steps), 3), frames=size[2],
        size=f"{size[0]}x{size[1]}", steps=options.steps, peak_mb=meter.peak_mb(reset=True), by="bare pipeline",
    )  # fmt: skip
    return clip_s


def _encoded(pipeline: Any, options: argparse.Namespace) -> dict[str, Any]:
    words, none = pipeline.encode_prompt(
        prompt=_PROMPT, negative_prompt="", do_classifier_free_guidance=True, device=options.device,
        max_sequence_length=32 if options.tiny else 512,
    )  # fmt: skip
    return {"prompt_embeds": words, "negative_prompt_embeds": none}


def _wan_by_product(
    options: argparse.Namespace, meter: Meter, work: Path, model: Path, bare_s: float, size: tuple[int, int, int]
) -> None:
    from PIL import Image

    settings: dict[str, Any] = {
        "model": str(model),
        "device": options.device,
        "steps": options.steps,
        "dtype": _kind(options)[1],
        "megapixels": size[0] * size[1] / 1e6,
        "model_fps": _FPS,
        "condition": "text" if "t2v" in options.wan else "images",
    }
    backend = build_choice("video", Choice(backend="wan", settings=settings), "benchmark")
    still = work / "still.png"
    Image.new("RGB", size[:2], "grey").save(still)

    def render(seed: int) -> Any:
        request = VideoRequest("s010", _picture(*size[:2]), still, still, _PROMPT, size[2], _FPS, "cut", seed)
        return backend.render(request, _folder(work, "out"))

    first_s, _ = meter.timed(lambda: render(0))
    again_s, made = meter.timed(lambda: render(1))
    _say(
        f"{options.wan} by the product", first_seconds=round(first_s, 2), seconds=round(again_s, 2),
        over_bare=round(again_s / bare_s, 4), goal=GOAL_OVERHEAD, peak_mb=meter.peak_mb(reset=True),
        facts={name: value for name, value in made.facts.items() if name in ("placement", "preset", "attempts")},
    )  # fmt: skip
    let_go_of_models()


def film(options: argparse.Namespace, meter: Meter, work: Path) -> None:
    """Model loads for the keyframes and clips of a whole film, through the product's stages: the goal is one each."""
    del meter
    from loads import loads_of_film

    device, dtype = _kind(options)
    if not (work / "sdxl" / "model_index.json").is_file():
        save_sdxl(work / "sdxl", device, dtype, options.tiny)
    if not (work / options.wan / "model_index.json").is_file():
        save_wan(work / options.wan, options.wan, device, dtype, options.tiny)
    common = {"device": device, "dtype": dtype, "steps": 2, **({"megapixels": 0.006} if options.tiny else {})}
    images = {"model": str(work / "sdxl"), **common}
    video = {"model": str(work / options.wan), "condition": "text" if "t2v" in options.wan else "images", **common}
    for counted in loads_of_film(work / "film", images, video, shots=2 if options.tiny else 8):
        _say(f"model loads of a film's {counted['asset']}", goal=1, **counted)


def _snapshot(options: argparse.Namespace, meter: Meter, work: Path, name: str, save: Callable[[Path], int]) -> Path:
    folder = work / name
    seconds, parameters = meter.timed(lambda: save(folder))
    size_mb = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
    _say(f"{name} built and saved", seconds=round(seconds, 1), parameters=parameters, disk_mb=round(size_mb))
    return folder


def _kind(options: argparse.Namespace) -> tuple[str, str]:
    return options.device, "bfloat16" if options.device.startswith("cuda") else "float32"


def main() -> None:
    """Run the measures that are named, all by default."""
    measures = {"sdxl": sdxl, "wan": wan, "film": film}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measure", nargs="*", help=f"{', '.join(measures)} [all]")
    parser.add_argument(
        "--tiny", action="store_true", help="toy sizes on a CPU: proves the benchmark, measures nothing"
    )
    parser.add_argument("--device", default=None)
    parser.add_argument("--wan", choices=WAN_NAMES, default=WAN_NAMES[0])
    parser.add_argument("--steps", type=int, default=None)
    parser.add_argument("--repeats", type=int, default=None)
    parser.add_argument("--headroom-mb", type=int, default=1500, help="what the memory cap leaves beside the weights")
    parser.add_argument(
        "--work", type=Path, default=None, help="folder for 7 GB (sdxl) or 15 to 70 GB (wan) [temporary]"
    )
    options = parser.parse_args()
    unknown = set(options.measure) - set(measures)
    if unknown:
        parser.error(f"no measure {', '.join(sorted(unknown))}: expected {', '.join(measures)}")
    import torch

    sys.path.append(str(Path(__file__).parents[1]))  # its tokenizers are the tests'
    options.device = options.device or ("cpu" if options.tiny else "cuda")
    if options.device.startswith("cuda") and not torch.cuda.is_available():
        parser.error("no CUDA device here: use --tiny to check the benchmark itself")
    options.steps = options.steps or (3 if options.tiny else 30)
    options.repeats = options.repeats or (2 if options.tiny else 5)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    name = torch.cuda.get_device_name(0) if options.device.startswith("cuda") else "CPU"
    _say("machine", device=name, torch=torch.__version__, tiny=options.tiny)
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        for measure in options.measure or measures:
            measures[measure](options, Meter(options.device), work)


if __name__ == "__main__":
    main()
