"""The graph used as Dagster's users use it."""

import os
import subprocess
import sys
from dataclasses import dataclass

import dagster as dg
import pytest
from click.testing import CliRunner
from dagster._cli import create_dagster_cli

from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.conftest import Studio


def materialize(studio, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "SPARKLE_HOME": str(studio.home),
        "DAGSTER_HOME": str(studio.home / "dagster"),
        "SPARKLE_PROFILE": studio.profile(),
    }
    command = [
        sys.executable,
        "-m",
        "dagster",
        "asset",
        "materialize",
        "-m",
        "sparkle_motion_dagster.definitions",
        *arguments,
    ]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_loading_the_code_location_prints_no_warning(studio):
    code = "import sparkle_motion_dagster.definitions as d; d.defs().get_repository_def()"
    loaded = subprocess.run([sys.executable, "-W", "default", "-c", code], capture_output=True, text=True, check=True)
    assert "Beta" not in loaded.stderr and "Preview" not in loaded.stderr and "sparkle_motion" not in loaded.stderr


@pytest.mark.timeout(240)
def test_one_asset_of_one_shot_and_the_film_materialize_from_dagsters_own_command_line(studio):
    head = studio.home / "store" / "heads" / "qa_report" / "two-lamps~s020.json"
    head.unlink()
    shot = materialize(studio, "--select", "qa_report", "--partition", "two-lamps~s020")
    assert shot.returncode == 0, shot.stderr[-2000:]
    assert ArtifactStore.open(studio.home / "store").head("qa_report", "two-lamps~s020") is not None
    film = materialize(studio, "--select", "final_movie", "--partition", "two-lamps")
    assert film.returncode == 0, film.stderr[-2000:]


@dataclass(frozen=True)
class Dagster:
    """Dagster's command line in this process, on a studio."""

    studio: Studio

    def __call__(self, *arguments: str) -> tuple[int, str]:
        """Exit code and what was printed, as a person sees it (an error of no kind known to it is raised)."""
        ran = CliRunner().invoke(create_dagster_cli(), [*arguments, "-m", "sparkle_motion_dagster.definitions"])
        if ran.exception is not None and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        return ran.exit_code, ran.output

    def materialize(self, select: str, *partition: str) -> tuple[int, str]:
        """`dagster asset materialize`."""
        return self("asset", "materialize", "--select", select, *partition)


@pytest.fixture
def dagster(studio, monkeypatch) -> Dagster:
    monkeypatch.setenv("SPARKLE_HOME", str(studio.home))
    monkeypatch.setenv("DAGSTER_HOME", str(studio.home / "dagster"))
    monkeypatch.setenv("SPARKLE_PROFILE", studio.profile())
    return Dagster(studio)


UNKNOWN = [
    ("movie_plan", "moonrise", "no film 'moonrise' in this studio; it has: two-lamps; add one with: sparkle add FILE"),
    ("final_movie", "moonrise", "it has: two-lamps; add one with: sparkle add FILE --film ID"),
    ("final_movie", "two-lamps~s010", "is a shot: this asset is made for a whole film; use --partition two-lamps"),
    (
        "video_clips",
        "moonrise~s010",
        "no film 'moonrise' in this studio, so no shot 'moonrise~s010'; it has: two-lamps",
    ),
    ("video_clips", "two-lamps~s999", "no shot 's999' in film 'two-lamps'; it has: s010, s020"),
    ("video_clips", "two-lamps", "'two-lamps' is a film: this asset is made for its shots; it has: s010"),
]


@pytest.mark.parametrize(("asset", "key", "said"), UNKNOWN)
def test_an_unknown_film_or_shot_is_refused_with_what_there_is_and_how_to_add_one(dagster, asset, key, said):
    code, printed = dagster.materialize(asset, "--partition", key)
    assert code == 2
    assert said in printed
    assert "Traceback" not in printed


def test_an_unknown_end_of_a_range_is_refused_in_the_same_way(dagster):
    code, printed = dagster.materialize("video_clips", "--partition-range", "two-lamps~s010...two-lamps~s999")
    assert (code, "no shot 's999' in film 'two-lamps'; it has: s010" in printed) == (2, True)


@pytest.mark.parametrize("asset", ["video_clips", "movie_plan"])
def test_a_range_given_the_wrong_way_round_makes_nothing_and_says_so(dagster, studio, sparkle, asset):
    another = studio.home.parent / "another.fountain"
    another.write_text("INT. ROOM - DAY\n\nADA\nHello.\n", encoding="utf-8")
    sparkle("add", str(another), "--home", str(studio.home), "--profile", studio.profile())
    keys = ("two-lamps~s030", "two-lamps~s010") if asset == "video_clips" else ("another", "two-lamps")
    code, _ = dagster.materialize(asset, "--partition-range", "...".join(keys))
    assert code != 0
    with studio_instance(studio.home / "dagster") as instance:
        run = instance.get_runs(limit=1)[0]
        failed = instance.all_logs(run.run_id, of_type=dg.DagsterEventType.STEP_FAILURE)
        assert any("the other way round" in str(event.dagster_event) for event in failed)
        events = instance.fetch_materializations(dg.AssetKey(asset), limit=1).records
        assert events[0].partition_key is not None


