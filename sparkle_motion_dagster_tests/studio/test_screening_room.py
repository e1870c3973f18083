"""The screening room: films, shots and takes as pages; decisions pressed on them are those of the commands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import soundfile
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.settings import load_settings
from sparkle_motion_dagster.store.decisions import shot_takes
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.studio import screening_room
from sparkle_motion_dagster.studio.guard import Guard
from sparkle_motion_dagster.studio.media import media_routes
from sparkle_motion_dagster.studio.screening_room import ScreeningRoom
from sparkle_motion_dagster_tests.conftest import Studio

FILM = "two-lamps"
SPOKEN = "s020"


@dataclass(frozen=True)
class Room:
    """A studio's pages behind their guard."""

    page: TestClient
    studio: Studio
    store: ArtifactStore

    def text(self, address: str) -> str:
        """A page's HTML."""
        answer = self.page.get(address)
        assert answer.status_code == 200, answer.text
        return answer.text

    def decide(self, shot: str, status: int = 200, **decision: Any) -> dict[str, Any]:
        """Press a button."""
        answer = self.page.post(f"/screening/{FILM}/{shot}", json=decision)
        assert answer.status_code == status, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def put(self, shot: str, role: str, file: Path, status: int = 200) -> dict[str, Any]:
        """Put a file in."""
        answer = self.page.put(
            f"/screening/{FILM}/{shot}/own/{role}",
            params={"name": file.name},
            content=file.read_bytes(),
            headers={"content-type": "application/octet-stream"},
        )
        assert answer.status_code == status, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def edit(self, before: str, after: str) -> None:
        """Edit the studio's brief."""
        brief = self.studio.home / "films" / f"{FILM}.fountain"
        text = brief.read_text(encoding="utf-8")
        assert before in text
        brief.write_text(text.replace(before, after), encoding="utf-8")


def opened(studio: Studio) -> Iterator[Room]:
    settings = load_settings(studio.home, studio.profile())
    store = ArtifactStore.open(settings.store)
    with studio_instance(settings.dagster_home) as instance:
        routes = [*media_routes(store), *ScreeningRoom(settings, store, instance).routes()]
        yield Room(TestClient(Guard(Starlette(routes=routes)), base_url="http://127.0.0.1:3000"), studio, store)


@pytest.fixture
def room(studio: Studio) -> Iterator[Room]:
    """A studio whose film a test may decide about."""
    yield from opened(studio)


@pytest.fixture(scope="module")
def still_room(finished_studio: Studio) -> Iterator[Room]:
    """The finished studio, only to be looked at."""
    yield from opened(finished_studio)


def test_the_list_shows_each_film_with_its_poster_and_state(still_room):
    page = still_room.text("/screening")
    assert "The Two Lamps" in page and f'href="/screening/{FILM}"' in page and "fresh" in page and "DRAFT" in page
    (poster,) = re.findall(r'src="(/media/final_movie/[^"]+)"', page)
    assert still_room.page.get(poster).headers["content-type"] == "image/jpeg"


def test_a_film_that_cannot_be_looked_at_is_in_the_list_with_the_reason(room):
    (room.studio.home / "films" / "moon.txt").write_text("A story. It ends.", encoding="utf-8")
    (room.studio.home / "store" / "failures").mkdir(exist_ok=True)
    (room.studio.home / "store" / "failures" / "moon").write_text("a file, where a folder should be")
    page = room.text("/screening")
    assert "The Two Lamps" in page and 'href="/screening/moon"' in page and "plan failed: Cannot list" in page


