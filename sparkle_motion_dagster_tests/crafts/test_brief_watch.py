"""What counts as a brief dropped or edited, and what never does."""

import os
import time
from pathlib import Path

import pytest

from sparkle_motion_dagster.crafts import brief_watch
from sparkle_motion_dagster.crafts.brief_watch import Memory, look
from sparkle_motion_dagster.crafts.briefs import brief_of, film_named
from sparkle_motion_dagster.errors import BriefError, InputError

NOW_S = 1_800_000_000.0


def write(path: Path, text: str | bytes, age_s: float = 60) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    os.utime(path, (NOW_S - age_s, NOW_S - age_s))
    return path


def films(seen: brief_watch.Look) -> list[str]:
    return [one.film for one in seen.wanted]


@pytest.mark.parametrize(
    ("name", "film"),
    [
        ("lamps.fountain", "lamps"),
        ("The Last Bulb.FDX", "the-last-bulb"),
        ("a--b_c.txt", "a--b_c"),
        (".lamps.fountain.swp", None),
        (".#lamps.fountain", None),
        ("#lamps.fountain#", None),
        ("lamps.fountain~", None),
        ("~$lamps.fdx", None),
        (".lamps.fountain.new", None),
        ("lamps.fountain.part", None),
        ("4913", None),
        ("notes.pdf", None),
    ],
)
def test_only_briefs_have_a_film_and_what_editors_leave_has_none(name, film):
    assert film_named(name) == film


def test_a_new_brief_is_wanted_once_and_again_when_its_text_changes(tmp_path):
    brief = write(tmp_path / "lamps.txt", "one", age_s=60)
    first = look(tmp_path, Memory(), NOW_S)
    assert films(first) == ["lamps"]
    assert films(look(tmp_path, first.memory, NOW_S)) == []
    write(brief, "two", age_s=50)
    second = look(tmp_path, first.memory, NOW_S)
    assert films(second) == ["lamps"]
    write(brief, "one", age_s=40)
    third = look(tmp_path, second.memory, NOW_S)
    assert films(third) == ["lamps"], "an edit taken back is an edit"
    keys = {x.wanted[0].run_key for x in (first, second, third)}
    assert len(keys) == 3, "the daemon drops a run key that it has seen"


def test_saving_the_same_text_again_and_again_asks_for_nothing(tmp_path):
    brief = write(tmp_path / "lamps.txt", "wrong and wrong again", age_s=60)
    memory = look(tmp_path, Memory(), NOW_S).memory
    for age_s in (50, 40, 30):
        write(brief, "wrong and wrong again", age_s=age_s)
        again = look(tmp_path, memory, NOW_S)
        assert films(again) == []
        memory = again.memory


def test_a_file_still_being_written_waits_until_it_is_whole(tmp_path):
    brief = write(tmp_path / "lamps.txt", "The first ha", age_s=0.5)
    half = look(tmp_path, Memory(), NOW_S)
    assert (films(half), half.unsettled) == ([], ("lamps",))
    write(brief, "The first half and the second.", age_s=0.1)
    still = look(tmp_path, half.memory, NOW_S)
    assert (films(still), still.unsettled) == ([], ("lamps",))
    assert films(look(tmp_path, still.memory, NOW_S)) == ["lamps"], "it has not changed since the look before"


def test_a_file_dated_in_the_future_is_whole_once_it_stays_the_same(tmp_path):
    write(tmp_path / "lamps.txt", "text", age_s=-86400)
    first = look(tmp_path, Memory(), NOW_S)
    assert films(first) == []
    assert films(look(tmp_path, first.memory, NOW_S)) == ["lamps"]


def test_a_file_written_to_while_it_is_read_is_not_wanted(tmp_path, monkeypatch):
    brief = write(tmp_path / "lamps.txt", "before", age_s=60)
    read = brief_watch._content

    def read_slowly(paths):
        digest = read(paths)
        write(brief, "after, and longer", age_s=0)
        return digest

    monkeypatch.setattr(brief_watch, "_content", read_slowly)
    seen = look(tmp_path, Memory(), NOW_S)
    assert (films(seen), seen.unsettled) == ([], ("lamps",))


