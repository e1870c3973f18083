"""What a person names as INPUT: an idea in quotes becomes a brief, and never under a run that makes its film."""

from pathlib import Path

import pytest

from sparkle_motion_dagster.cli.source import brief_file
from sparkle_motion_dagster.errors import FilmBusyError
from sparkle_motion_dagster.settings import load_settings
from sparkle_motion_dagster.store.store import ArtifactStore


def test_an_idea_is_not_written_down_while_its_film_is_being_made(tmp_path: Path):
    settings = load_settings(tmp_path / "studio")
    film, path = brief_file("a robot who is afraid of rain", None, settings)
    assert (film, path.read_text(encoding="utf-8")) == (
        "a-robot-who-is-afraid-of",
        "a robot who is afraid of rain\n",
    )
    with ArtifactStore.open(settings.store).film_lock(film), pytest.raises(FilmBusyError, match="is being made"):
        brief_file("a robot who is afraid of snow", film, settings)
    assert path.read_text(encoding="utf-8") == "a robot who is afraid of rain\n"
