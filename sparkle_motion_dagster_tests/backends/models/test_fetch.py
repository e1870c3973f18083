"""`sparkle models fetch`: what it takes, what it checks, and that it never says done for nothing."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from sparkle_motion_dagster.backends.models.fetch import wanted_files
from sparkle_motion_dagster.backends.models.snapshot import read_snapshot
from sparkle_motion_dagster.errors import WeightsError
from sparkle_motion_dagster_tests.backends.models.hub_server import REVISION, Hub
from sparkle_motion_dagster_tests.conftest import SPARKLE

UNET = "unet/diffusion_pytorch_model.safetensors"


@pytest.fixture
def repository(tiny_sdxl: Path, tmp_path: Path) -> Path:
    """A repository as they are: weights several times over, and much that nobody needs."""
    folder = Path(shutil.copytree(tiny_sdxl, tmp_path / "repository"))
    for name in (
        "README.md",
        "whole_model.safetensors",
        "unet/diffusion_pytorch_model.bin",
        "unet/model.onnx",
        "a.png",
    ):
        (folder / name).write_bytes(b"not needed " * 10)
    return folder


def _profile(folder: Path, **settings: Any) -> Path:
    from sparkle_motion_dagster.film.shipped import configs_folder

    profile = yaml.safe_load((configs_folder() / "profiles" / "stills.yaml").read_text(encoding="utf-8"))
    profile["crafts"]["images"]["settings"] = {"device": "cpu", **settings}
    path = folder / "hub.yaml"
    path.write_text(yaml.safe_dump(profile), encoding="utf-8")
    return path


def _fetch(hub: Hub, home: Path, profile: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: huggingface_hub reads its environment once."""
    environment = {**os.environ, "HF_ENDPOINT": hub.url, "HF_HOME": str(home), "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    return subprocess.run(
        [SPARKLE, "models", "fetch", str(profile), "--json", *more],
        capture_output=True, text=True, env=environment, timeout=120,
    )  # fmt: skip


def _told(ran: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.strip().splitlines()[-1])["models"][0]


def test_only_what_is_loaded_is_fetched_checked_and_told(repository: Path, tmp_path: Path):
    with Hub(repository) as hub:
        profile = _profile(tmp_path, model=hub.repo, revision=REVISION)
        planned = _told(_fetch(hub, tmp_path / "hf", profile, "--dry-run"))
        assert planned["missing_bytes"] > 5_000_000 and "folder" not in planned
        assert set(hub.sent) <= {"model_index.json"}
        told = _told(_fetch(hub, tmp_path / "hf", profile))
        assert (
            told["downloaded_files"] == told["checked_files"] - 1 == told["files"] - 1
        )  # the index came with the plan
        assert not {name for name in hub.sent if name.endswith((".bin", ".onnx", ".md", ".png"))}
        assert "whole_model.safetensors" not in hub.sent
        snapshot = read_snapshot(Path(told["folder"]))
        assert (snapshot.folder / UNET).read_bytes() == (repository / UNET).read_bytes()
        sent = len(hub.sent)
        again = _told(_fetch(hub, tmp_path / "hf", profile))
        assert again["downloaded_bytes"] == 0 and again["checked_files"] == told["files"] and len(hub.sent) == sent


def test_bytes_that_are_not_those_of_their_hash_are_thrown_away(repository: Path, tmp_path: Path):
    with Hub(repository, lies={UNET}) as hub:
        profile = _profile(tmp_path, model=hub.repo, revision=REVISION)
        ran = _fetch(hub, tmp_path / "hf", profile)
        assert ran.returncode == 1 and f"1 of 14 files are not what the Hub says they are ({UNET})" in ran.stderr
        hub.lies.clear()
        assert _told(_fetch(hub, tmp_path / "hf", profile))["downloaded_files"] == 1


def test_a_connection_that_breaks_is_taken_up_again(repository: Path, tmp_path: Path):
    with Hub(repository, breaks_off={UNET}) as hub:
        told = _told(_fetch(hub, tmp_path / "hf", _profile(tmp_path, model=hub.repo, revision=REVISION)))
        assert hub.sent.count(UNET) == 2
        assert (Path(told["folder"]) / UNET).read_bytes() == (repository / UNET).read_bytes()


def test_a_fetch_that_failed_keeps_the_files_it_has_whole(repository: Path, tmp_path: Path):
    with Hub(repository, lies={"model_index.json"}) as hub:
        profile = _profile(tmp_path, model=hub.repo, revision=REVISION)
        assert _fetch(hub, tmp_path / "hf", profile).returncode == 1
    with Hub(repository, lies={UNET}) as hub:
        assert _fetch(hub, tmp_path / "hf", profile).returncode == 1
        hub.lies.clear()
        hub.sent.clear()
        assert _told(_fetch(hub, tmp_path / "hf", profile))["downloaded_files"] == 1
        assert hub.sent == [UNET]