def test_a_films_page_has_the_movie_its_subtitles_and_every_shot_with_its_words(still_room):
    page = still_room.text(f"/screening/{FILM}")
    for role, content_type in (("movie.mp4", "video/mp4"), ("vtt.vtt", "text/vtt; charset=utf-8")):
        (address,) = set(re.findall(rf'src="(/media/final_movie/\w+/{role}\?content=\w+)"', page))
        assert still_room.page.get(address).headers["content-type"] == content_type
    shots = re.findall(r'<article class="shot" id="(s\d+)">', page)
    assert len(shots) == 5
    assert "INT. LIGHTHOUSE KITCHEN - NIGHT" in page and "Good evening, Tom." in page and "The sea is wild" in page
    begins = [float(at) for at in re.findall(r'<a href="#s\d+" data-at="([\d.]+)"', page)]
    assert begins == sorted(begins) and begins[0] == 3.0  # the title card is before it
    for thumbnail in re.findall(r'src="(/media/thumbnails/[^"]+)"', page):
        assert still_room.page.get(thumbnail).headers["content-type"] == "image/jpeg"
    assert "The movie is as its text says" in page and "Make what has changed" not in page


def test_an_edited_line_is_told_with_its_reason_and_can_be_made(room):
    stamp = room.text(f"/screening/{FILM}/stamp")
    assert room.text(f"/screening/{FILM}/stamp") == stamp
    room.edit("The sea is wild tonight.", "The sea is very wild tonight.")
    assert room.text(f"/screening/{FILM}/stamp") != stamp
    page = room.text(f"/screening/{FILM}")
    assert "This is not the film as it should be now" in page
    assert "The sea is wild tonight." in page and "The sea is very wild tonight." in page and "Make what has" in page


def test_a_shots_page_has_its_clip_stills_takes_and_what_qa_measured(still_room):
    page = still_room.text(f"/screening/{FILM}/{SPOKEN}")
    assert re.search(
        r'<video controls preload="metadata" src="/media/lipsynced_clips/\w+/video.mp4\?content=\w+">', page
    )
    assert len(re.findall(r"◉ take 1", page)) == 4
    assert "Heard:" in page and "mouth moves with the speech" in page
    assert 'rel="prev">‹ s010' in page and 'rel="next">s030 ›' in page
    assert "Circle it" not in page and "not judged" in page


def test_another_take_is_asked_for_circled_back_and_kept_with_its_note(room):
    told = room.decide(SPOKEN, do="retake", note="she <b>should</b> blink")
    assert told["takes"] == [1, 2] and told["circled"]["video_clips"] == 2 and told["make"] == ["shot_images"]
    page = room.text(f"/screening/{FILM}/{SPOKEN}")
    assert "she &lt;b&gt;should&lt;/b&gt; blink" in page and "<b>should" not in page
    assert "not made yet" in page and "Circle it" in page
    told = room.decide(SPOKEN, do="circle", take=1, asset="shot_images")
    assert told["circled"] == {"dialogue_audio": 1, "shot_images": 1, "video_clips": 2, "lipsynced_clips": 2}
    told = room.decide(SPOKEN, do="circle", take=1)
    assert told["make"] == [] and told["circled"] == dict.fromkeys(told["circled"], 1)
    assert shot_takes(room.store, FILM, SPOKEN).numbers() == (1, 2)


def test_a_shot_is_locked_unlocked_and_approved_on_its_page(room):
    assert room.decide(SPOKEN, do="lock")["locked"]
    assert "locked since" in room.text(f"/screening/{FILM}/{SPOKEN}")
    assert "is locked since" in room.decide(SPOKEN, 400, do="retake")["error"]
    assert not room.decide(SPOKEN, do="unlock")["locked"]
    assert room.decide(SPOKEN, do="approve", note="seen by me")["make"] == ["final_movie"]
    page = room.text(f"/screening/{FILM}/{SPOKEN}")
    assert "approved by you" in page and "seen by me" in page and 'data-do="approve"' not in page


