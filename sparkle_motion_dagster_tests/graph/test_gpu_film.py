"""The real film on tiny models: every craft that the `gpu` profile runs on a card, on a CPU, by the same code at once."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import yaml

from sparkle_motion_dagster.backends.lipsync.wav2lip_weights import convert
from sparkle_motion_dagster.crafts.planning import film_plan
from sparkle_motion_dagster.film.shipped import configs_folder
from sparkle_motion_dagster.media.probe import probe
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.backends.speech.recorded_people import references
from sparkle_motion_dagster_tests.tiny_models.tiny_wav2lip import save_tiny_wav2lip

FILM = "two-lamps"
BRIEF = {
    "title": "Two Lamps",
    "characters": [{"id": "ada", "name": "Ada", "description": "a keeper in a yellow coat", "voice_profile": {}}],
    "base_images": [
        {"id": f"i{number}", "prompt": prompt}
        for number, prompt in enumerate(("a kitchen at night", "a beach by day", "a beach by day, later"))
    ],
    "shots": [
        {
            "id": "s010", "duration_sec": 1.0, "visual_description": "Ada lights a lamp", "cast": ["ada"],
            "framing": "close", "start_base_image_id": "i0", "end_base_image_id": "i1",
            "dialogue": [{"character_id": "ada", "text": "Good evening."}],
        },
        {
            "id": "s020", "duration_sec": 0.5, "visual_description": "waves roll", "start_base_image_id": "i1",
            "end_base_image_id": "i2", "dialogue": [],
        },
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Film:
    """A studio with the film in it."""

    folder: Path
    profile: Path

    @property
    def where(self) -> tuple[str, ...]:
        return ("--home", str(self.folder / "studio"), "--profile", str(self.profile))

    def make(self, sparkle: Any) -> Any:
        brief = self.folder / f"{FILM}.json"
        brief.write_text(json.dumps(BRIEF), encoding="utf-8")
        return sparkle("make", str(brief), "--film", FILM, *self.where, "--json")

    def heads(self, asset: str) -> dict[str, Artifact]:
        store = ArtifactStore.open(self.folder / "studio" / "store")
        return store.heads(asset, [f"{FILM}~{shot.id}" for shot in film_plan(store, FILM).shots])


@pytest.fixture(scope="module")
def film(
    sparkle: Any,
    tiny_sdxl: Path,
    tiny_ip_adapter: Path,
    tiny_wan: Any,
    tiny_qwen_vl: Path,
    tiny_csm: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Film:
    folder = tmp_path_factory.mktemp("gpu")
    profile = yaml.safe_load((configs_folder() / "profiles" / "gpu.yaml").read_text(encoding="utf-8"))
    profile |= {"name": "tiny-gpu", "video": {"width_px": 320, "height_px": 192, "fps": 24}}
    profile["retakes"] = {"auto": False}
    crafts = profile["crafts"]
    here = {"device": "cpu"}
    crafts["images"]["settings"] |= {"model": str(tiny_sdxl), **here, "steps": 1, "megapixels": 0.02, "sampler": "own"}
    crafts["images"]["settings"]["ip_adapter"] = str(tiny_ip_adapter)
    wan = {"model": str(tiny_wan("flf2v")), **here, "steps": 1, "megapixels": 0.006, "chunk_length_frames": 9}
    crafts["video"]["settings"] |= wan
    judge = {"model": str(tiny_qwen_vl), **here, "frames": 1, "frame_px": 160, "max_tokens": 2048}  # it rambles
    crafts["inspection"]["settings"] |= judge
    people = {"references": str(references(folder, prefix="csm")), "longest_factor": 6, "max_tries": 5}
    crafts["speech"] = {"backend": "csm", "settings": {"model": str(tiny_csm), **people, **here}}
    mouths = convert(save_tiny_wav2lip(folder / "wav2lip.pth"), folder / "wav2lip").folder
    crafts["lipsync"] = {"backend": "wav2lip", "settings": {"model": str(mouths), "accept_noncommercial": True, **here}}
    path = folder / "tiny.yaml"
    path.write_text(yaml.safe_dump(profile), encoding="utf-8")
    return Film(folder, path)


@pytest.fixture(scope="module")
def told(film: Film, sparkle: Any) -> dict[str, Any]:
    """What `make` printed of the finished film. A person reads the plan, looks at the stills before clips are paid for, and
    accepts what a judge of random weights finds fault with."""
    ran = film.make(sparkle)
    assert ran.code == 1 and "the plan of 2 shots waits for your approval" in ran.err, ran.err
    assert not film.heads("dialogue_audio")
    assert sparkle("approve", FILM, "--plan", *film.where).code == 0
    ran = film.make(sparkle)
    assert ran.code == 1 and "the stills of 2 shots wait for your approval" in ran.err, ran.err
    assert not film.heads("video_clips")
    assert sparkle("approve", FILM, "--stills", *film.where).code == 0
    ran = film.make(sparkle)
    if ran.code:
        assert "wait for your decision" in ran.err, ran.err
        for shot in ("s010", "s020"):
            accepted = sparkle("approve", FILM, shot, "--note", "looked at", *film.where)
            assert accepted.code == 0, accepted.err
        ran = film.make(sparkle)
    assert ran.code == 0, ran.err
    return ran.json


def test_the_film_decodes_to_its_last_frame_and_speaks(told: dict[str, Any]):
    assert told["draft"] is True  # in a close-up of noise no face is found to speak: see the clips, below
    facts = probe(Path(told["movie"]), count=True)
    assert facts.frames == round(told["duration_s"] * 24) and (facts.width_px, facts.height_px) == (320, 192)
    with av.open(told["movie"]) as movie:
        sound = np.concatenate([frame.to_ndarray() for frame in movie.decode(audio=0)], axis=1)
    line = told["shots"][0]["dialogue"][0]
    spoken = sound[:, round(line["start_s"] * 48_000) : round(line["end_s"] * 48_000)]
    assert np.sqrt(np.mean(spoken**2)) > 0.02
    assert line["text"] in Path(told["subtitles"]).read_text(encoding="utf-8")


def test_every_craft_says_which_model_made_it(film: Film, told: dict[str, Any]):
    engines = {
        "dialogue_audio": "csm",
        "shot_images": "sdxl",
        "video_clips": "wan",
        "lipsynced_clips": "wav2lip",
        "qa_report": "qwen-vl",
    }
    for asset, engine in engines.items():
        for artifact in film.heads(asset).values():
            still = asset == "lipsynced_clips" and artifact.shot == "s010"
            assert artifact.backend.startswith(engine) and artifact.draft is still, (asset, artifact.backend)
    for clip in film.heads("video_clips").values():
        assert probe(clip.path("video"), count=True).frames == clip.facts["frames"]
    for report in film.heads("qa_report").values():
        assert report.facts["findings"]["prompt_match"] is not None


def test_whom_the_pictures_show_is_painted_after_their_sheet(film: Film, told: dict[str, Any]):
    after = {key: still.facts.get("characters") for key, still in film.heads("shot_images").items()}
    assert after == {f"{FILM}~s010": "Ada: its sheet", f"{FILM}~s020": None}


def test_each_model_is_loaded_once_for_the_film(film: Film, told: dict[str, Any]):
    assert sorted(a.facts["shots_since_load"] for a in film.heads("shot_images").values()) == [1, 2]


def test_nothing_changed_makes_nothing(film: Film, told: dict[str, Any], sparkle: Any):
    again = film.make(sparkle)
    assert again.code == 0 and again.json["made"] == {}, again.err
