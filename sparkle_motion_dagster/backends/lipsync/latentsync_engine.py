"""LatentSync, in its own environment. Run by that environment's interpreter, never imported here (`outside/engine_loop.py`).

What belongs here: loading it once, and one piece of a clip. What does not: which face, which frames (`outside_shot.py`).
Written against the repository's scripts/inference.py of 1.5 and 1.6; knows nothing of this package.
"""

import inspect
import os
import pathlib
import sys


def load(settings):  # type: ignore[no-untyped-def]
    """settings: `code`, `device`, `config`, `checkpoint`, `deepcache`."""
    kind, _, index = settings["device"].partition(":")
    if kind == "cuda":
        os.environ["CUDA_VISIBLE_DEVICES"] = index or "0"  # its code says "cuda" throughout
    os.chdir(settings["code"])  # and names its files from there
    sys.path.insert(0, settings["code"])

    import torch
    from accelerate.utils import set_seed
    from diffusers import AutoencoderKL, DDIMScheduler
    from latentsync.models.unet import UNet3DConditionModel
    from latentsync.pipelines.lipsync_pipeline import LipsyncPipeline
    from latentsync.whisper.audio2feature import Audio2Feature
    from omegaconf import OmegaConf

    config = OmegaConf.load(settings["config"])
    half = kind == "cuda" and torch.cuda.get_device_capability()[0] > 7
    dtype = torch.float16 if half else torch.float32
    whisper = {768: "checkpoints/whisper/small.pt", 384: "checkpoints/whisper/tiny.pt"}[
        config.model.cross_attention_dim
    ]
    audio_encoder = Audio2Feature(
        model_path=whisper,
        device=kind,
        num_frames=config.data.num_frames,
        audio_feat_length=config.data.audio_feat_length,
    )
    vae = AutoencoderKL.from_pretrained("stabilityai/sd-vae-ft-mse", torch_dtype=dtype)
    vae.config.scaling_factor = 0.18215
    vae.config.shift_factor = 0
    unet, _ = UNet3DConditionModel.from_pretrained(
        OmegaConf.to_container(config.model), settings["checkpoint"], device="cpu"
    )
    pipeline = LipsyncPipeline(
        vae=vae,
        audio_encoder=audio_encoder,
        unet=unet.to(dtype=dtype),
        scheduler=DDIMScheduler.from_pretrained("configs"),
    ).to(kind)
    if settings["deepcache"]:
        from DeepCache import DeepCacheSDHelper

        helper = DeepCacheSDHelper(pipe=pipeline)
        helper.set_params(cache_interval=3, cache_branch_id=0)
        helper.enable()
    takes = inspect.signature(pipeline.__call__).parameters
    path = os.environ.get("PATH", "")

    def answer(request, progress):  # type: ignore[no-untyped-def]
        os.environ["PATH"] = request["tools"] + os.pathsep + path
        set_seed(request["seed"])
        made = str(pathlib.Path(request["temp"]) / "made.mp4")
        asked = {
            "video_path": request["clip"],
            "audio_path": request["wav"],
            "video_out_path": made,
            "video_mask_path": str(pathlib.Path(request["temp"]) / "mask.mp4"),
            "num_frames": config.data.num_frames,
            "num_inference_steps": request["steps"],
            "guidance_scale": request["guidance"],
            "weight_dtype": dtype,
            "width": config.data.resolution,
            "height": config.data.resolution,
            "mask_image_path": config.data.get("mask_image_path"),
            "temp_dir": str(pathlib.Path(request["temp"]) / "work"),
        }
        pipeline(**{name: value for name, value in asked.items() if name in takes and value is not None})
        pathlib.Path(made).replace(request["out"])
        return {}

    return answer, {"torch": torch.__version__, "resolution_px": int(config.data.resolution), "dtype": str(dtype)}
