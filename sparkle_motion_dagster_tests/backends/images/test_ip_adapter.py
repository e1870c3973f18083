"""People who keep their looks: a tiny IP-Adapter in the published layout, loaded and run by the code that loads the real."""

import hashlib
import json
import os
import pickle
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sparkle_motion_dagster.backends.device.memory import DeviceMemory
from sparkle_motion_dagster.backends.images.likeness import Likeness, upright_parts
from sparkle_motion_dagster.backends.models.source import model_source
from sparkle_motion_dagster.backends.profile import Choice, Profile, load_profile
from sparkle_motion_dagster.backends.protocols import ImageRequest, Reference
from sparkle_motion_dagster.backends.registry import build_choice, examine_craft, models_of
from sparkle_motion_dagster.backends.server.wire import from_wire, to_wire
from sparkle_motion_dagster.crafts.binding import use_reference
from sparkle_motion_dagster.crafts.characters import SHEET, SHEET_ASSET, reference_name
from sparkle_motion_dagster.crafts.crew import gather
from sparkle_motion_dagster.crafts.planning import keep_plan
from sparkle_motion_dagster.crafts.result import Result
from sparkle_motion_dagster.crafts.shoot import Shoot
from sparkle_motion_dagster.errors import BackendError, ProfileError, WeightsError
from sparkle_motion_dagster.film.takes import STILLS
from sparkle_motion_dagster.store.cast import film_references
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.backends.images.requests import image_request
from sparkle_motion_dagster_tests.conftest import SCREENPLAY
from sparkle_motion_dagster_tests.crafts.sketching import planned
from sparkle_motion_dagster_tests.tiny_models.tiny_ip_adapter import ENCODER, WEIGHTS, save_tiny_ip_adapter

FILM = "two-lamps"


def settings(model: Path, adapter: Path | None, **more: Any) -> dict[str, Any]:
    chosen = {"model": str(model), "device": "cpu", "steps": 2, "megapixels": 0.01, **more}
    return chosen | ({"characters": "ip_adapter", "ip_adapter": str(adapter)} if adapter else {})


def backend(model: Path, adapter: Path | None, **more: Any) -> Any:
    return build_choice("images", Choice(backend="sdxl", settings=settings(model, adapter, **more)), "profile test")


def portrait(folder: Path, number: int) -> Reference:
    path = folder / f"{number}.png"
    noise = np.random.default_rng(number).random((80, 64, 3)) * np.roll([240, 60, 20], number)
    Image.fromarray(noise.astype("uint8")).save(path)
    return Reference(("Ada", "Tom", "Mira", "Jonas")[number], path)


@pytest.fixture
def people(tmp_path: Path) -> list[Reference]:
    return [portrait(tmp_path, number) for number in range(4)]


@pytest.fixture
def paint(tiny_sdxl: Path, tiny_ip_adapter: Path, tmp_path: Path):
    def painted(*references: Reference, adapter: Path | None = tiny_ip_adapter, **more: Any) -> Any:
        folder = tmp_path / f"made{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        request = replace(image_request(), references=references)
        return backend(tiny_sdxl, adapter, **more).make(request, folder)

    return painted


def bytes_of(made: Any) -> tuple[bytes, bytes]:
    return made.start.read_bytes(), made.end.read_bytes()


def test_the_same_people_give_the_same_bytes_and_others_give_other_pixels(paint, people):
    ada, tom = people[:2]
    first = paint(ada)
    others = [paint(tom), paint(ada, tom), paint(tom, ada), paint(ada, ip_adapter_scale=0.9), paint()]
    assert bytes_of(paint(ada)) == bytes_of(first)
    for position in (0, 1):  # the last frame keeps the looks as well as the first
        assert len({bytes_of(made)[position] for made in (first, *others)}) == 1 + len(others)


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_a_picture_of_nobody_is_what_it_would_be_without_the_adapter(paint, dtype):
    assert bytes_of(paint(dtype=dtype)) == bytes_of(paint(adapter=None, dtype=dtype))


def test_unguided_pictures_are_painted_after_people_too(paint, people):
    assert bytes_of(paint(*people[:2], guidance=1.0)) != bytes_of(paint(guidance=1.0))


