"""`sparkle make`: a film, or what of it has changed.

What belongs here: the command, its report for people and as JSON. What does not: making (`graph/make_film.py`), making
again and again (`watching.py`).
"""

import json
import textwrap
from typing import Annotated, Any

import typer

from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName, with_same_options
from sparkle_motion_dagster.cli.source import brief_file
from sparkle_motion_dagster.cli.verdicts import verdict_json, verdict_words
from sparkle_motion_dagster.settings import load_settings


def make(
    source: Annotated[
        str, typer.Argument(metavar="INPUT|FILM", help="Screenplay, story or plan file; an idea in quotes; or a film.")
    ],
    film: Annotated[str | None, typer.Option("--film", help="The film's id (from the file's name).")] = None,
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and make it again at every change of its text, until Ctrl-C.")
    ] = False,
) -> None:
    """Make a film, or what of it has changed."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.cli.slate import Slate
    from sparkle_motion_dagster.graph.make_film import make_film

    settings = load_settings(home, profile)
    film_id, path = brief_file(source, film, settings)
    if watch:
        from sparkle_motion_dagster.cli.watching import watch_film

        watch_film(settings, film_id, path, as_json)
    with Slate(film_id) as slate:
        made = make_film(settings, load_profile(settings.profile), path, film_id, slate)
    report = premiere_json(made)
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        say_film(made, report)
    made.check_decided()


def say_film(made: Any, report: dict[str, Any]) -> None:
    """The report of `make` for a person."""
    print(
        f"{made.plan.title}: {report['duration_s']:.1f} s, {len(made.plan.shots)} shots"
        + (", DRAFT" if report["draft"] else "")
    )
    for name in ("movie", "subtitles", "poster", "contact_sheet", "plan"):
        print(f"  {name.replace('_', ' '):14} {report[name]}")
    print(f"  {'made':14} {_counts(made.made)}\n  {'reused':14} {_counts(made.reused)}")
    print(f"  {'QA':14} {report['decision']}")
    if report["verdicts"]:
        words = "\n".join(verdict_words(made.film, told) for told in report["verdicts"])
        print(textwrap.indent(with_same_options(words), " " * 17))
    for note in made.notes:
        print(f"  note: {note}")


def premiere_json(made: Any) -> dict[str, Any]:
    """The JSON of `make`."""
    movie = made.movie
    timeline = json.loads(movie.path("timeline").read_text(encoding="utf-8"))
    return {
        "film": made.film,
        "movie": str(made.screening / f"{made.film}.mp4"),
        "subtitles": str(made.screening / f"{made.film}.srt"),
        "poster": str(made.screening / "poster.jpg"),
        "contact_sheet": str(made.screening / "contact_sheet.jpg"),
        "plan": str(made.screening / "plan.json"),
        "duration_s": movie.facts["duration_s"],
        "shots": timeline["shots"],
        "made": made.made,
        "reused": made.reused,
        "draft": movie.draft,
        "decision": movie.facts["decision"],
        "notes": list(made.notes),
        "verdicts": [verdict_json(verdict) for verdict in made.verdicts],
    }


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{asset} {count}" for asset, count in counts.items()) or "nothing"
