"""The one brief of a film in the films folder: put there, never put over what a person wrote there."""

from pathlib import Path

import pytest

from sparkle_motion_dagster.crafts.briefs import briefs_in, drop_brief, file_brief, file_text
from sparkle_motion_dagster.errors import BriefError


@pytest.fixture
def films(tmp_path: Path) -> Path:
    return tmp_path / "films"


def given(tmp_path: Path, text: str, name: str = "lamps.fountain") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def test_a_brief_edited_where_it_came_from_replaces_the_filed_one(films: Path, tmp_path: Path) -> None:
    for text in ("first", "second", "second", "third"):
        filed = file_brief(films, "lamps", given(tmp_path, text))
        assert filed == films / "lamps.fountain"
        assert filed.read_text() == text


def test_a_brief_of_another_kind_takes_the_place_of_the_filed_one(films: Path, tmp_path: Path) -> None:
    file_brief(films, "lamps", given(tmp_path, "first"))
    filed = file_brief(films, "lamps", given(tmp_path, "# A story", "lamps.md"))
    assert briefs_in(films) == {"lamps": (filed,)}


@pytest.mark.parametrize("name", ["lamps.fountain", "lamps.md"])
def test_words_written_in_the_films_folder_are_never_replaced(films: Path, tmp_path: Path, name: str) -> None:
    filed = file_brief(films, "lamps", given(tmp_path, "first"))
    filed.write_text("first, and a line written here")
    with pytest.raises(BriefError, match=r"written or edited there.*sparkle make lamps") as refused:
        file_brief(films, "lamps", given(tmp_path, "second", name))
    assert str(filed) in str(refused.value)
    assert filed.read_text() == "first, and a line written here"
    assert briefs_in(films) == {"lamps": (filed,)}


def test_a_brief_dropped_in_by_hand_is_not_replaced(films: Path, tmp_path: Path) -> None:
    films.mkdir()
    dropped = given(films, "dropped", "Lamps.fountain")
    with pytest.raises(BriefError, match="nothing was replaced"):
        file_brief(films, "lamps", given(tmp_path, "another"))
    with pytest.raises(BriefError, match="nothing was replaced"):
        file_text(films, "lamps", "lamps.txt", b"An idea of two lamps.\n")
    assert dropped.read_text() == "dropped"


def test_the_edited_brief_brought_back_to_where_it_came_from_is_filed_again(films: Path, tmp_path: Path) -> None:
    filed = file_brief(films, "lamps", given(tmp_path, "first"))
    filed.write_text("edited")
    assert file_brief(films, "lamps", given(tmp_path, "edited")) == filed
    assert file_brief(films, "lamps", given(tmp_path, "edited again")).read_text() == "edited again"


def test_a_brief_that_lies_in_the_films_folder_is_itself(films: Path) -> None:
    films.mkdir()
    own = given(films, "own", "Lamps.fountain")
    assert file_brief(films, "lamps", own) == own
    assert [path.name for path in films.iterdir()] == ["Lamps.fountain"]


def test_the_same_text_again_is_no_edit_of_the_file(films: Path, tmp_path: Path) -> None:
    filed = file_brief(films, "lamps", given(tmp_path, "first"))
    before = filed.stat()
    file_brief(films, "lamps", given(tmp_path, "first"))
    assert (filed.stat().st_mtime_ns, filed.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_dropped_brief_leaves_nothing(films: Path, tmp_path: Path) -> None:
    file_brief(films, "lamps", given(tmp_path, "first"))
    drop_brief(films, "lamps")
    assert list(films.iterdir()) == []
