"""A change is noticed once it is whole."""

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from sparkle_motion_dagster.crafts.film_watch import LOOK_EVERY_S, FilmWatch
from sparkle_motion_dagster.store.decisions import decide
from sparkle_motion_dagster.store.store import ArtifactStore


def watch(folder: Path) -> FilmWatch:
    (folder / "lamp.fountain").write_text("INT. ROOM - DAY\n\nA lamp.\n", encoding="utf-8")
    (folder / "own.yaml").write_text("name: own\n", encoding="utf-8")
    return FilmWatch("lamp", folder / "lamp.fountain", folder / "own.yaml", folder / "store")


def waiting(watched: FilmWatch) -> threading.Thread:
    """Waits for a change from now on, beside the test."""
    before = watched.stamp()
    thread = threading.Thread(target=watched.wait, args=(before,), daemon=True)
    thread.start()
    return thread


def test_nothing_changed_is_waited_for_and_a_saved_text_ends_the_wait(tmp_path: Path):
    watched = watch(tmp_path)
    waits = waiting(watched)
    waits.join(4 * LOOK_EVERY_S)
    assert waits.is_alive()
    watched.brief.write_text("INT. ROOM - DAY\n\nTwo lamps.\n", encoding="utf-8")
    waits.join(5)
    assert not waits.is_alive()


def test_a_text_is_waited_for_until_nobody_writes_to_it(tmp_path: Path):
    watched = watch(tmp_path)
    waits = waiting(watched)
    with watched.brief.open("a", encoding="utf-8") as file:
        for _ in range(12):
            file.write("More. ")
            file.flush()
            time.sleep(LOOK_EVERY_S / 2)
            assert waits.is_alive()
    waits.join(5)
    assert not waits.is_alive()


def test_an_editor_may_put_a_new_file_in_the_old_ones_place_with_a_moment_between(tmp_path: Path):
    watched = watch(tmp_path)
    waits = waiting(watched)
    kept = watched.brief.read_bytes()
    watched.brief.unlink()
    time.sleep(4 * LOOK_EVERY_S)
    assert waits.is_alive()  # there is no text now: nothing can be made of that
    fresh = tmp_path / "lamp.fountain.new"
    fresh.write_bytes(kept)
    fresh.rename(watched.brief)
    waits.join(5)
    assert not waits.is_alive()


def test_the_profile_and_what_people_decide_count_too_and_other_films_do_not(tmp_path: Path):
    watched = watch(tmp_path)
    store = ArtifactStore.open(watched.store)
    waits = waiting(watched)
    decide(store, "other", "s010", lambda takes: takes.retaken(["shot_images"], "", datetime.now(UTC)))
    waits.join(4 * LOOK_EVERY_S)
    assert waits.is_alive()
    decide(store, "lamp", "s010", lambda takes: takes.retaken(["shot_images"], "", datetime.now(UTC)))
    waits.join(5)
    assert not waits.is_alive()
    waits = waiting(watched)
    (tmp_path / "own.yaml").write_text("name: mine\n", encoding="utf-8")
    waits.join(5)
    assert not waits.is_alive()