def test_ones_own_picture_and_recording_are_put_in(room, tmp_path):
    picture, recording = tmp_path / "kitchen.png", tmp_path / "line.wav"
    Image.linear_gradient("L").resize((640, 360)).convert("RGB").save(picture)
    soundfile.write(recording, [0.3 * ((i // 60) % 2) for i in range(48_000)], 24_000)
    assert room.put(SPOKEN, "start", picture)["circled"]["shot_images"] == 2
    assert room.put(SPOKEN, "line-1", recording)["circled"]["dialogue_audio"] == 3
    page = room.text(f"/screening/{FILM}/{SPOKEN}")
    assert "with your own kitchen.png" in page and "with your own line.wav" in page


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("kitchen.png", "kitchen.png"),
        ("C:\\\\films\\\\kitchen.png", "kitchen.png"),
        ("../../etc/passwd", "passwd"),
        ("..", "file"),
        ("", "file"),
        (".png", "png"),
        ("a\x00b\n.wav", "ab.wav"),
        ("厨" * 100 + ".png", "厨" * 60 + ".png"),
        ("x." + "y" * 300, "x." + "y" * 178),
    ],
)
def test_a_files_name_is_one_that_any_disk_takes(told, kept):
    assert screening_room.file_name(told) == kept


def test_a_file_that_is_none_is_refused_and_nothing_is_decided(room, tmp_path, monkeypatch):
    text = tmp_path / "notes.png"
    text.write_text("no picture", encoding="utf-8")
    assert "notes.png" in room.put(SPOKEN, "start", text, 400)["error"]
    assert "has no line 7" in room.put(SPOKEN, "line-7", text, 400)["error"]
    assert "expected start, end, clip or line-N" in room.put(SPOKEN, "middle", text, 400)["error"]
    monkeypatch.setattr(screening_room, "LARGEST_FILE_BYTES", 4)
    assert "sparkle use" in room.put(SPOKEN, "start", text, 413)["error"]
    assert shot_takes(room.store, FILM, SPOKEN).numbers() == (1,)


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ({"do": "burn"}, "expected do: retake, circle, lock, unlock, approve"),
        ({"do": "retake", "colour": "red"}, "colour"),
        ({"do": "circle"}, "take"),
        ({"do": "circle", "take": 9}, "has no take 9"),
        ({"do": "retake", "asset": "qa_report"}, "has no takes"),
    ],
)
def test_what_is_no_decision_is_refused_and_said(room, decision, said):
    assert said in room.decide(SPOKEN, 400, **decision)["error"]
    assert shot_takes(room.store, FILM, SPOKEN).numbers() == (1,)


def test_nothing_is_decided_while_the_film_is_being_made(room):
    with room.store.film_lock(FILM):
        assert "is being made" in room.decide(SPOKEN, 409, do="retake")["error"]
        assert "being made" in room.text(f"/screening/{FILM}")


