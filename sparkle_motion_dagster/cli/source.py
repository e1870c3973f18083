"""What a person names as INPUT: a file, or an idea in quotes.

What belongs here: telling the two apart, and writing an idea down as a brief. What does not: reading briefs (`writing/`).
"""

from pathlib import Path

from sparkle_motion_dagster.film.ids import check_film_id, film_id_of
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.writing.read import SUFFIXES


def is_idea(source: str) -> bool:
    """A sentence, not the name of a file."""
    return (
        " " in source.strip()
        and "\n" not in source
        and not source.strip().lower().endswith(SUFFIXES)
        and not _exists(source)
    )


def _exists(source: str) -> bool:
    return len(source) < 1000 and "\0" not in source and Path(source).exists()


def brief_file(source: str, film: str | None, settings: Settings) -> tuple[str, Path]:
    """Film id and brief file; an idea is written down first, in the studio's films."""
    if not is_idea(source):
        return (check_film_id(film) if film is not None else film_id_of(source)), Path(source)
    from sparkle_motion_dagster.writing.brief import idea_brief

    idea_brief(source)  # refused before anything is written
    film_id = check_film_id(film) if film is not None else film_id_of(" ".join(source.split()[:6]))
    path = settings.films / f"{film_id}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source.strip() + "\n", encoding="utf-8")
    return film_id, path