def test_long_prompts_and_references_go_together(tiny_sdxl, tiny_ip_adapter, tmp_path, people):
    words = "a keeper in a yellow coat lights the lamp, while rain runs down the window of the old kitchen; close-up"
    request = replace(image_request(words), references=tuple(people[:1]))
    made = backend(tiny_sdxl, tiny_ip_adapter).make(request, tmp_path)
    assert made.facts["prompt_pieces"] > 1


def test_more_than_three_people_in_a_picture_are_painted_with_a_warning(paint, people):
    assert not paint(*people[:3]).notes
    assert paint(*people).notes == (
        "4 people are painted after references (Ada, Tom, Mira, Jonas): beyond 3 likeness suffers",
    )


def test_each_acts_on_an_upright_part_from_left_to_right_and_nothing_is_left_out():
    masks = upright_parts(3, (1368, 768))
    assert tuple(masks.shape) == (1, 3, 96, 171)
    assert (masks.sum(dim=1) == 1).all()
    assert [bool(masks[0, index, 0, 57 * index + 28]) for index in range(3)] == [True] * 3


def test_a_backend_that_paints_from_words_alone_takes_no_references(paint, people):
    with pytest.raises(BackendError, match="takes no reference pictures"):
        paint(people[0], adapter=None)


def test_references_go_to_a_model_server_by_their_hashes(people, tmp_path):
    sent: dict[str, Path] = {}

    def place(path: Path) -> str:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        sent[sha256] = path
        return sha256

    request = replace(image_request(), references=tuple(people[:2]), ends=False)
    told = json.loads(json.dumps(to_wire(ImageRequest, request, place)))
    assert str(tmp_path) not in json.dumps(told) and len(sent) == 2
    assert from_wire(ImageRequest, told, lambda sha256, name: sent[sha256]) == request


def test_memory_is_planned_with_the_adapter_and_its_encoder(tiny_sdxl, tiny_ip_adapter):
    memory = DeviceMemory("cpu", "test", 64_000, 64_000, 0)
    plain, more = (backend(tiny_sdxl, adapter).memory_plan(memory)[1] for adapter in (None, tiny_ip_adapter))
    on_disk = sum(path.stat().st_size for path in tiny_ip_adapter.rglob("*.safetensors")) / 2**20
    assert more.device_mb - plain.device_mb == pytest.approx(on_disk, rel=0.05)


# -- files


def copied(adapter: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(adapter, tmp_path / "adapter"))


def break_pickle(folder: Path, sdxl: Path) -> None:
    (folder / WEIGHTS).write_bytes(pickle.dumps({"image_proj": 1}))


def break_cut(folder: Path, sdxl: Path) -> None:
    os.truncate(folder / WEIGHTS, (folder / WEIGHTS).stat().st_size // 2)


def break_missing(folder: Path, sdxl: Path) -> None:
    (folder / ENCODER / "model.safetensors").unlink()


def break_other(folder: Path, sdxl: Path) -> None:
    shutil.copyfile(sdxl / "vae" / "diffusion_pytorch_model.safetensors", folder / WEIGHTS)


def break_pair(folder: Path, sdxl: Path) -> None:
    save_tiny_ip_adapter(folder, sdxl, seen=48)


@pytest.mark.parametrize(
    ("fault", "words"),
    [(break_pickle, "a pickle under another name"), (break_cut, "cut short"), (break_missing, "model.safetensors missing"),
     (break_other, "is no IP-Adapter of the kinds known here"),
     (break_pair, "for an encoder whose hidden_size is 48, and that of models/image_encoder is 32")],
)  # fmt: skip
def test_bad_files_are_one_error_before_anything_is_loaded(tiny_sdxl, tiny_ip_adapter, tmp_path, fault, words):
    folder = copied(tiny_ip_adapter, tmp_path)
    fault(folder, tiny_sdxl)
    profile = stills_profile(tiny_sdxl, folder)
    row = examine_craft(profile, "images")
    assert not row["ready"] and words in row["detail"] and "characters: " in row["detail"]
    with pytest.raises(WeightsError, match=words):
        backend(tiny_sdxl, folder).make(image_request(), tmp_path)


def test_an_adapter_of_another_architecture_is_refused(tiny_sdxl, tiny_ip_adapter, tmp_path):
    from safetensors.torch import load_file, save_file

    folder = copied(tiny_ip_adapter, tmp_path)
    tensors = load_file(folder / WEIGHTS)
    save_file({name: t for name, t in tensors.items() if not name.startswith("ip_adapter.1.")}, folder / WEIGHTS)
    with pytest.raises(WeightsError, match="does not fit StableDiffusionXLPipeline"):
        backend(tiny_sdxl, folder).make(image_request(), tmp_path)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"ip_adapter_weights": "models/ip-adapter.bin"}, "pickles can run programs"),
     ({"image_encoder": "../encoder"}, "a path inside the adapter's folder"),
     ({"ip_adapter": "nobody"}, "ip-adapter-sdxl"), ({"quantisation": "int8"}, "needs whole weights"),
     ({"ip_adapter_scale": 1.5}, "ip_adapter_scale"), ({"characters": "yes"}, "characters")],
)  # fmt: skip
def test_wrong_settings_are_refused_when_the_profile_is_read(tiny_sdxl, tiny_ip_adapter, wrong, words):
    chosen = settings(tiny_sdxl, tiny_ip_adapter) | wrong
    with pytest.raises(ProfileError, match=words):
        build_choice("images", Choice(backend="sdxl", settings=chosen), "profile test")