def test_parts_without_the_variant_are_loaded_as_they_are(repository: Path, tmp_path: Path):
    from sparkle_motion_dagster.backends.models.loading import load_parts

    for part, name in (("unet", "diffusion_pytorch_model"), ("text_encoder", "model")):
        (repository / part / f"{name}.safetensors").rename(repository / part / f"{name}.fp16.safetensors")
    with Hub(repository) as hub:
        told = _told(
            _fetch(hub, tmp_path / "hf", _profile(tmp_path, model=hub.repo, revision=REVISION, variant="fp16"))
        )
    snapshot = read_snapshot(Path(told["folder"]), "fp16")
    assert {part.name: part.variant for part in snapshot.parts if part.files} == {
        "unet": "fp16", "text_encoder": "fp16", "vae": None, "text_encoder_2": None,
    }  # fmt: skip
    assert set(load_parts(snapshot, "bfloat16")) == set(snapshot.parameters)


def test_a_repository_of_pickles_is_refused_and_nothing_is_fetched(repository: Path, tmp_path: Path):
    (repository / UNET).unlink()
    with Hub(repository) as hub:
        ran = _fetch(hub, tmp_path / "hf", _profile(tmp_path, model=hub.repo, revision=REVISION))
        assert ran.returncode == 1 and "unet has no safetensors in this revision, only" in ran.stderr
        assert set(hub.sent) <= {"model_index.json"}


def test_what_the_hub_answers_becomes_one_message_that_says_what_to_do(repository: Path, tmp_path: Path):
    with Hub(repository) as hub:
        unpinned = _fetch(hub, tmp_path / "hf", _profile(tmp_path, model=hub.repo))
        assert unpinned.returncode == 2 and f"add `revision: {REVISION}`" in unpinned.stderr
        gone = _fetch(hub, tmp_path / "hf", _profile(tmp_path, model=hub.repo, revision="d" * 40))
        assert gone.returncode == 1 and "does not have the pinned revision" in gone.stderr
        hub.gated = True
        gated = _fetch(hub, tmp_path / "hf", _profile(tmp_path, model=hub.repo, revision=REVISION))
        assert gated.returncode == 1 and "accept it on the model's page, set HF_TOKEN" in gated.stderr


def test_profiles_with_nothing_to_fetch_say_so(sparkle, tiny_sdxl: Path, tmp_path: Path):
    local = _profile(tmp_path, model=str(tiny_sdxl))
    for arguments in (("animatic",), (str(local),), ("stills", "--craft", "speech"), ("stills", "--craft", "cooking")):
        ran = sparkle("models", "fetch", *arguments)
        assert ran.code == 2 and ("nothing to fetch" in ran.err or "expected one of" in ran.err)


def test_a_full_disk_is_told_before_anything_is_fetched(repository: Path, monkeypatch: pytest.MonkeyPatch):
    from sparkle_motion_dagster.backends.models import fetch
    from sparkle_motion_dagster.backends.models.source import model_source

    files = (fetch.WantedFile("unet/x.safetensors", 7_000_000_000, "0" * 64, "", here=False),)
    source = model_source("sdxl-base")
    plan = fetch.FetchPlan(source, source.pinned(), files, Path("cache"), free_bytes=5_000_000_000)
    with pytest.raises(
        WeightsError, match=r"7\.0 GB are to be fetched, and cache has 5\.0 GB free .*nothing was fetched"
    ):
        fetch.fetch(plan)


def test_the_variant_is_taken_where_there_is_one():
    names = [
        "model_index.json", "sd_xl_base_1.0.safetensors", "unet/config.json", "unet/diffusion_pytorch_model.safetensors",
        "unet/diffusion_pytorch_model.fp16.safetensors", "unet/diffusion_pytorch_model.fp16.bin", "vae/config.json",
        "vae/diffusion_pytorch_model.safetensors", "vae_1_0/diffusion_pytorch_model.safetensors",
        "tokenizer/vocab.json", "tokenizer/merges.txt", "text_encoder/model.fp16.safetensors",
        "text_encoder/model.safetensors", "text_encoder/flax_model.msgpack", "text_encoder/openvino_model.xml",
        "text_encoder/config.json",
    ]  # fmt: skip
    chosen = wanted_files(names, ("unet", "vae", "tokenizer", "text_encoder"), "fp16")
    assert [name for name in chosen if name.endswith("safetensors")] == [
        "unet/diffusion_pytorch_model.fp16.safetensors",
        "vae/diffusion_pytorch_model.safetensors",
        "text_encoder/model.fp16.safetensors",
    ]
    assert {"tokenizer/vocab.json", "tokenizer/merges.txt", "unet/config.json", "model_index.json"} <= set(chosen)


def test_shards_come_with_their_index():
    names = ["config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors",
             "model.safetensors.index.json", "tokenizer.json", "pytorch_model-00001-of-00002.bin", "consolidated.safetensors"]  # fmt: skip
    chosen = wanted_files(names, (), None)
    assert set(chosen) == set(names) - {"pytorch_model-00001-of-00002.bin", "consolidated.safetensors"}
