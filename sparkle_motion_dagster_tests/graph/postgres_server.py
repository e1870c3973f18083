"""A real PostgreSQL server for tests, in a folder, reached through a socket there; nothing of it stays."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []


@dataclass(frozen=True)
class Server:
    """A running server; each test has a database of its own in it."""

    folder: Path
    programs: Path
    user: str | None

    def new_database(self, name: str) -> str:
        """Make an empty database; its address."""
        self.run("createdb", "-h", str(self.folder), "-U", "postgres", name)
        return f"postgresql://postgres@/{name}?host={quote(str(self.folder))}"

    def stop(self) -> None:
        """At once, as when its machine fails."""
        self.run("pg_ctl", "stop", "-m", "immediate", "-D", str(self.folder / "data"))

    def run(self, program: str, *words: str) -> None:
        """A program of PostgreSQL's, as the user whose server it is."""
        command = [str(self.programs / program), *words]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, user=self.user, timeout=60)


@contextmanager
def postgres_server() -> Iterator[Server]:
    """A server of its own; skips where PostgreSQL is not installed."""
    if not INSTALLED:
        pytest.skip("PostgreSQL is not installed (Debian's package postgresql)")
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: the address of a socket may have 107 letters
    server = Server(folder, INSTALLED[-1], user)
    try:
        if user:
            shutil.chown(folder, user)
        server.run("initdb", "-D", str(folder / "data"), "-U", "postgres", "--auth=trust", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        server.run("pg_ctl", "start", "-w", "-D", str(folder / "data"), "-l", str(folder / "log"), "-o", options)
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder)
