"""Options that several commands take.

What belongs here: their types and help. What does not: commands.
"""

from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[Path | None, typer.Option("--home", help="The studio's folder [SPARKLE_HOME, else ./studio].")]
ProfileName = Annotated[
    str | None, typer.Option("--profile", help="How films are made [SPARKLE_PROFILE, else animatic].")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object as the last line of stdout.")]
