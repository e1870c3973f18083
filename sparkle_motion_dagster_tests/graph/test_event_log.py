"""The event log whose connections are kept: Dagster's own files, for Dagster's own readers, while it is open."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.instance.ref import InstanceRef

from sparkle_motion_dagster.film.shipped import configs_folder
from sparkle_motion_dagster.graph.event_log import MOST_FILES, KeptEventLog
from sparkle_motion_dagster.graph.instance import studio_instance

parts = dg.DynamicPartitionsDefinition(name="parts")


@dg.asset(partitions_def=parts)
def thing() -> None:
    """Nothing, recorded."""


def _run(instance: dg.DagsterInstance, key: str) -> str:
    job = dg.Definitions(assets=[thing], jobs=[dg.define_asset_job("make_thing", [thing])]).resolve_job_def(
        "make_thing"
    )
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    return job.execute_in_process(
        instance=instance, partition_key=key, run_config=quiet, resources={"io_manager": dg.mem_io_manager}
    ).run_id


def _plain(folder: Path) -> dg.DagsterInstance:
    """The same studio as a program sees it that knows only Dagster."""
    (folder / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    return dg.DagsterInstance.from_ref(InstanceRef.from_dir(str(folder)))


def test_what_is_written_is_seen_at_once_by_a_plain_dagster_and_the_other_way_round(tmp_path: Path):
    with studio_instance(tmp_path) as kept, _plain(tmp_path) as plain:
        assert isinstance(kept.event_log_storage, KeptEventLog)
        assert not isinstance(plain.event_log_storage, KeptEventLog)
        kept.add_dynamic_partitions("parts", ["a", "b"])
        ours, theirs = _run(kept, "a"), _run(plain, "b")
        for instance in (kept, plain):
            assert instance.get_materialized_partitions(dg.AssetKey("thing")) == {"a", "b"}
            assert [len(instance.all_logs(run)) > 5 for run in (ours, theirs)] == [True, True]


def test_a_runs_file_is_as_dagster_makes_it(tmp_path: Path):
    with studio_instance(tmp_path) as kept, _plain(tmp_path) as plain:
        kept.add_dynamic_partitions("parts", ["a"])
        first, second, theirs = _run(kept, "a"), _run(kept, "a"), _run(plain, "a")
        runs = tmp_path / "history" / "runs"
        made = [_schema(runs / f"{run}.db") for run in (first, second, theirs)]
        assert made[0] == made[1] == made[2]
        assert made[0]["journal_mode"] == [("wal",)] and made[0]["alembic_version"]
        assert sorted(plain.event_log_storage.get_all_run_ids()) == sorted([first, second, theirs])
        assert not list(runs.glob(".begin-*"))


def _schema(file: Path) -> dict[str, Any]:
    with contextlib.closing(sqlite3.connect(file)) as database:
        asked = {
            "tables": "SELECT name, sql FROM sqlite_master ORDER BY name",
            "alembic_version": "SELECT * FROM alembic_version",
            "journal_mode": "PRAGMA journal_mode",
        }
        return {name: database.execute(words).fetchall() for name, words in asked.items()}


def test_partitions_are_looked_up_without_opening_the_file_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with studio_instance(tmp_path) as kept:
        kept.add_dynamic_partitions("parts", ["a"])
        assert kept.has_dynamic_partition("parts", "a")
        opened: list[str] = []
        monkeypatch.setattr(sqlite3.dbapi2, "connect", lambda path, *args, **more: opened.append(path))
        assert kept.get_dynamic_partitions("parts") == ["a"]
        assert not kept.has_dynamic_partition("parts", "b")
        assert opened == []
        monkeypatch.undo()
        assert not kept.event_log_storage.has_table("of_a_later_dagster")


def test_many_runs_keep_few_files_open(tmp_path: Path):
    with studio_instance(tmp_path) as instance:
        instance.add_dynamic_partitions("parts", ["a"])
        runs = [_run(instance, "a") for _ in range(3)]
        log = instance.event_log_storage
        assert isinstance(log, KeptEventLog)
        for number in range(MOST_FILES + 5):
            log.get_logs_for_run(f"{number:08}-0000-4000-8000-000000000000")
        assert len(log._engines) == MOST_FILES
        assert all(instance.all_logs(run) for run in runs)


def test_a_writer_that_was_killed_leaves_the_log_whole(tmp_path: Path):
    code = (
        "import os, sys; from pathlib import Path; from sparkle_motion_dagster_tests.graph import test_event_log as t\n"
        "with t.studio_instance(Path(sys.argv[1])) as instance:\n"
        "    instance.add_dynamic_partitions('parts', ['a']); t._run(instance, 'a'); os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-W", "ignore", "-c", code, str(tmp_path)], capture_output=True)
    assert killed.returncode == -9
    with studio_instance(tmp_path) as instance:
        assert instance.get_materialized_partitions(dg.AssetKey("thing")) == {"a"}
        instance.add_dynamic_partitions("parts", ["b"])
        _run(instance, "b")
        assert instance.get_materialized_partitions(dg.AssetKey("thing")) == {"a", "b"}


def test_dagsters_own_programs_open_it_from_the_shipped_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "dagster.yaml").write_bytes((configs_folder() / "dagster.yaml").read_bytes())
    monkeypatch.setenv("DAGSTER_HOME", os.fspath(tmp_path))
    with dg.DagsterInstance.get() as instance:
        assert isinstance(instance.event_log_storage, KeptEventLog)
        instance.add_dynamic_partitions("parts", ["a"])
        _run(instance, "a")
    assert (tmp_path / "history" / "runs" / "index.db").is_file()
