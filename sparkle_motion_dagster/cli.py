"""`sparkle`: the command line.

What belongs here: arguments, the terminal, exit codes. What does not: any work. Exit codes: 0 done, 1 work failed,
2 wrong input. With --json the last line of stdout is one JSON object; everything for people goes to stderr.
"""

import json
import sys
import warnings
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from sparkle_motion_dagster.errors import InputError, SparkleError
from sparkle_motion_dagster.film.ids import check_film_id, film_id_of
from sparkle_motion_dagster.settings import Settings, load_settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A story goes in, a finished short film comes out.",
)
Home = Annotated[Path | None, typer.Option("--home", help="The studio's folder [SPARKLE_HOME, else ./studio].")]
ProfileName = Annotated[
    str | None, typer.Option("--profile", help="How films are made [SPARKLE_PROFILE, else animatic].")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object as the last line of stdout.")]


def main() -> NoReturn:
    """Run a command; an error of ours is one message and its exit code."""
    warnings.filterwarnings("ignore", message=".*is currently in (beta|preview)")  # Dagster's, pinned and tested
    try:
        app()
    except SparkleError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("interrupted: everything finished is kept; run the same command to go on", file=sys.stderr)
        sys.exit(130)
    except OSError as error:
        print(
            f"error: {error.filename or 'a file'}: {error.strerror}; free space or fix rights, then run again",
            file=sys.stderr,
        )
        sys.exit(1)
    sys.exit(0)


@app.command()
def make(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="Screenplay, story or plan file; or an idea in quotes.")
    ],
    film: Annotated[str | None, typer.Option("--film", help="The film's id [from the file's name].")] = None,
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Make a film, or what of it has changed."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.graph.make_film import make_film
    from sparkle_motion_dagster.progress import Slate

    settings = load_settings(home, profile)
    film_id, path = _brief(source, film, settings)
    with Slate(film_id) as slate:
        made = make_film(settings, load_profile(settings.profile), path, film_id, slate)
    report = premiere_json(made)
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
        return
    print(
        f"{made.plan.title}: {report['duration_s']:.1f} s, {len(made.plan.shots)} shots"
        + (", DRAFT" if report["draft"] else "")
    )
    for name in ("movie", "subtitles", "poster", "contact_sheet", "plan"):
        print(f"  {name.replace('_', ' '):14} {report[name]}")
    print(f"  {'made':14} {_counts(made.made)}\n  {'reused':14} {_counts(made.reused)}")
    print(f"  {'QA':14} {report['decision']}")
    for note in made.plan_artifact.facts["notes"]:
        print(f"  note: {note}")


@app.command()
def plan(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="Screenplay, story or plan file; or an idea in quotes.")
    ],
    out: Annotated[Path | None, typer.Option("--out", help="Write the plan here (JSON).")] = None,
    profile: ProfileName = None,
    as_json: AsJson = False,
) -> None:
    """Show how a text would be filmed. Makes nothing."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.crafts.planning import plan_brief
    from sparkle_motion_dagster.writing.brief import idea_brief
    from sparkle_motion_dagster.writing.read import read_brief

    settings = load_settings(None, profile)
    brief = idea_brief(source) if _is_idea(source) else read_brief(Path(source))
    planned = plan_brief(brief, load_profile(settings.profile), None)
    if out is not None:
        out.write_text(planned.plan.model_dump_json(indent=1), encoding="utf-8")
    if as_json:
        print(planned.plan.model_dump_json())
        return
    print(
        f"{planned.plan.title}: {len(planned.plan.shots)} shots, about {sum(s.duration_sec for s in planned.plan.shots):.0f} s"
    )
    for shot in planned.plan.shots:
        print(f"  {shot.id} {shot.framing:8} {shot.camera:9} {shot.place or '-'}: {shot.visual_description[:90]}")
        for line in shot.dialogue:
            print(f"         {planned.plan.character(line.character_id).name}: {line.text}")
    for note in planned.notes:
        print(f"  note: {note}")


@app.command()
def status(
    film: Annotated[str, typer.Argument(metavar="FILM", help="The film's id.")],
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """What of a film is fresh, stale (and why) or missing."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.crafts.crew import gather
    from sparkle_motion_dagster.crafts.planning import held_plan
    from sparkle_motion_dagster.crafts.state import film_state
    from sparkle_motion_dagster.progress import print_state
    from sparkle_motion_dagster.store.store import ArtifactStore

    settings = load_settings(home, profile)
    check_film_id(film)
    store = ArtifactStore.open(settings.store) if settings.store.is_dir() else None
    held = held_plan(store, film) if store else None
    if store is None or held is None:
        known = sorted(path.stem for path in settings.films.glob("*.*")) if settings.films.is_dir() else []
        raise InputError(f"film {film} is not in this studio ({settings.home}); it has: {', '.join(known) or 'none'}")
    state = film_state(store, gather(load_profile(settings.profile)), film, held)
    if as_json:
        cells = [
            {"shot": c.shot, "asset": c.asset, "status": c.status, "reasons": list(c.reasons)} for c in state.cells
        ]
        print(json.dumps({"film": film, "fresh": state.fresh, "assets": cells}, ensure_ascii=False))
        return
    print_state(state)


@app.command()
def doctor(profile: ProfileName = None, home: Home = None, as_json: AsJson = False) -> None:
    """What this machine would use for each craft, and whether it can run here."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.backends.registry import examine
    from sparkle_motion_dagster.progress import print_doctor

    settings = load_settings(home, profile)
    chosen = load_profile(settings.profile)
    crafts = examine(chosen)
    ready = all(craft["ready"] for craft in crafts)
    if as_json:
        where = {"home": str(settings.home), "profile": chosen.name, "cores": settings.cores}
        print(json.dumps({"ready": ready, "settings": where, "crafts": crafts}, ensure_ascii=False))
    else:
        print_doctor(settings, chosen, crafts)
    if not ready:
        raise typer.Exit(1)


def _is_idea(source: str) -> bool:
    """A sentence, not the name of a file."""
    return (
        " " in source.strip()
        and "\n" not in source
        and not source.strip().lower().endswith(_BRIEFS)
        and not _exists(source)
    )


_BRIEFS = (".fountain", ".fdx", ".txt", ".md", ".json", ".yaml", ".yml")


def _exists(source: str) -> bool:
    return len(source) < 1000 and "\0" not in source and Path(source).exists()


def _brief(source: str, film: str | None, settings: Settings) -> tuple[str, Path]:
    """Film id and brief file; an idea is written down first, in the studio's films."""
    if not _is_idea(source):
        return (check_film_id(film) if film is not None else film_id_of(source)), Path(source)
    from sparkle_motion_dagster.writing.brief import idea_brief

    idea_brief(source)  # refused before anything is written
    film_id = check_film_id(film) if film is not None else film_id_of(" ".join(source.split()[:6]))
    path = settings.films / f"{film_id}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source.strip() + "\n", encoding="utf-8")
    return film_id, path


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{asset} {count}" for asset, count in counts.items()) or "nothing"


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
    }


if __name__ == "__main__":
    main()
