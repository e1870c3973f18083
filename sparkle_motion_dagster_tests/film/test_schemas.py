"""The committed JSON Schemas are the models', and say what the models say."""

import json

import jsonschema
import pytest
import yaml

from sparkle_motion_dagster.errors import ProfileError
from sparkle_motion_dagster.film import schemas
from sparkle_motion_dagster.film.plan import BaseImage, MoviePlan, Shot
from sparkle_motion_dagster.film.policy import QAPolicy
from sparkle_motion_dagster.film.shipped import configs_folder

NAMES = [
    "movie_plan", "asset_refs", "qa_report", "stage_event", "checkpoint", "run_context", "stage_manifest", "qa_policy"
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_schema_is_the_models(name):
    entry = getattr(schemas, name)()
    told = "run `python -m sparkle_motion_dagster.film.schemas`"
    assert entry.path.read_text(encoding="utf-8") == schemas.exported(entry), told
    assert entry.uri == f"artifact://sparkle-motion/schemas/{name}/v1"
    assert schemas.schema(entry.uri) is entry
    jsonschema.Draft202012Validator.check_schema(entry.json_schema())


def test_the_registry_has_these_and_no_other():
    assert list(schemas.registry()) == NAMES
    with pytest.raises(ProfileError, match="movie_plan"):
        schemas.schema("movieplan")


def test_export_writes_every_file(tmp_path):
    assert [path.name for path in schemas.export(tmp_path)] == [f"{name}.json" for name in NAMES]
    assert json.loads((tmp_path / "movie_plan.json").read_text())["title"] == "MoviePlan"


def _plan():
    images = [BaseImage(id=f"i{n}", prompt="a quay") for n in range(2)]
    shot = Shot(
        id="s010", duration_sec=2, visual_description="A quay.", start_base_image_id="i0", end_base_image_id="i1"
    )
    return MoviePlan(title="The Lamp", base_images=images, shots=[shot]).model_dump(mode="json")


def test_a_plan_is_judged_alike_by_schema_and_model():
    good, unknown, wrong = _plan(), {**_plan(), "tilte": "x"}, _plan()
    wrong["shots"][0]["duration_sec"] = 0
    validator = jsonschema.Draft202012Validator(schemas.movie_plan().json_schema())
    assert validator.is_valid(good)
    schemas.check("movie_plan", good)
    for bad, field in ((unknown, "tilte"), (wrong, "shots.0.duration_sec")):
        assert not validator.is_valid(bad)
        with pytest.raises(ProfileError, match=field):
            schemas.check("movie_plan", bad)


def test_the_shipped_policy_fits_its_schema():
    raw = yaml.safe_load((configs_folder() / "qa_policy.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(raw, schemas.qa_policy().json_schema())
    assert isinstance(schemas.check("qa_policy", raw), QAPolicy)


def test_records_refuse_what_they_do_not_know():
    event = {"run_id": "r", "stage": "images", "status": "begin", "timestamp": 1.0, "attempt": 1}
    schemas.check("stage_event", event)
    for bad in ({**event, "attempt": 0}, {**event, "status": "done"}, {**event, "extra": 1}):
        with pytest.raises(ProfileError):
            schemas.check("stage_event", bad)
