"""Chatterbox, in its own environment. Run by that environment's interpreter, never imported here (`outside/engine_loop.py`).

What belongs here: loading it and one line. What does not: which voice, how it is paced (`chatterbox.py`).
Written against chatterbox-tts 0.1.7 and resemble-perth 1.0.1; knows nothing of this package.
"""

import pathlib
import random
import wave


def load(settings):  # type: ignore[no-untyped-def]
    """settings: `folder` of the weights, `device`."""
    import chatterbox  # noqa: F401
    import numpy
    import perth
    import torch
    from chatterbox.tts import ChatterboxTTS

    if perth.PerthImplicitWatermarker is None:
        raise ImportError("perth has no PerthImplicitWatermarker here (its own packages are missing)")
    model = ChatterboxTTS.from_local(settings["folder"], settings["device"])

    def marked(samples):  # type: ignore[no-untyped-def]
        """Whether Perth finds its mark in what is about to be written."""
        found = model.watermarker.get_watermark(samples, sample_rate=model.sr)
        return bool(numpy.mean(found) >= 0.5)

    def answer(request, progress):  # type: ignore[no-untyped-def]
        torch.manual_seed(request["seed"])
        numpy.random.seed(request["seed"])
        random.seed(request["seed"])
        spoken = model.generate(
            request["text"],
            audio_prompt_path=request["reference"],
            exaggeration=request["exaggeration"],
            cfg_weight=request["cfg_weight"],
            temperature=request["temperature"],
        )
        samples = numpy.asarray(spoken.detach().cpu().numpy(), dtype=numpy.float32).reshape(-1)
        if not len(samples) or not numpy.isfinite(samples).all():
            raise RuntimeError("it made no sound, or numbers that are none")
        fresh = request["wav"] + ".new"
        with wave.open(fresh, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(int(model.sr))
            file.writeframes((numpy.clip(samples, -1, 1) * 32767).round().astype("<i2").tobytes())
        pathlib.Path(fresh).replace(request["wav"])
        return {"samples": len(samples), "sample_rate_hz": int(model.sr), "watermarked": marked(samples)}

    from importlib.metadata import version

    return answer, {"engine": f"chatterbox-tts {version('chatterbox-tts')}", "torch": torch.__version__}