def test_films_and_shots_that_are_not_there_are_named_with_those_that_are(still_room):
    for address, said in (
        ("/screening/moonrise", f"it has: {FILM}"),
        (f"/screening/{FILM}/s999", "it has: s010"),
        ("/screening/%3Cscript%3E", "&lt;script&gt;"),
    ):
        answer = still_room.page.get(address)
        assert answer.status_code == 404 and said in answer.text and "<script>" not in answer.text
    assert "it has: s010" in still_room.decide("s999", 400, do="retake")["error"]
    assert still_room.page.get("/screening-room/..%2Ffonts%2FOFL.txt").status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": "application/json", "origin": "http://evil.example"}, 403),
        ({"content-type": "application/json", "sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_another_sites_page_decides_nothing(room, headers, status):
    answer = room.page.post(f"/screening/{FILM}/{SPOKEN}", content=b'{"do": "retake"}', headers=headers)
    assert answer.status_code == status
    assert shot_takes(room.store, FILM, SPOKEN).numbers() == (1,)


def test_a_page_runs_no_script_but_its_own(still_room):
    answer = still_room.page.get(f"/screening/{FILM}")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy and "default-src 'none'" in policy
    assert re.findall(r"<script(?! src=\"/screening-room/room.js\" defer></script>)", answer.text) == []
    for name, content_type in (("room.js", "text/javascript"), ("room.css", "text/css"), ("NotoSans-Bold.ttf", "font")):
        assert still_room.page.get(f"/screening-room/{name}").headers["content-type"].startswith(content_type)


def test_stills_are_approved_on_the_page_where_the_profile_shows_them_first(studio):
    profile = Path(studio.profile())
    text = profile.read_text(encoding="utf-8").replace("{escalation: false}", "{escalation: false, stills: true}")
    profile.write_text(text, encoding="utf-8")
    clips = studio.home / "store" / "heads" / "video_clips"
    for room in opened(studio):
        assert "Approve" not in room.text(f"/screening/{FILM}"), "clips that are there are not asked about"
        room.edit("lights a lamp.", "lights a lamp and smiles. She is happy.")
        assert "Make what has changed" in room.text(f"/screening/{FILM}")
        for shot in ("s010", "s030"):
            for manifest in (studio.home / "store" / "manifests" / "video_clips").iterdir():
                manifest.unlink()
            (clips / f"{FILM}~{shot}.json").unlink(missing_ok=True)
        room.edit("lights a lamp and smiles. She is happy.", "lights a lamp.")
        page = room.text(f"/screening/{FILM}")
        assert "Approve the stills of 5 shots" in page and "Make what has changed" not in page
        assert "Approve its stills" in room.text(f"/screening/{FILM}/s010")
        room.decide("s010", do="approve_stills", note="good")
        assert "Approve the stills of 4 shots" in room.text(f"/screening/{FILM}")
        rest = room.page.post(f"/screening/{FILM}/stills/approve", json={}).json()
        assert rest["stills_approved"] == ["s020", "s030", "s040", "s050"]
        assert "Make what has changed" in room.text(f"/screening/{FILM}")
        assert "no stills wait" in room.page.post(f"/screening/{FILM}/stills/approve", json={}).json()["error"]


def test_the_plan_is_approved_on_the_page_where_the_profile_shows_it_first(studio):
    profile = Path(studio.profile())
    text = profile.read_text(encoding="utf-8").replace("{escalation: false}", "{escalation: false, plan: true}")
    profile.write_text(text, encoding="utf-8")
    for room in opened(studio):
        assert "Approve" not in room.text(f"/screening/{FILM}"), "what is made is not asked about"
        room.edit("Waves roll on the sand.", "Waves roll on the sand. It rains.\n\nINT. CAVE - NIGHT\n\nWater drips.")
        page = room.text(f"/screening/{FILM}")
        assert "Approve the plan of 2 shots" in page and "Water drips." in page
        assert "Approve its plan" in room.text(f"/screening/{FILM}/s060")
        assert room.decide("s060", do="approve_plan", note="yes")["plan_approved"] == ["s060"]
        assert "Approve the plan of the shot that waits" in room.text(f"/screening/{FILM}")
        rest = room.page.post(f"/screening/{FILM}/plan/approve", json={}).json()
        assert rest["plan_approved"] == ["s010", "s020", "s030", "s040", "s050"]
        assert "Approve" not in room.text(f"/screening/{FILM}")
        assert "no plan waits" in room.page.post(f"/screening/{FILM}/plan/approve", json={}).json()["error"]


def test_a_studio_without_films_says_how_to_begin(tmp_path):
    settings = load_settings(tmp_path / "studio")
    store = ArtifactStore.open(settings.store)
    with studio_instance(settings.dagster_home) as instance:
        page = TestClient(Starlette(routes=ScreeningRoom(settings, store, instance).routes()))
        assert "sparkle make FILE" in page.get("/screening").text


def test_a_film_that_was_only_added_and_one_with_a_wrong_brief_have_pages_too(room):
    films = room.studio.home / "films"
    (films / "new.fountain").write_text("INT. KITCHEN - NIGHT\n\nADA\nGood evening.\n", encoding="utf-8")
    (films / "wrong.fountain").write_bytes(b"Title: \x00\x00")
    page = room.text("/screening/new")
    assert "not cut yet" in page and "not drawn yet" in page and "Good evening." in page and "Make what has" in page
    assert "not made yet" in room.text("/screening/new/s010")
    wrong = room.text("/screening/wrong")
    assert "✖" in wrong and "wrong.fountain" in wrong
    assert room.text("/screening").count('class="film"') == 3
