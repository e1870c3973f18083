"""A whole film with real pictures: tiny SDXL on a CPU, through the same graph and the same loading code as the real one."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import yaml

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.crafts.crew import gather
from sparkle_motion_dagster.crafts.planning import film_plan, plan_file
from sparkle_motion_dagster.crafts.state import film_state
from sparkle_motion_dagster.film.shipped import configs_folder
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.store import ArtifactStore

FILM = "lamps"
BRIEF = {
    "title": "Two Lamps",
    "characters": [{"id": "ada", "name": "Ada", "description": "a keeper in a yellow coat", "voice_profile": {}}],
    "base_images": [
        {"id": "i1", "prompt": "a lighthouse kitchen at night"},
        {"id": "i2", "prompt": "a beach by day"},
        {"id": "i3", "prompt": "a beach by day, later"},
    ],
    "shots": [
        {
            "id": "s010", "duration_sec": 1.0, "visual_description": "Ada lights a lamp", "cast": ["ada"], "framing": "close", "start_base_image_id": "i1",
            "end_base_image_id": "i2", "dialogue": [{"character_id": "ada", "text": "Good evening, Tom."}],
        },
        {
            "id": "s020", "duration_sec": 1.0, "visual_description": "waves roll", "start_base_image_id": "i2",
            "end_base_image_id": "i3", "dialogue": [],
        },
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Stills:
    """A studio with a finished film of stills."""

    home: Path
    profile: Path
    brief: Path
    made: Any

    def make(self, sparkle: Any, home: Path | None = None) -> Any:
        return sparkle(
            "make", str(self.brief), "--film", FILM, "--home", str(home or self.home), "--profile", str(self.profile),
            "--json",
        )  # fmt: skip

    def heads(self, asset: str) -> dict[str, Artifact]:
        store = ArtifactStore.open(self.home / "store")
        keys = [f"{FILM}~{shot.id}" for shot in film_plan(store, FILM).shots]
        return store.heads(asset, keys)


def stills_profile(path: Path, model: Path, **settings: Any) -> Path:
    """The shipped profile, small, on a CPU, with a model of this machine."""
    profile = yaml.safe_load((configs_folder() / "profiles" / "stills.yaml").read_text(encoding="utf-8"))
    profile |= {"name": "tiny-stills", "video": {"width_px": 320, "height_px": 184, "fps": 24}}
    small = {"model": str(model), "device": "cpu", "steps": 2, "megapixels": 0.02, "sampler": "own"}
    profile["crafts"]["images"]["settings"] |= {**small, **settings}
    path.write_text(yaml.safe_dump(profile), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made_film(sparkle, tiny_sdxl: Path, tmp_path_factory: pytest.TempPathFactory) -> Stills:
    folder = tmp_path_factory.mktemp("stills")
    brief = folder / "lamps.json"
    brief.write_text(json.dumps(BRIEF), encoding="utf-8")
    studio = Stills(folder / "studio", stills_profile(folder / "tiny.yaml", tiny_sdxl), brief, None)
    made = studio.make(sparkle)
    assert made.code == 0, made.err
    return Stills(studio.home, studio.profile, studio.brief, made)


@pytest.fixture
def film(made_film: Stills, tmp_path: Path) -> Stills:
    """A copy that a test may change."""
    copy = Path(shutil.copytree(made_film.home.parent, tmp_path / "copy", symlinks=True))
    return Stills(copy / "studio", copy / made_film.profile.name, copy / made_film.brief.name, made_film.made)


def test_the_film_decodes_speaks_and_is_marked_a_draft(made_film: Stills):
    told = made_film.made.json
    assert told["draft"] is True and told["made"]["shot_images"] == 2
    with av.open(told["movie"]) as movie:
        frames = sum(1 for _ in movie.decode(video=0))
        assert movie.streams.video[0].width == 320
    assert frames / 24 == pytest.approx(told["duration_s"], abs=0.05)
    with av.open(told["movie"]) as movie:
        sound = np.concatenate([frame.to_ndarray() for frame in movie.decode(audio=0)], axis=1)
    assert np.abs(sound).max() > 0.05
    assert "Good evening, Tom." in Path(told["subtitles"]).read_text(encoding="utf-8")


def test_the_pictures_are_the_models_and_the_clip_begins_with_them(made_film: Stills):
    for images in made_film.heads("shot_images").values():
        assert images.facts["engine"] == "sdxl" and images.draft is False
        assert images.facts["model"]["device"] == "cpu" and images.facts["attempts"][0]["outcome"] == "succeeded"
    for report in made_film.heads("qa_report").values():
        assert report.facts["findings"]["start_match_distance"] <= 20
        assert report.facts["decision"] == "pending"  # nobody judged the picture
    clips = made_film.heads("lipsynced_clips")
    assert not any(clip.facts["mouths_moved"] for clip in clips.values())
    assert "Ada speaks with a still mouth" in clips[f"{FILM}~s010"].facts["notes"][0]
    assert all(clip.draft for clip in made_film.heads("video_clips").values())


def test_the_model_is_loaded_once_for_all_shots(made_film: Stills):
    assert sorted(a.facts["shots_since_load"] for a in made_film.heads("shot_images").values()) == [1, 2]


def test_another_prompt_asks_for_its_shot_alone(film: Stills):
    _another_prompt(film)
    store, profile = ArtifactStore.open(film.home / "store"), load_profile(str(film.profile))
    plan = plan_file(film.brief, profile, film_plan(store, FILM)).plan
    state = film_state(store, gather(profile), FILM, plan)
    stale = {cell.shot: cell.reasons for cell in state.cells if cell.asset == "shot_images" and cell.status == "stale"}
    assert set(stale) == {"s010"} and any("prompt" in reason for reason in stale["s010"])


def _another_prompt(film: Stills) -> None:
    changed = json.loads(film.brief.read_text(encoding="utf-8"))
    changed["base_images"][0]["prompt"] = "a lighthouse kitchen at dawn, yellow light"
    film.brief.write_text(json.dumps(changed), encoding="utf-8")


def test_weights_that_are_gone_or_broken_are_told_and_nothing_is_drawn_instead(film: Stills, sparkle, tiny_sdxl: Path):
    model = Path(shutil.copytree(tiny_sdxl, film.home.parent / "model"))
    profile = stills_profile(film.profile, model, steps=3)
    weights = model / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    pictures = {key: a.content_hash for key, a in film.heads("shot_images").items()}
    broken = film.make(sparkle)
    assert (
        broken.code == 1
        and "unet: diffusion_pytorch_model.safetensors" in broken.err
        and "fetch it again" in broken.err
    )
    stills_profile(profile, model.parent / "nowhere")
    gone = film.make(sparkle)
    assert gone.code == 1 and "is not a folder: correct `model` in the profile" in gone.err
    stills_profile(profile, tiny_sdxl, device="cuda")
    no_gpu = film.make(sparkle)
    if no_gpu.code:  # on a machine without CUDA
        assert "profile asks for cuda:0" in no_gpu.err and "nothing was made" in no_gpu.err
        assert {key: a.content_hash for key, a in film.heads("shot_images").items()} == pictures


def test_doctor_tells_of_the_model_and_what_it_takes(film: Stills, sparkle, tiny_sdxl: Path):
    told = sparkle("doctor", "--profile", str(film.profile), "--json").json
    images = next(craft for craft in told["crafts"] if craft["craft"] == "images")
    assert images["ready"] and images["weights"] == str(tiny_sdxl) and len(images["revision"]) == 16
    assert images["disk_mb"] >= 5 and images["memory_mb"] > 5 and images["placement"] == "resident"
    shipped = sparkle("doctor", "--profile", "stills", "--json")
    images = next(craft for craft in shipped.json["crafts"] if craft["craft"] == "images")
    if not images["weights"]:
        assert shipped.code == 1 and images["fetch"] == "sparkle models fetch stills"
        assert any("sparkle models fetch stills" in reason for reason in images["reasons"])
    assert images["licence"] == "CreativeML Open RAIL++-M"
