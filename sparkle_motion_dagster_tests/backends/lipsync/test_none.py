"""No lip-sync: what is seen to speak with a still mouth is a draft, and its picture says so."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sparkle_motion_dagster.backends.lipsync.none import NoLipsync
from sparkle_motion_dagster_tests.backends.lipsync.talking import Talk, pictures, talk


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    return talk(tmp_path_factory.mktemp("talk"))


def changed_part(talking: Talk, folder: Path, **changes: object) -> tuple[np.ndarray, bool | None]:
    """Rows and columns (first, last) that differ from the clip, and whether it is called a draft."""
    request = talking.asking(**changes)
    made = NoLipsync().sync(request, folder)
    apart = np.abs(pictures(made.video) - pictures(request.clip)).max(axis=(0, 3)) > 60
    rows, columns = np.nonzero(apart)
    return np.array([rows.min(), rows.max(), columns.min(), columns.max()]) if len(rows) else np.zeros(0), made.draft


def test_a_still_mouth_makes_a_draft_with_its_mark_in_the_corner(talking: Talk, tmp_path: Path) -> None:
    unmarked = talking.asking().picture
    where, draft = changed_part(talking, tmp_path)
    assert draft is True
    assert where[1] < unmarked.height_px / 4 and where[2] > unmarked.width_px / 2


def test_a_voice_from_elsewhere_needs_no_mouth(talking: Talk, tmp_path: Path) -> None:
    unseen = tuple(replace(line, on_screen=False) for line in talking.request.lines)
    where, draft = changed_part(talking, tmp_path, lines=unseen)
    assert draft is None and not len(where)


def test_a_draft_that_says_nothing_of_it_yet_is_marked(talking: Talk, tmp_path: Path) -> None:
    where, draft = changed_part(talking, tmp_path, lines=(), draft_mark=True)
    assert len(where) and draft is None
