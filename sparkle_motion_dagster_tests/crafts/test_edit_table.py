"""The edit table: for each kind of edit of a 40-shot film, exactly what is made again, and nothing else.

Plan, recipes, store and shoot are the real ones; backends sketch (`sketching.py`). `docs/editing.md` says the same in
words, and names every edit of this table.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.profile import Profile, load_profile
from sparkle_motion_dagster.crafts.state import film_state
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.crafts.forty_shots import SCREENPLAY, joined, scenes
from sparkle_motion_dagster_tests.crafts.sketching import Log, planned, sketch, sketch_crew

FILM = "two-lamps"
SOUND, STILLS, CLIP, LIPS, QA = "dialogue_audio", "shot_images", "video_clips", "lipsynced_clips", "qa_report"
SPOKEN = {SOUND, CLIP, LIPS, QA}
DRAWN = {STILLS, CLIP, LIPS, QA}
MOVED = {CLIP, LIPS, QA}
ALL = SPOKEN | DRAWN
Text = Callable[[str], str]


@dataclass(frozen=True)
class Edit:
    """A kind of edit, and exactly what it makes."""

    name: str
    """As `docs/editing.md` has it."""
    edit: Text
    made: dict[str, set[str]] = field(default_factory=dict)
    """Assets by shot."""
    spoken: set[str] = field(default_factory=set)
    """Lines spoken: "s190~l01"."""
    film: bool = True
    """Whether the movie is cut again."""
    profile: Callable[[Profile], Profile] = lambda profile: profile
    before: Text = lambda text: text
    """What the film was made from before the edit."""


def swapped(before: str, after: str) -> Text:
    """Replace a text that is there exactly once."""

    def edit(text: str) -> str:
        assert text.count(before) == 1, (before, text.count(before))
        return text.replace(before, after)

    return edit


def of_scenes(change: Callable[[list[str]], object]) -> Text:
    """Change the list of scenes."""

    def edit(text: str) -> str:
        title_page, parts = scenes(text)
        change(parts)
        return joined(title_page, parts)

    return edit


def turned(parts: list[str], one: int, other: int) -> None:
    parts[one], parts[other] = parts[other], parts[one]


def video(**update: object) -> Callable[[Profile], Profile]:
    return lambda profile: profile.model_copy(update={"video": profile.video.model_copy(update=update)})


MARKET = "INT. MARKET - DAY\n\nBaskets of fish stand in rows.\n\nA cart stands in the sun.\n\n"
AS_LONG = {100, 140, 210, 240, 300, 360, 380}
"""Silent shots as long as another: they share its sound."""
MIRA_SEEN = [80, 90, 100, 120, 140, 150, 160, 170, 180, 200, 270, 290, 300, 310]
JONAS_SEEN = [280, 290, 300, 310, 320, 330, 340]


def shots(numbers: object, assets: set[str]) -> dict[str, set[str]]:
    return {f"s{number:03d}": assets for number in numbers}  # type: ignore[attr-defined]


EDITS = [
    Edit("nothing", lambda text: text, film=False),
    Edit("blank lines and spaces", lambda text: text.replace("\n\n", "\n\n\n").replace("sand.\n", "sand.  \n"), film=False),
    Edit("a note", swapped("along the wall.", "along the wall. [[which wall?]]"), film=False),
    Edit("a boneyard", swapped("INT. CHAPEL", "/* INT. OLD - DAY\n\nGone. */\n\nINT. CHAPEL"), film=False),
    Edit("a section and a synopsis", swapped("INT. CHAPEL", "# Act two\n\n= They pray.\n\nINT. CHAPEL"), film=False),
    Edit("the title", swapped("Title: The Two Lamps", "Title: The Three Lamps")),
    Edit("the author on the title card", swapped("Author: A Test", "Author: Another")),
    Edit("the end card", lambda text: text + "\n> FIN <\n"),
    Edit("one line", swapped("There is a sail", "There is a white sail"), {"s190": SPOKEN}, {"s190~l01"}),
    Edit("the second line of a shot", swapped("The sea is wild", "The sea is very wild"), {"s040": SPOKEN}, {"s040~l02"}),
    Edit("a parenthetical of pace", swapped("(whispering)", "(quickly)"), {"s160": ALL}, {"s160~l01"}),
    Edit("a parenthetical of mood", swapped("(tired)", "(weary, wide-eyed)"), {"s040": DRAWN}),
    Edit("a parenthetical that says the same", swapped("(tired)", "(weary)"), film=False),
    Edit("a character's clothes", swapped("a green dress", "a red dress"), shots(MIRA_SEEN, DRAWN)),
    Edit("a character's age", swapped("JONAS (20)", "JONAS (60)"), shots(JONAS_SEEN, DRAWN) | shots([280, 320, 340], ALL),
         {"s280~l01", "s320~l01", "s340~l01"}),
    Edit("a character's name", lambda text: text.replace("JONAS", "PETER").replace("Jonas!", "Peter!"),
         shots([*JONAS_SEEN, 350], DRAWN) | shots([280, 320, 340], ALL) | {"s120": SPOKEN - {CLIP}}, {"s120~l01"}),
    Edit("a place", swapped("INT. CHAPEL", "INT. CASTLE HALL"), shots([140, 150, 160, 170], DRAWN)),
    Edit("a time of day", swapped("EXT. FOREST - DAY", "EXT. FOREST - MORNING"),
         shots([360, 370], DRAWN) | {"s380": MOVED}),
    Edit("the weather", swapped("Tall grass moves in the wind.", "Tall grass bends in the rain."),
         {"s330": DRAWN, "s340": DRAWN, "s350": DRAWN}),
    Edit("an action", swapped("Candles flicker along the wall.", "Candles burn low along the wall."), {"s140": DRAWN}),
    Edit("an action that somebody speaks in", swapped("Tom lifts a lantern.", "Tom raises a lantern."), {"s190": DRAWN}),
    Edit("a thing in a scene", swapped("The great lamp is dark.", "The great lamp is dark beside an anchor."),
         {"s240": ALL, "s260": DRAWN}),
    Edit("a transition", swapped("INT. LAMP ROOM", "DISSOLVE TO:\n\nINT. LAMP ROOM"), {"s240": MOVED}),
    Edit("a line put in", swapped("TOM\nThe wind takes", "TOM\nI know she is there.\n\nTOM\nThe wind takes"),
         {"s130": SPOKEN}, {"s130~l01"}),
    Edit("a line taken out", swapped("MIRA\nI cannot sit here and only wait.\n\n", "")),
    Edit("a scene at the start", of_scenes(lambda parts: parts.insert(0, MARKET)),
         {"s005": DRAWN, "s007": ALL, "s010": MOVED}),
    Edit("a scene in the middle", of_scenes(lambda parts: parts.insert(2, MARKET)), {"s095": DRAWN, "s097": ALL}),
    Edit("a scene at the end", of_scenes(lambda parts: parts.append(MARKET)), {"s410": DRAWN, "s420": ALL}),
    Edit("a scene taken out", of_scenes(lambda parts: parts.pop(3))),
    Edit("two scenes swapped", of_scenes(lambda parts: turned(parts, 9, 10)), {"s380": MOVED}),
    Edit("a scene split", swapped("She holds the rail.", "INT. TOWER LANDING - NIGHT\n\nShe holds the rail."),
         {"s215": DRAWN, "s230": ALL}),
    Edit("a scene that was taken out, put back", lambda text: text, film=False,
         before=of_scenes(lambda parts: parts.pop(3))),
    Edit("the picture's size", lambda text: text, shots(range(10, 410, 10), DRAWN), profile=video(width_px=640)),
    Edit("frames a second", lambda text: text, shots(range(10, 410, 10), MOVED) | shots(sorted({*range(10, 410, 10)} - AS_LONG), SPOKEN), profile=video(fps=25)),
    Edit("subtitles off", lambda text: text, shots(range(10, 410, 10), {LIPS, QA}),
         profile=lambda profile: profile.model_copy(update={"subtitles": False})),
    Edit("the film's loudness", lambda text: text,
         profile=lambda profile: profile.model_copy(
             update={"sound": profile.sound.model_copy(update={"loudness_lufs": -20.0})})),
]  # fmt: skip


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load_profile("animatic")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, profile: Profile) -> Path:
    """A store with the whole film. Copy it."""
    folder = tmp_path_factory.mktemp("table") / "store"
    log = sketch(ArtifactStore.open(folder), profile, FILM, SCREENPLAY)
    assert len(log.made) > 150
    return folder


def made_of(edit: Edit) -> set[tuple[str, str]]:
    return {(shot, asset) for shot, assets in edit.made.items() for asset in assets}


@pytest.mark.parametrize("edit", EDITS, ids=[edit.name for edit in EDITS])
def test_an_edit_makes_exactly(edit: Edit, finished: Path, profile: Profile, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)  # nothing here is about power cuts
    shutil.copytree(
        finished, tmp_path / "store", copy_function=os.link, ignore=shutil.ignore_patterns("locks", "leases", "tmp")
    )
    store = ArtifactStore.open(tmp_path / "store")
    if edit.before(SCREENPLAY) != SCREENPLAY:
        sketch(store, profile, FILM, edit.before(SCREENPLAY))
    after = edit.profile(profile)
    text = edit.edit(SCREENPLAY)
    state = film_state(store, sketch_crew(after, Log()), FILM, planned(store, after, FILM, text).plan)
    stale = {(cell.shot, cell.asset) for cell in state.cells if cell.shot and cell.status != "fresh"}

    log = sketch(store, after, FILM, text)

    of_shots = {cell for cell in log.made if cell[0] != "film"}
    assert of_shots == made_of(edit)
    assert {name.partition("~")[2] for name in log.spoken} == edit.spoken
    assert (("film", "final_movie") in log.made) == edit.film
    assert of_shots <= stale  # status had said so
    assert film_state(store, sketch_crew(after, Log()), FILM, planned(store, after, FILM, text).plan).fresh


def test_another_voice_makes_the_lines_of_its_character_and_what_is_heard_of_them_and_nothing_else(profile, tmp_path):
    store = ArtifactStore.open(tmp_path / "store")
    plan = planned(store, profile, FILM, SCREENPLAY).plan
    who = plan.characters[0]
    text = plan.model_dump_json()
    sketch(store, profile, FILM, text, kind="plan")
    assert sketch(store, profile, FILM, text, kind="plan").made == set()
    other = plan.model_copy(
        update={
            "characters": tuple(
                one.model_copy(update={"voice_profile": {**one.voice_profile, "voice": "narrator"}})
                if one == who
                else one
                for one in plan.characters
            )
        }
    )
    log = sketch(store, profile, FILM, other.model_dump_json(), kind="plan")
    talking = {shot.id for shot in plan.shots if any(line.character_id == who.id for line in shot.dialogue)}
    assert 0 < len(talking) < len(plan.shots)
    assert log.made == {(shot, asset) for shot in talking for asset in (SOUND, LIPS, QA)} | {
        ("film", "movie_plan"), ("film", "final_movie"),
    }  # fmt: skip
    lines = {
        f"{FILM}~{shot.id}~l{number:02d}"
        for shot in plan.shots
        for number, line in enumerate(shot.dialogue, 1)
        if line.character_id == who.id
    }
    assert log.spoken == lines, "in a sketch every voice takes as long: no clip gets another length"


def test_the_page_for_people_has_every_edit_of_the_table():
    page = (Path(__file__).parents[2] / "docs" / "editing.md").read_text(encoding="utf-8")
    rows = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if line.startswith("| ")]
    assert sorted(rows[1:]) == sorted(edit.name for edit in EDITS)
