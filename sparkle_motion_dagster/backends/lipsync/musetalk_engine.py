"""MuseTalk, in its own environment. Run by that environment's interpreter, never imported here (`outside/engine_loop.py`).

What belongs here: one piece of a clip by its documented command. What does not: which face, which frames
(`outside_shot.py`). Written against `python -m scripts.inference` of 1.5; knows nothing of this package.
"""

import json
import os
import pathlib
import subprocess
import sys


def load(settings):  # type: ignore[no-untyped-def]
    """settings: `code`, `device`. Nothing is loaded yet: its command loads its models each time."""
    code = pathlib.Path(settings["code"])
    kind, _, index = settings["device"].partition(":")
    environment = dict(os.environ)
    environment["CUDA_VISIBLE_DEVICES"] = (index or "0") if kind == "cuda" else ""

    def answer(request, progress):  # type: ignore[no-untyped-def]
        temp = pathlib.Path(request["temp"])
        task = temp / "task.yaml"
        task.write_text(json.dumps({"task_0": {"video_path": request["clip"], "audio_path": request["wav"]}}))
        results = temp / "results"
        words = [
            sys.executable, "-m", "scripts.inference",
            "--inference_config", str(task),
            "--result_dir", str(results),
            "--unet_model_path", request["unet"],
            "--unet_config", request["unet_config"],
            "--version", request["model_version"],
            "--batch_size", str(request["batch"]),
            "--fps", str(round(request["fps"])),
            "--ffmpeg_path", request["tools"],
        ]  # fmt: skip
        path = request["tools"] + os.pathsep + environment.get("PATH", "")
        # Its children are of this process's group: what ends us ends them.
        subprocess.run(
            [*words, *(["--use_float16"] if request["float16"] else [])],
            cwd=str(code),
            env={**environment, "PATH": path},
            stdout=sys.stderr,
            check=True,
        )
        made = sorted(
            (p for p in results.rglob("*.mp4") if not p.name.startswith("temp")), key=lambda p: p.stat().st_mtime
        )
        if not made:
            raise RuntimeError("its command ended without an error and without a clip; what it printed says why")
        made[-1].replace(request["out"])
        return {}

    return answer, {"command": "python -m scripts.inference"}
