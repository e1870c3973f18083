"""Reading a brief's file: what is taken, and how each bad file is refused."""

from pathlib import Path

import pytest

from sparkle_motion_dagster.errors import BriefError
from sparkle_motion_dagster.writing.read import read_brief


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.fountain", b"", "empty"),
        ("a.fountain", b" \n\t\n", "empty"),
        ("a.txt", b"ab\nc\x00d", "line 2: a NUL byte"),
        ("a.txt", b"ab\n\xe9t\xe9", "line 2: byte 0xe9 is not UTF-8"),
        ("a.txt", "Hi".encode("utf-16"), "UTF-16"),
        ("a.txt", b"one\ntwo \x1b[31m", "line 2: control character U+001B"),
        ("a.txt", b"x" * 30_000, "line 1: 30000 characters"),
        ("a.txt", b"word \n" * 400_000, "larger than 2 MB"),
        ("a.pdf", b"%PDF", "unknown kind of file '.pdf'"),
        ("a", b"words", "unknown kind of file"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_reason(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    with pytest.raises(BriefError) as caught:
        read_brief(written(tmp_path, name, data))
    assert name in str(caught.value)
    assert says in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match="is a folder"):
        read_brief(tmp_path)
    with pytest.raises(BriefError, match="there is no file"):
        read_brief(tmp_path / "none.txt")
    with pytest.raises(BriefError, match="cannot be read"):
        read_brief(tmp_path / ("n" * 400 + ".txt"))
    with pytest.raises(BriefError):
        read_brief(Path("a\x00b.txt"))


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.fountain", "A road.", "fountain"),
        ("a.FDX", "<FinalDraft/>", "fdx"),
        ("a.yaml", "title: x", "plan"),
        ("a.yml", "title: x", "plan"),
        ("a.json", "{}", "plan"),
        ("a.txt", "A fox befriends a storm.", "idea"),
        ("a.txt", "A fox befriends\na storm.\n", "idea"),
        ("a.txt", "The Storm\n\nA fox befriends a storm.\n", "story"),
        ("a.md", '# The Fox\n\n"Hello," said the fox.', "story"),
        ("a.txt", "word " * 60, "story"),
        ("a.txt", "INT. HOUSE - DAY\n\nA cat.\n\nEXT. ROAD - DAY\n\nA dog.\n", "fountain"),
    ],
)
def test_the_kind_of_brief_is_known_by_name_and_content(tmp_path: Path, name: str, text: str, kind: str) -> None:
    assert read_brief(written(tmp_path, name, text.encode())).kind == kind


def test_mark_line_ends_and_title_are_made_plain(tmp_path: Path) -> None:
    brief = read_brief(written(tmp_path, "the_last-bulb.fountain", b"\xef\xbb\xbfA\r\nB\rC\x0cD"))
    assert brief.text == "A\nB\nC\nD"
    assert brief.title == "The last bulb"
    assert brief.source == "the_last-bulb.fountain"
