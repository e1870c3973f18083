"""The code location loads, is the same by all its names, and costs little to load."""

import subprocess
import sys
import tomllib
from pathlib import Path

import dagster as dg
import yaml

from sparkle_motion_dagster.definitions import defs
from sparkle_motion_dagster.studio.daemon import LOCATION

ROOT = Path(__file__).parents[1]


def test_the_graph_has_exactly_these_assets():
    keys = {key.to_user_string() for key in defs().resolve_asset_graph().get_all_asset_keys()}
    assert keys == {
        "movie_plan", "shot_spec", "dialogue_audio", "shot_images", "video_clips", "lipsynced_clips", "qa_report",
        "film_cut", "final_movie",
    }  # fmt: skip


def test_everything_in_the_graph_can_be_loaded():
    dg.Definitions.validate_loadable(defs())


def test_no_edge_crosses_from_shots_to_films_but_the_two_that_are_only_drawn():
    graph = defs().resolve_asset_graph()
    crossing = {
        (parent.to_user_string(), key.to_user_string())
        for key in graph.get_all_asset_keys()
        for parent in graph.get(key).parent_keys
        if graph.get(parent).partitions_def != graph.get(key).partitions_def
    }
    assert crossing == {("movie_plan", "shot_spec"), ("qa_report", "film_cut")}


def test_workspace_and_pyproject_name_the_same_code_location():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    workspace = yaml.safe_load((ROOT / "workspace.yaml").read_text(encoding="utf-8"))
    module = workspace["load_from"][0]["python_module"]
    assert (
        module["module_name"]
        == project["dagster"]["module_name"]
        == project["dg"]["project"]["root_module"] + ".definitions"
    )
    assert module["location_name"] == project["dagster"]["code_location_name"] == module["module_name"] == LOCATION


def test_loading_the_code_location_imports_no_model_library():
    heavy = {"torch", "diffusers", "transformers", "onnxruntime", "faster_whisper", "cv2", "scipy"}
    code = "import sys, sparkle_motion_dagster.definitions as d; d.defs(); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert not heavy & {name.partition(".")[0] for name in loaded}
