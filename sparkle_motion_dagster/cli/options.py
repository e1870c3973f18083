"""Options that several commands take.

What belongs here: their types and help, and repeating them to a person who is told of a command or an error. What does
not: commands.
"""

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from sparkle_motion_dagster.errors import InputError, SparkleError
from sparkle_motion_dagster.settings import Settings

Home = Annotated[Path | None, typer.Option("--home", help="The studio's folder [SPARKLE_HOME, else ./studio].")]
ProfileName = Annotated[
    str | None, typer.Option("--profile", help="How films are made [SPARKLE_PROFILE, else animatic].")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object as the last line of stdout.")]

_OF_THE_STUDIO = ("--profile", "--home")


def studio_at(home: Path | None, settings: Settings) -> None:
    """Raises InputError where a studio was named (`--home`, SPARKLE_HOME) and there is none: a misspelt name is no empty one."""
    if not settings.home.is_dir() and (home is not None or os.environ.get("SPARKLE_HOME")):
        raise InputError(f"there is no studio at {settings.home}: name it with --home, or begin one: sparkle make FILE")


def as_typed(argv: Sequence[str]) -> str:
    """Of a command line, what says which studio and profile it is about: `--profile gpu`; "" if it says nothing."""
    said: dict[str, str] = {}
    for at, word in enumerate(argv):
        name, given, value = word.partition("=")
        if name in _OF_THE_STUDIO and (given or at + 1 < len(argv)):
            said[name] = value if given else argv[at + 1]
    return " ".join(f"{name} {shlex.quote(said[name])}" for name in _OF_THE_STUDIO if name in said)


def with_same_options(words: str) -> str:
    """`words`; and if they name commands, what a person must add to them to mean the same studio and profile."""
    typed = as_typed(sys.argv[1:])
    return f"{words}\n(add to these commands: {typed})" if typed and "sparkle " in words else words


def tell_error(error: SparkleError) -> None:
    """An error of ours, on stderr."""
    print(f"error: {with_same_options(str(error))}", file=sys.stderr)
