"""`sparkle`: the command line.

What belongs here: which commands there are, and what an error becomes: one message and an exit code. What does not:
the commands (one file each beside this one), any work. Exit codes: 0 done, 1 work failed, 2 wrong input. With --json
the last line of stdout is one JSON object; everything for people goes to stderr.
"""

import atexit
import sys
import warnings
from gc import freeze
from typing import NoReturn

import typer

from sparkle_motion_dagster.cli.add import add
from sparkle_motion_dagster.cli.approve import approve
from sparkle_motion_dagster.cli.cast import cast
from sparkle_motion_dagster.cli.circle import circle
from sparkle_motion_dagster.cli.doctor import doctor
from sparkle_motion_dagster.cli.estimate import estimate
from sparkle_motion_dagster.cli.export import export
from sparkle_motion_dagster.cli.gc import gc
from sparkle_motion_dagster.cli.index import index
from sparkle_motion_dagster.cli.lock import lock
from sparkle_motion_dagster.cli.make import make
from sparkle_motion_dagster.cli.models import models
from sparkle_motion_dagster.cli.options import tell_error
from sparkle_motion_dagster.cli.plan import plan
from sparkle_motion_dagster.cli.retake import retake
from sparkle_motion_dagster.cli.rm import rm
from sparkle_motion_dagster.cli.serve import serve
from sparkle_motion_dagster.cli.status import status
from sparkle_motion_dagster.cli.studio import studio
from sparkle_motion_dagster.cli.takes import takes
from sparkle_motion_dagster.cli.use import use
from sparkle_motion_dagster.cli.verify import verify
from sparkle_motion_dagster.errors import SparkleError

COMMANDS = (
    make,
    plan,
    add,
    estimate,
    status,
    takes,
    retake,
    circle,
    lock,
    use,
    cast,
    approve,
    export,
    studio,
    verify,
    gc,
    rm,
    doctor,
    serve,
)
"""In the order in which --help names them."""

INTERRUPTED = 130
"""What typer ends with after Ctrl-C, without a word."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A story goes in, a finished short film comes out.",
)
for command in COMMANDS:
    app.command()(command)
app.add_typer(index, name="index")
app.add_typer(models, name="models")


def main() -> NoReturn:
    """Run a command; an error of ours is one message and its exit code."""
    atexit.register(freeze)  # what ends with the process needs no last search for cycles: half a second with Dagster
    warnings.filterwarnings("ignore", message=".*is currently in (beta|preview)")  # Dagster's, pinned and tested
    try:
        app()
    except SparkleError as error:
        tell_error(error)
        sys.exit(error.exit_code)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            print("interrupted: everything finished is kept; run the same command to go on", file=sys.stderr)
        raise
    except OSError as error:
        print(
            f"error: {error.filename or 'a file'}: {error.strerror}; free space or fix rights, then run again",
            file=sys.stderr,
        )
        sys.exit(1)
    sys.exit(0)
