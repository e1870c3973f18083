"""How often a film's stage loads its model, through the product's own stage of work.

What belongs here: that count. What does not: other measures.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from films import wordless

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.crafts.crew import gather
from sparkle_motion_dagster.crafts.planning import plan_file
from sparkle_motion_dagster.crafts.shoot import Shoot
from sparkle_motion_dagster.crafts.workers import workers
from sparkle_motion_dagster.film.shipped import configs_folder
from sparkle_motion_dagster.store.store import ArtifactStore


def loads_of_film(folder: Path, images: dict[str, Any], video: dict[str, Any], shots: int) -> Iterator[dict[str, Any]]:
    """For keyframes and for clips: `shots` made, model `loads` for them, and `seconds` in all.

    The film is wordless; SDXL has the settings `images`, Wan has `video`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    profile = yaml.safe_load((configs_folder() / "profiles" / "stills.yaml").read_text(encoding="utf-8"))
    profile["video"] = {"width_px": 320, "height_px": 184, "fps": 16}
    profile["crafts"]["images"] = {"backend": "sdxl", "settings": images}
    profile["crafts"]["video"] = {"backend": "wan", "settings": video}
    path = folder / "film.yaml"
    path.write_text(yaml.safe_dump(profile), encoding="utf-8")
    chosen = load_profile(str(path))
    crew, plan = gather(chosen), plan_file(wordless(folder / "wind.fountain", shots), chosen, None).plan
    orders = [crew.order("wind", plan, shot) for shot in plan.shots]
    with workers(1) as pool:
        shoot = Shoot(ArtifactStore.open(folder / "store"), pool, at_once=1)
        shoot.shoot(crew.crafts["dialogue_audio"], orders)
        for asset in ("shot_images", "video_clips"):
            started = time.perf_counter()
            made = shoot.shoot(crew.crafts[asset], orders)
            failed = [result.reason for result in made.values() if result.artifact is None]
            if failed:
                raise RuntimeError(failed[0])
            facts = [result.artifact.facts for result in made.values() if result.artifact is not None]
            yield {
                "asset": asset,
                "shots": len(facts),
                "loads": sum(fact["shots_since_load"] == 1 for fact in facts),
                "seconds": round(time.perf_counter() - started, 1),
            }