def test_without_the_studios_instance_the_error_says_which_variable_to_set(dagster, monkeypatch):
    monkeypatch.delenv("DAGSTER_HOME")
    code, printed = dagster.materialize("movie_plan", "--partition", "two-lamps")
    assert (code, "set DAGSTER_HOME to the studio's dagster folder" in printed) == (2, True)


def test_an_added_film_is_planned_and_until_then_has_no_shots(dagster, studio, sparkle):
    added = sparkle("add", str(studio.brief), "--film", "second", "--home", str(studio.home), "--json")
    assert added.json == {"film": "second", "brief": str(studio.home / "films" / "second.fountain")}
    code, printed = dagster.materialize("video_clips", "--partition", "second~s010")
    assert (code, "materialize movie_plan with --partition second first" in printed) == (2, True)
    code, _ = dagster.materialize("movie_plan", "--partition-range", "two-lamps...second")
    assert code == 0
    with studio_instance(studio.home / "dagster") as instance:
        assert "second~s010" in instance.get_dynamic_partitions("shots")


def test_a_range_of_films_keeps_what_could_be_made_and_names_what_could_not(dagster, studio, sparkle):
    movie = studio.home / "screenings" / "two-lamps" / "two-lamps.mp4"
    movie.unlink()
    assert sparkle("add", str(studio.brief), "--film", "second", "--home", str(studio.home)).code == 0
    code, printed = dagster.materialize("final_movie", "--partition-range", "two-lamps...second")
    assert code == 1
    assert "final_movie: 1 of 2 failed; the others are kept" in printed
    assert movie.is_file()
    with studio_instance(studio.home / "dagster") as instance:
        event = instance.get_latest_materialization_event(dg.AssetKey("final_movie"))
        assert event is not None and event.asset_materialization.partition == "two-lamps"


def test_no_film_is_cut_from_a_shot_that_is_not_as_its_plan_says_now(dagster, studio):
    brief = studio.home / "films" / studio.brief.name
    brief.write_text(brief.read_text(encoding="utf-8").replace("Good evening, Tom.", "Good night, Tom."), "utf-8")
    assert dagster.materialize("movie_plan", "--partition", "two-lamps")[0] == 0
    before = ArtifactStore.open(studio.home / "store").head("final_movie", "two-lamps")
    code, printed = dagster.materialize("final_movie", "--partition", "two-lamps")
    words = " ".join(printed.split())
    assert code == 1 and "1 of 5 shots are not as the plan and the profile tiny say now" in words
    assert "dialogue_audio: " in words and "run: sparkle make two-lamps" in words
    assert ArtifactStore.open(studio.home / "store").head("final_movie", "two-lamps") == before


def test_one_shot_that_has_not_changed_is_recorded_as_reused(dagster, studio):
    assert dagster.materialize("video_clips", "--partition", "two-lamps~s020")[0] == 0
    with studio_instance(studio.home / "dagster") as instance:
        event = instance.get_latest_materialization_event(dg.AssetKey("video_clips"))
    assert event is not None and event.asset_materialization is not None
    told = event.asset_materialization.metadata
    assert told["why"].value == "reused: nothing changed"
    assert {"artifact", "recipe", "backend", "draft"} <= set(told)


def test_a_range_of_shots_is_one_run_of_all_stages(dagster, studio):
    heads = studio.home / "store" / "heads" / "qa_report"
    keys = sorted(path.stem for path in heads.iterdir())
    for path in list(heads.iterdir()):
        path.unlink()
    stages = "dialogue_audio,shot_images,video_clips,lipsynced_clips,qa_report"
    with studio_instance(studio.home / "dagster") as instance:
        before = instance.get_runs_count()
    code, _ = dagster.materialize(stages, "--partition-range", f"{keys[0]}...{keys[-1]}")
    assert code == 0
    assert sorted(path.stem for path in heads.iterdir()) == keys
    with studio_instance(studio.home / "dagster") as instance:
        assert instance.get_runs_count() == before + 1


def test_the_jobs_of_the_graph_run_from_the_command_line(dagster):
    code, printed = dagster("job", "execute", "-j", "make_film", "--tags", '{"dagster/partition": "two-lamps"}')
    assert code == 0, printed


def test_the_code_location_is_listed_and_validated(dagster):
    code, printed = dagster("asset", "list")
    assert (code, "video_clips" in printed) == (0, True)
    assert dagster("definitions", "validate")[0] == 0