def test_the_pinned_adapter_is_fetched_beside_the_model():
    profile = stills_profile("sdxl-base", None, characters="ip_adapter")
    found = models_of(profile)["images characters"]
    assert found.pinned() == model_source("ip-adapter-sdxl").revision
    assert found.files == (WEIGHTS, f"{ENCODER}/config.json", f"{ENCODER}/model.safetensors")
    assert set(models_of(stills_profile("sdxl-base", None))) == {"images"}


# -- a film's stills


def stills_profile(model: Path | str, adapter: Path | None, **more: Any) -> Profile:
    animatic = load_profile("animatic")
    chosen = Choice(backend="sdxl", settings=settings(Path(model), adapter, **more) | {"model": str(model)})
    video = animatic.video.model_copy(update={"width_px": 128, "height_px": 72})
    return animatic.model_copy(update={"video": video, "crafts": {**animatic.crafts, "images": chosen}})


@pytest.fixture
def shoot(tiny_sdxl: Path, tiny_ip_adapter: Path, tmp_path: Path):
    profile = stills_profile(tiny_sdxl, tiny_ip_adapter)
    store = ArtifactStore.open(tmp_path / "store")

    def shot() -> dict[str, Result]:
        plan = planned(store, profile, FILM, SCREENPLAY)
        keep_plan(store, FILM, plan, "test")
        crew, own = gather(profile), film_references(store, FILM)
        orders = [crew.order(FILM, plan.plan, one, None, own) for one in plan.plan.shots]
        return Shoot(store, None).shoot(crew.crafts[STILLS], orders)

    shot.store = store  # type: ignore[attr-defined]
    return shot


def test_a_films_shots_are_painted_after_sheets_and_each_sheet_is_looked_at_once(shoot, monkeypatch, tmp_path):
    looked: list[Path | None] = []
    look = Likeness._look

    def looking(self: Likeness, path: Path | None) -> Any:
        before = self.looks
        seen = look(self, path)
        looked.extend([path] * (self.looks - before))
        return seen

    monkeypatch.setattr(Likeness, "_look", looking)
    results = shoot()
    assert all(result.artifact is not None for result in results.values()), results
    whose = {key: result.artifact.facts.get("characters") for key, result in results.items()}
    assert "ADA: its sheet" in whose.values() and None in whose.values()
    assert sorted(path.stem for path in looked) == sorted(
        shoot.store.head(SHEET_ASSET, reference_name(FILM, who)).path(SHEET).stem for who in ("ada", "tom")
    )
    sheet = shoot.store.head(SHEET_ASSET, reference_name(FILM, "ada"))
    with Image.open(sheet.path(SHEET)) as picture:
        assert picture.size == (1024, 1024) and len(set(picture.resize((8, 8)).tobytes())) > 8
    own = tmp_path / "mine.png"
    Image.effect_noise((200, 300), 80).convert("RGB").save(own)
    use_reference(shoot.store, FILM, "ada", own)
    for key, result in shoot().items():
        mine = result.artifact.facts.get("characters") or ""
        assert ("ADA: your own mine.png" in mine) == (result.outcome == "succeeded"), key
        assert (result.artifact.files != results[key].artifact.files) == (result.outcome == "succeeded")
