"""What a message tells a person to type means the studio and the profile that the person named."""

import sys

import pytest

from sparkle_motion_dagster.cli.options import as_typed, with_same_options


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("make a.txt", ""),
        ("make a.txt --profile gpu", "--profile gpu"),
        ("make --home=/my studio", "--home '/my studio'"),
        ("status x --home /s --profile=b.yaml --json", "--profile b.yaml --home /s"),
        ("make a.txt --profile", ""),
    ],
)
def test_only_what_names_a_studio_or_a_profile_is_repeated(typed: str, said: str):
    words = typed.split(" ") if "my studio" not in typed else ["make", "--home=/my studio"]
    assert as_typed(words) == said


def test_words_that_name_no_command_stay_as_they_are(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "argv", ["sparkle", "make", "a.txt", "--profile", "gpu"])
    assert with_same_options("the disk is full") == "the disk is full"
    assert with_same_options("run: sparkle approve a s010").endswith("\n(add to these commands: --profile gpu)")