def test_a_file_replaced_by_rename_with_the_same_size_and_time_is_seen(tmp_path):
    write(tmp_path / "lamps.txt", "aaaa", age_s=60)
    memory = look(tmp_path, Memory(), NOW_S).memory
    write(tmp_path / "new", "bbbb", age_s=60).replace(tmp_path / "lamps.txt")
    assert films(look(tmp_path, memory, NOW_S)) == ["lamps"]


def test_deleting_a_brief_asks_for_nothing_and_is_forgotten(tmp_path):
    brief = write(tmp_path / "lamps.txt", "text")
    memory = look(tmp_path, Memory(), NOW_S).memory
    brief.unlink()
    gone = look(tmp_path, memory, NOW_S)
    assert gone.wanted == ()
    assert gone.memory.films == {}


def test_two_briefs_of_one_film_are_asked_for_once_and_refused_by_the_plan(tmp_path):
    write(tmp_path / "lamps.txt", "one")
    write(tmp_path / "Lamps.fountain", "two")
    first = look(tmp_path, Memory(), NOW_S)
    assert films(first) == ["lamps"]
    assert films(look(tmp_path, first.memory, NOW_S)) == []
    with pytest.raises(BriefError, match=r"two briefs for one film: Lamps\.fountain, lamps\.txt; keep one"):
        brief_of(tmp_path, "lamps")
    (tmp_path / "lamps.txt").unlink()
    assert films(look(tmp_path, first.memory, NOW_S)) == ["lamps"]


@pytest.mark.timeout(20)
def test_folders_pipes_dangling_links_and_huge_files_are_asked_for_once_and_never_read(tmp_path):
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "missing")
    (tmp_path / "endless.txt").symlink_to("/dev/zero")
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(50_000_000_000)
    memory, asked = Memory(), []
    for _ in range(4):
        seen = look(tmp_path, memory, time.time() + 60)
        memory, asked = seen.memory, asked + films(seen)
    assert sorted(asked) == ["endless", "folder", "huge", "nowhere", "pipe"]


def test_a_link_to_a_brief_elsewhere_is_a_brief_and_its_edits_are_seen(tmp_path):
    folder = tmp_path / "films"
    folder.mkdir()
    real = write(tmp_path / "mine.txt", "one", age_s=60)
    (folder / "lamps.txt").symlink_to(real)
    first = look(folder, Memory(), NOW_S)
    assert films(first) == ["lamps"]
    write(real, "two", age_s=50)
    assert films(look(folder, first.memory, NOW_S)) == ["lamps"]


def test_a_film_left_for_later_is_asked_for_later(tmp_path):
    write(tmp_path / "a.txt", "text")
    write(tmp_path / "b.txt", "text")
    seen = look(tmp_path, Memory(), NOW_S)
    left = seen.leaving(["a"], Memory())
    assert films(left) == ["b"]
    assert films(look(tmp_path, left.memory, NOW_S)) == ["a"]


def test_what_is_remembered_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(brief_watch, "MOST_FILMS", 100)
    for number in range(100):
        write(tmp_path / f"{'f' * 55}{number}.txt", "text")
    assert len(look(tmp_path, Memory(), NOW_S).memory.model_dump_json()) < 100 * 180
    write(tmp_path / "one-more.txt", "text")
    with pytest.raises(InputError, match="at most 100 are watched; move those that are finished"):
        look(tmp_path, Memory(), NOW_S)


@pytest.mark.parametrize("text", [None, "", "{", '{"version": 9, "clips": []}', '{"lamps": "abc"}'])
def test_an_unreadable_memory_is_an_empty_one(text):
    assert Memory.read(text) == Memory()


def test_a_memory_is_read_as_it_was_written(tmp_path):
    write(tmp_path / "lamps.txt", "text")
    memory = look(tmp_path, Memory(), NOW_S).memory
    assert Memory.read(memory.model_dump_json()) == memory
