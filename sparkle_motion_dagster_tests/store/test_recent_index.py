"""The index of pictures seen lately."""

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sparkle_motion_dagster.errors import InputError, StoreError
from sparkle_motion_dagster.store.recent_index import RecentIndex

ONE, NEARLY, FAR = "ffff0000ffff0000", "ffff0000ffff0007", "0123456789abcdef"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def index(tmp_path: Path, clock: Clock) -> RecentIndex:
    return RecentIndex(tmp_path / "index.sqlite", clock)


def test_the_first_sighting_counts_one_and_the_first_artifact_stays_the_one_named(index, clock):
    first, new = index.get_or_add(ONE, "artifact://shot_images/a")
    clock.now += 5
    again, newer = index.get_or_add(ONE, "artifact://shot_images/b")
    assert (first.hit_count, new, again.hit_count, newer) == (1, True, 2, False)
    assert again.canonical_uri == "artifact://shot_images/a"
    assert index.get(ONE) == again and again.last_seen == 1005.0
    assert index.touch(ONE) and not index.touch(FAR)
    assert index.get(ONE).hit_count == 3 and index.get(FAR) is None


def test_an_entry_whose_artifact_is_gone_names_the_new_one(index):
    index.get_or_add(ONE, "artifact://shot_images/gone")
    entry, _ = index.get_or_add(ONE, "artifact://shot_images/new", exists=lambda uri: False)
    assert entry.canonical_uri == "artifact://shot_images/new"


def test_near_search_agrees_with_counting_bits_one_by_one(index):
    chance = random.Random(3)
    known = [chance.getrandbits(64) for _ in range(300)]
    known += [known[n] ^ (1 << chance.randrange(64)) ^ (1 << chance.randrange(64)) for n in range(300)]
    for n, number in enumerate(known):
        index.get_or_add(f"{number:016x}", f"artifact://shot_images/{n}")
    for number in known[:20]:
        wanted = {f"{k:016x}" for k in known if (k ^ number).bit_count() <= 24}
        found = index.find_near(f"{number:016x}", 24, 1000)
        assert {entry.phash for entry in found} == wanted
        assert [entry.distance for entry in found] == sorted(entry.distance for entry in found)


def test_orders_and_limit(index, clock):
    for phash, hits in ((ONE, 1), (NEARLY, 3)):
        for _ in range(hits):
            clock.now += 1
            index.get_or_add(phash, "artifact://shot_images/x")
    assert [e.phash for e in index.find_near(ONE)] == [ONE, NEARLY]
    assert [e.phash for e in index.find_near(ONE, order="last_seen")] == [NEARLY, ONE]
    assert [e.phash for e in index.find_near(ONE, order="hit_count", limit=1)] == [NEARLY]
    assert [e.phash for e in index.find_near(ONE, max_distance=2)] == [ONE]
    assert [e.phash for e in index.list(1)] == [NEARLY]


def test_another_process_is_seen_and_a_search_is_never_stale(index):
    assert index.find_near(ONE) == ()
    other = RecentIndex(index.path)
    other.get_or_add(NEARLY, "artifact://shot_images/other")
    assert [e.phash for e in index.find_near(ONE)] == [NEARLY]
    other.prune(max_entries=0)
    assert index.find_near(ONE) == ()


def test_pruning_forgets_the_old_and_the_surplus(index, clock):
    for n in range(10):
        clock.now += 10
        index.get_or_add(f"{n:016x}", f"artifact://shot_images/{n}")
    assert index.prune(max_age_s=50) == 4
    assert index.prune(max_entries=2) == 4
    assert [e.phash for e in index.list()] == [f"{9:016x}", f"{8:016x}"]
    assert index.stats() == {"entries": 2, "sightings": 2, "repeated": 0, "oldest": 1090.0, "newest": 1100.0}


def test_many_writers_lose_no_sighting(tmp_path):
    path = tmp_path / "index.sqlite"
    code = (
        "import sys; from pathlib import Path; from sparkle_motion_dagster.store.recent_index import RecentIndex\n"
        f"[RecentIndex(Path(sys.argv[1])).get_or_add({ONE!r}, 'artifact://a/b') for _ in range(40)]"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(2)]
    here = RecentIndex(path)
    threads = [
        threading.Thread(target=lambda: [here.get_or_add(ONE, "artifact://a/b") for _ in range(40)]) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait(60) for process in processes] == [0, 0]
    assert here.get(ONE).hit_count == 200


@pytest.mark.parametrize("phash", ["", "xyz", "FFFF0000FFFF0000", "0" * 17, "'; DROP TABLE recent_index; --"])
def test_what_is_no_hash_is_refused(index, phash):
    with pytest.raises(InputError, match="16 hex digits"):
        index.get_or_add(phash, "artifact://a/b")


def test_a_damaged_file_says_what_to_do(tmp_path):
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="delete the file"):
        RecentIndex(path).stats()


def test_the_command_shows_near_pictures(tmp_path, sparkle):
    index = RecentIndex(tmp_path / "recent_index.sqlite")
    index.get_or_add(ONE, "artifact://shot_images/" + "a" * 64)
    home = ("--home", str(tmp_path))
    assert sparkle("index", "near", NEARLY, "--json", *home).json["entries"][0]["distance"] == 3
    assert sparkle("index", "show", ONE, "--json", *home).json["exists"] is False
    assert sparkle("index", "stats", "--json", *home).json["entries"] == 1
    assert ONE in sparkle("index", "list", "--json", *home).out
    unknown = sparkle("index", "show", FAR, *home)
    assert unknown.code == 2 and "sparkle index list" in unknown.err
    assert sparkle("index", "prune", "--max-entries", "0", "--json", *home).json == {"forgotten": 1}
