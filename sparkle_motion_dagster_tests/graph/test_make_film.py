"""From a screenplay to a film through the whole graph, and what an edit makes again."""

import json
import re
from pathlib import Path

import av
import numpy as np
import pytest

SHOT_ASSETS = {"dialogue_audio", "shot_images", "video_clips", "lipsynced_clips", "qa_report"}


def decode(path: Path) -> tuple[int, float, float]:
    """Frames decoded, seconds of sound decoded, frames per second."""
    with av.open(str(path)) as film:
        video, audio = film.streams.video[0], film.streams.audio[0]
        frames, samples = 0, 0
        for packet in film.demux(video, audio):
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    frames += 1
                else:
                    samples += frame.samples
        return frames, samples / audio.rate, float(video.average_rate)


def test_the_film_decodes_and_is_as_long_as_it_says(finished_studio):
    report = finished_studio.made.json
    frames, sound_s, fps = decode(Path(report["movie"]))
    assert frames / fps == pytest.approx(report["duration_s"], abs=1 / fps)
    assert sound_s == pytest.approx(frames / fps, abs=2 / fps)


def test_every_line_is_spoken_where_the_report_says(finished_studio):
    report = finished_studio.made.json
    spoken = [line for shot in report["shots"] for line in shot["dialogue"]]
    assert [line["text"] for line in spoken] == ["Good evening, Tom.", "The sea is wild tonight."]
    with av.open(report["movie"]) as film:
        audio = film.streams.audio[0]
        sound = np.concatenate([frame.to_ndarray().mean(axis=0) for frame in film.decode(audio)])
        rate = audio.rate
    for line in spoken:
        heard = sound[int(line["start_s"] * rate) : int(line["end_s"] * rate)]
        before = sound[int((line["start_s"] - 0.35) * rate) : int((line["start_s"] - 0.05) * rate)]
        assert np.sqrt((heard**2).mean()) > 4 * np.sqrt((before**2).mean())


def test_the_subtitles_carry_the_words_exactly(finished_studio):
    text = Path(finished_studio.made.json["subtitles"]).read_text(encoding="utf-8")
    assert "Good evening, Tom." in text
    assert "The sea is wild tonight." in text


def test_the_film_is_marked_a_draft_and_not_approved(finished_studio):
    report = finished_studio.made.json
    assert report["draft"] is True
    assert report["decision"] == "pending"  # nobody judged the pictures against the words
    with av.open(report["movie"]) as film:
        assert "DRAFT" in film.metadata.get("comment", "")


def test_the_report_names_files_that_are_there(finished_studio):
    report = finished_studio.made.json
    for name in ("movie", "subtitles", "poster", "contact_sheet", "plan"):
        assert Path(report[name]).is_file(), name
    assert json.loads(Path(report["plan"]).read_text(encoding="utf-8"))["title"] == "The Two Lamps"


def make(studio, sparkle, *more):
    ran = sparkle("make", str(studio.brief), "--home", str(studio.home), "--profile", studio.profile(), "--json", *more)
    assert ran.code == 0, ran.err
    return ran.json


def test_making_again_with_nothing_changed_makes_nothing(studio, sparkle):
    again = make(studio, sparkle)
    assert again["made"] == {}
    assert again["shots"] == studio.made.json["shots"]


def test_editing_one_line_remakes_only_that_shot(studio, sparkle):
    text = studio.brief.read_text(encoding="utf-8")
    studio.brief.write_text(text.replace("The sea is wild tonight.", "The sea is very wild tonight."), encoding="utf-8")
    again = make(studio, sparkle)
    shots = len(again["shots"])
    assert again["made"] == {
        "movie_plan": 1, "dialogue_audio": 1, "video_clips": 1, "lipsynced_clips": 1, "qa_report": 1, "final_movie": 1,
    }  # fmt: skip
    assert again["reused"]["shot_images"] == shots
    assert again["reused"]["dialogue_audio"] == shots - 1


def test_changing_the_title_remakes_only_the_film(studio, sparkle):
    text = studio.brief.read_text(encoding="utf-8")
    studio.brief.write_text(text.replace("The Two Lamps", "The Three Lamps"), encoding="utf-8")
    assert make(studio, sparkle)["made"] == {"movie_plan": 1, "final_movie": 1}


def test_status_says_what_an_edit_made_stale_and_why(studio, sparkle):
    clip = next((studio.home / "store" / "heads" / "video_clips").glob("*.json"))
    clip.unlink()
    ran = sparkle("status", "two-lamps", "--home", str(studio.home), "--profile", studio.profile(), "--json")
    cells = {(c["shot"], c["asset"]): c for c in ran.json["assets"]}
    shot = clip.stem.partition("~")[2]
    assert cells[shot, "video_clips"]["status"] == "missing"
    assert cells[shot, "lipsynced_clips"]["reasons"] == ["waits for video_clips"]
    assert sum(c["status"] != "fresh" for c in cells.values()) == 4  # clip, lip-sync, QA, film


def test_a_damaged_artifact_is_found_and_only_it_is_made_again(studio, sparkle):
    wav = max((studio.home / "store" / "blobs").rglob("*.wav"), key=lambda p: p.stat().st_size)
    data = bytearray(wav.read_bytes())
    data[len(data) // 2] ^= 0xFF
    wav.chmod(0o644)
    wav.write_bytes(data)
    for path in (studio.home / "store" / "heads" / "lipsynced_clips").glob("*.json"):
        path.unlink()  # so that the damaged file is read
    again = make(studio, sparkle)
    frames, _, fps = decode(Path(again["movie"]))
    assert frames / fps == pytest.approx(again["duration_s"], abs=1 / fps)
    assert again["made"].get("shot_images") is None
    assert re.search(r"[0-9a-f]{64}", next((studio.home / "store" / "quarantine").rglob("*.wav*")).name)
