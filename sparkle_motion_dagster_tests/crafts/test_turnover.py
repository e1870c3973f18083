"""A finished film handed to an editor: the lists are read back, the clips decoded, the stems laid together."""

import urllib.parse
from pathlib import Path
from typing import Any

import av
import numpy as np
import opentimelineio as otio
import pytest
import soundfile
from numpy.typing import NDArray

from sparkle_motion_dagster.media.cut_list import CutClip, CutLine, CutSound, write_cut_lists
from sparkle_motion_dagster_tests.conftest import Studio

FILM = "two-lamps"


def export(studio: Studio, sparkle: Any, *more: str) -> Any:
    return sparkle("export", FILM, "--home", str(studio.home), "--profile", studio.profile(), "--json", *more)


@pytest.fixture(scope="module")
def turned_over(finished_studio: Studio, sparkle: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("edit")  # an export holds the film's lock; other workers read the finished studio
    ran = export(finished_studio.copied_to(folder / "copy"), sparkle, "--to", str(folder / "cut"))
    assert ran.code == 0, ran.err
    told: dict[str, Any] = ran.json
    return told


def decoded_frames(path: Path) -> int:
    with av.open(str(path)) as opened:
        return sum(1 for _ in opened.decode(video=0))


def heard(path: Path) -> NDArray[np.float32]:
    with av.open(str(path)) as opened:
        return np.concatenate([frame.to_ndarray() for frame in opened.decode(audio=0)], axis=1).T


def test_every_list_is_read_back_with_the_clips_of_the_film_in_their_order(turned_over, finished_studio):
    movie = finished_studio.home / "screenings" / FILM / f"{FILM}.mp4"
    names = ["title card", "s010", "s020", "s030", "s040", "s050", "end card"]
    for path in turned_over["lists"]:
        read = otio.adapters.read_from_file(path)
        clips = [clip for clip in read.find_clips() if clip.name in names]
        assert [clip.name for clip in clips] == names, path
        assert round(sum(clip.duration().to_seconds() for clip in clips) * 24) == decoded_frames(movie), path
    assert {Path(path).suffix for path in turned_over["lists"]} == {".otio", ".fcpxml", ".edl"}


def test_each_clip_is_there_and_has_as_many_frames_as_the_list_says(turned_over):
    folder = Path(turned_over["folder"])
    timeline = otio.adapters.read_from_file(str(folder / f"{FILM}.otio"))
    for clip in timeline.tracks[0]:
        assert decoded_frames(folder / clip.media_reference.target_url) == clip.duration().value
    for path in turned_over["lists"]:
        if path.endswith(".fcpxml"):
            for clip in otio.adapters.read_from_file(path).find_clips():
                assert Path(urllib.parse.unquote(urllib.parse.urlsplit(clip.media_reference.target_url).path)).is_file()


def test_lines_stand_at_their_time_in_the_writers_words(turned_over):
    timeline = otio.adapters.read_from_file(str(Path(turned_over["folder"]) / f"{FILM}.otio"))
    marked = {
        clip.name: [(m.name, m.marked_range.start_time.to_seconds()) for m in clip.markers]
        for clip in timeline.tracks[0]
    }
    ((words, start_s),) = marked["s020"]
    assert words == "ADA: Good evening, Tom." and 0 < start_s < 2
    (shot,) = [clip for clip in timeline.tracks[0] if clip.name == "s020"]
    assert shot.metadata["sparkle"]["qa"] == "pending" and shot.metadata["sparkle"]["draft"] is True
    assert soundfile.info(Path(turned_over["folder"]) / "dialogue" / "s020.wav").duration == pytest.approx(
        shot.duration().to_seconds(), abs=0.05
    )


def test_the_stems_laid_together_are_the_films_sound(turned_over, finished_studio):
    stems = {Path(path).stem: soundfile.read(path, always_2d=True)[0] for path in turned_over["stems"]}
    assert set(stems) == {"dialogue", "ambience", "music"}
    film = heard(finished_studio.home / "screenings" / FILM / f"{FILM}.mp4")

    def likeness(*names: str) -> float:
        together = sum(stems[name] for name in names)
        length = min(len(together), len(film))
        assert abs(len(together) - len(film)) < 2048
        return float(np.corrcoef(together[:length, 0], film[:length, 0])[0, 1])

    whole = likeness("dialogue", "ambience", "music")  # 1, but for the limiter and AAC
    assert whole > 0.9
    assert whole > max(likeness("ambience", "music"), likeness("dialogue", "music"), likeness("dialogue", "ambience"))


def test_a_film_that_is_not_as_its_plan_says_is_not_handed_over(studio, sparkle):
    (studio.home / "store" / "heads" / "qa_report" / f"{FILM}~s020.json").unlink()
    ran = export(studio, sparkle)
    assert ran.code == 1 and "s020 qa_report" in ran.err and f"sparkle make {FILM}" in ran.err
    assert not (studio.home / "turnovers").exists()


def test_only_a_folder_of_ours_is_replaced(studio, sparkle, tmp_path):
    folder = tmp_path / "cut"
    folder.mkdir()
    assert export(studio, sparkle, "--to", str(folder)).code == 0, "an empty folder is free"
    (folder / "clips" / "s010.mp4").unlink()
    assert export(studio, sparkle, "--to", str(folder)).code == 0
    assert (folder / "clips" / "s010.mp4").is_file()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine", encoding="utf-8")
    ran = export(studio, sparkle, "--to", str(mine))
    assert ran.code == 2 and "--to FOLDER" in ran.err and (mine / "notes.txt").read_text(encoding="utf-8") == "mine"
    ran = sparkle("export", "moonrise", "--home", str(studio.home))
    assert ran.code == 2 and f"it has: {FILM}" in ran.err
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


@pytest.mark.parametrize(
    ("fps", "suffixes"), [(12, {".otio"}), (25, {".otio", ".fcpxml", ".edl"}), (30, {".otio", ".fcpxml", ".edl"})]
)
def test_a_rate_without_time_code_has_no_edl(tmp_path, fps, suffixes):
    clips = [CutClip("s010", "clips/s010.mp4", 24, (CutLine(0.5, 1.0, "ADA: Ünder “all” & <none>"),))]
    sounds = [CutSound("dialogue", "stems/dialogue.wav")]
    written = write_cut_lists("T", clips, sounds, fps, tmp_path, "cut", tmp_path)
    assert {Path(name).suffix for name in written} == suffixes
    timeline = otio.adapters.read_from_file(str(tmp_path / "cut.otio"))
    assert timeline.tracks[0][0].markers[0].name == "ADA: Ünder “all” & <none>"
    assert [track.name for track in timeline.tracks] == ["picture", "dialogue"]
