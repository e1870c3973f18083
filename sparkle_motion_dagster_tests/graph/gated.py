"""A studio whose profile waits for a person before it goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster_tests.conftest import Ran, Sparkle, tiny_profile
from sparkle_motion_dagster_tests.graph.daemon_in_process import Daemon

FILM = "short"
BRIEF = """Title: Short

INT. KITCHEN - NIGHT

A kettle steams.

ADA
Good evening.

EXT. BEACH - DAY

Waves roll on the sand.
"""
SHOTS = ["s010", "s020", "s030"]


class Gated:
    """A studio with one film, whose profile has these gates: `stills: true`."""

    def __init__(self, folder: Path, sparkle: Sparkle, gates: str):
        self.home, self.brief, self.profile = folder / "studio", folder / f"{FILM}.fountain", tiny_profile(folder)
        text = self.profile.read_text(encoding="utf-8")
        assert "gates: {escalation: false}" in text
        text = text.replace("gates: {escalation: false}", f"gates: {{escalation: false, {gates}}}")
        self.profile.write_text(text, encoding="utf-8")
        self.brief.write_text(BRIEF, encoding="utf-8")
        self.sparkle = sparkle

    def run(self, *words: str) -> Ran:
        return self.sparkle(*words, "--home", str(self.home), "--profile", str(self.profile), "--json")

    def make(self) -> Ran:
        return self.run("make", str(self.brief))

    def made(self, asset: str) -> int:
        return len(list((self.home / "store" / "heads" / asset).glob("*.json")))

    def asks(self, gate: str) -> list[str]:
        cells = self.run("status", FILM).json["assets"]
        return list(dict.fromkeys(cell["shot"] for cell in cells if cell["asks"] == gate))

    def edit(self, before: str, after: str) -> None:
        text = self.brief.read_text(encoding="utf-8")
        assert before in text
        self.brief.write_text(text.replace(before, after), encoding="utf-8")

    @contextmanager
    def planned_by_automation(self) -> Iterator[Daemon]:
        """A daemon over the studio: the brief was dropped into it, and automation has gone as far as it may."""
        from sparkle_motion_dagster_tests.graph.test_automation import write

        with studio_instance(self.home / "dagster") as instance:
            daemon = Daemon(self.home, str(self.profile), instance)
            assert daemon.sensor()[0] == [] and daemon.conditions() == {}
            write(daemon.settings.films / f"{FILM}.fountain", BRIEF)
            assert daemon.sensor()[0] == [FILM]
            daemon.settle()
            yield daemon
