"""A studio whose Dagster keeps its records in PostgreSQL: a real server, the same promises."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import dagster as dg
import pytest
import yaml

from sparkle_motion_dagster.film.shipped import configs_folder
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster_tests.conftest import SCREENPLAY, SPARKLE, run_sparkle
from sparkle_motion_dagster_tests.graph.postgres_server import postgres_server
from sparkle_motion_dagster_tests.studio.conftest import opened

FILM = "two-lamps"
STORAGE = {
    "custom": {
        "module": "sparkle_motion_dagster.graph.postgres",
        "class": "StudioPostgres",
        "config": {"postgres_url": {"env": "SPARKLE_POSTGRES_URL"}},
    }
}


@pytest.fixture(scope="module")
def server():
    with postgres_server() as running:
        yield running


def kept_in_postgres(home: Path, storage: object = STORAGE) -> None:
    """Write the studio's dagster.yaml as docs/postgres.md says."""
    written = yaml.safe_load((configs_folder() / "dagster.yaml").read_text(encoding="utf-8"))
    del written["event_log_storage"]
    (home / "dagster").mkdir(parents=True, exist_ok=True)
    (home / "dagster" / "dagster.yaml").write_text(yaml.safe_dump(written | {"storage": storage}), encoding="utf-8")


@pytest.fixture
def moved(studio, server, monkeypatch, request):
    """The finished studio, whose records were lost and are kept in an empty database from now on."""
    shutil.rmtree(studio.home / "dagster")
    kept_in_postgres(studio.home)
    monkeypatch.setenv("SPARKLE_POSTGRES_URL", server.new_database(f"db{abs(hash(request.node.name))}"))
    return studio


def make(studio):
    ran = run_sparkle("make", str(studio.brief), "--home", str(studio.home), "--profile", studio.profile(), "--json")
    assert ran.code == 0, ran.err
    return ran.json


def versions(home, asset):
    """The newest data version of each shot, as Dagster knows them."""
    with studio_instance(home / "dagster") as instance:
        records = instance.fetch_materializations(dg.AssetKey(asset), limit=1000).records
    newest: dict[str, str] = {}
    for record in records:
        newest.setdefault(record.partition_key, record.asset_materialization.tags["dagster/data_version"])
    return newest


def test_an_edit_remakes_only_its_shot_and_each_shot_of_a_range_keeps_its_own_version(moved):
    assert make(moved)["made"] == {}  # another place for Dagster's records is no reason to make anything
    before = versions(moved.home, "video_clips")
    assert len(set(before.values())) == len(before) == 5
    moved.brief.write_text(SCREENPLAY.replace("Good evening, Tom.", "Good night, Tom."), encoding="utf-8")
    assert make(moved)["made"]["video_clips"] == 1
    environment = os.environ | {
        "DAGSTER_HOME": str(moved.home / "dagster"),
        "SPARKLE_HOME": str(moved.home),
        "SPARKLE_PROFILE": moved.profile(),
    }
    command = [
        str(Path(SPARKLE).with_name("dagster")),
        "asset",
        "materialize",
        "-m",
        "sparkle_motion_dagster.definitions",
    ]
    which = ["--select", "video_clips", "--partition-range", f"{FILM}~s010...{FILM}~s050"]
    ran = subprocess.run([*command, *which], env=environment, capture_output=True, text=True, timeout=100)
    assert ran.returncode == 0, ran.stderr[-2000:]
    after = versions(moved.home, "video_clips")
    assert sorted(key for key in after if after[key] != before[key]) == [f"{FILM}~s020"]
    assert not list((moved.home / "dagster").rglob("*.db"))  # nothing of it is in files


@pytest.mark.timeout(180)
def test_a_brief_dropped_into_the_studio_becomes_a_film(server, finished_studio, tmp_path, monkeypatch):
    monkeypatch.setenv("SPARKLE_POSTGRES_URL", server.new_database("dropped"))
    home = tmp_path / "studio"
    kept_in_postgres(home)
    (home / "films").mkdir()
    (home / "films" / f"{FILM}.fountain").write_text(
        "Title: One Line\n\nINT. KITCHEN - NIGHT\n\nADA\nHello.\n", encoding="utf-8"
    )
    with opened(home, finished_studio.profile()):
        deadline = time.monotonic() + 150
        while not list((home / "screenings").glob(f"{FILM}/*.mp4")) and time.monotonic() < deadline:
            time.sleep(0.5)
        assert list((home / "screenings").glob(f"{FILM}/*.mp4"))
    told = run_sparkle("status", FILM, "--home", str(home), "--profile", finished_studio.profile(), "--json")
    assert told.json["fresh"] is True


@pytest.mark.parametrize(
    ("storage", "says", "do"),
    [
        (STORAGE, "which is not set", "set it"),
        ({"postgres": {"postgres_url": "postgresql://a@b/c"}}, "expected custom", "docs/postgres.md"),
        ({"custom": STORAGE["custom"] | {"config": {"postgres_url": "postgresql://nobody:secret@127.0.0.1:1/none"}}},
         "cannot be used", "Start the server or correct the address"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_database_is_said_in_one_sentence(studio, storage, says, do, monkeypatch):
    monkeypatch.delenv("SPARKLE_POSTGRES_URL", raising=False)
    kept_in_postgres(studio.home, storage)
    studio.brief.write_text(SCREENPLAY.replace("Good evening, Tom.", "Good night, Tom."), encoding="utf-8")
    ran = run_sparkle("make", str(studio.brief), "--home", str(studio.home), "--profile", studio.profile())
    words = " ".join(ran.err.split())
    assert ran.code == 1 and ran.err.count("error:") == 1 and says in words and do in words, ran.err
    assert "secret" not in ran.err and "Traceback" not in ran.err


def test_a_server_that_is_gone_ends_a_make_with_that_reason_and_nothing_is_lost(studio, monkeypatch):
    with postgres_server() as server:
        shutil.rmtree(studio.home / "dagster")
        kept_in_postgres(studio.home)
        monkeypatch.setenv("SPARKLE_POSTGRES_URL", server.new_database("short"))
        make(studio)
        server.stop()
        refused = run_sparkle("make", str(studio.brief), "--home", str(studio.home), "--profile", studio.profile())
    assert refused.code == 1 and "PostgreSQL" in refused.err, refused.err
    shutil.rmtree(studio.home / "dagster")  # back to files
    assert make(studio)["made"] == {}
