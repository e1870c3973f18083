"""Takes through the command line and the whole graph: real drawings, real recordings, one's own files, decoded."""

import json
import re
import subprocess
from pathlib import Path

import cv2
import dagster as dg
import numpy as np
import pytest
import soundfile
from dagster._core.utils import make_new_run_id

from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.graph.worked_by import signature
from sparkle_motion_dagster.media.ffmpeg import binary
from sparkle_motion_dagster.media.images import open_picture
from sparkle_motion_dagster.media.probe import probe
from sparkle_motion_dagster.media.reading import opened_film
from sparkle_motion_dagster_tests.backends.remote.web_server import png, sends, web

FILM, SHOT = "two-lamps", "s020"


@pytest.fixture
def run(studio, sparkle):
    """A command of sparkle in the studio; its JSON, or what it said against it."""

    def run_one(command: str, *arguments: object, code: int = 0):
        words = [command, *map(str, arguments), "--home", str(studio.home)]
        if command != "takes":
            words += ["--profile", studio.profile()]
        ran = sparkle(*words, "--json")
        assert ran.code == code, ran.err
        return ran.json if code == 0 else ran.err

    return run_one


def shot_of(studio, name: str) -> Path:
    return studio.home / "screenings" / FILM / "shots" / SHOT / name


def first_frame(clip: Path) -> np.ndarray:
    with opened_film(clip) as film:
        return next(film.decode(video=0)).to_ndarray(format="rgb24")


def reported(studio, asset: str) -> dg.AssetMaterialization:
    with studio_instance(studio.home / "dagster") as instance:
        wanted = dg.AssetRecordsFilter(asset_key=dg.AssetKey(asset), asset_partitions=[f"{FILM}~{SHOT}"])
        return instance.fetch_materializations(wanted, limit=1).records[0].asset_materialization


def test_another_take_is_made_seen_in_dagster_and_left_again(studio, run):
    clip = shot_of(studio, "clip.mp4").read_bytes()
    movie = (studio.home / "screenings" / FILM / f"{FILM}.mp4").read_bytes()
    spec = reported(studio, "shot_spec").tags["dagster/data_version"]
    asked = run("retake", FILM, SHOT, "--note", "she should blink later")
    assert (asked["takes"], asked["circled"]["video_clips"], asked["make"]) == ([1, 2], 2, ["shot_images"])
    assert reported(studio, "shot_spec").tags["dagster/data_version"] != spec  # so its page, and automation, know
    made = run("make", FILM)["made"]
    assert {asset: made.get(asset, 0) for asset in ("dialogue_audio", "shot_images", "video_clips")} == {
        "dialogue_audio": 0,
        "shot_images": 1,
        "video_clips": 1,
    }
    assert made["final_movie"] == 1
    assert shot_of(studio, "clip.mp4").read_bytes() != clip
    metadata = reported(studio, "video_clips").metadata
    assert (metadata["take"].value, metadata["take_note"].value) == (2, "she should blink later")
    run("circle", FILM, SHOT, 1)
    assert reported(studio, "shot_spec").tags["dagster/data_version"] == spec
    assert run("make", FILM)["made"] == {}
    assert shot_of(studio, "clip.mp4").read_bytes() == clip
    assert (studio.home / "screenings" / FILM / f"{FILM}.mp4").read_bytes() == movie
    listed = run("takes", FILM, SHOT)["takes"]
    assert [(t["take"], t["circled"]) for t in listed if t["asset"] == "video_clips"] == [(1, True), (2, False)]
    assert all(Path(t["files"]["video"]).stat().st_size for t in listed if t["asset"] == "video_clips")


def test_ones_own_picture_recording_and_clip_are_in_the_film(studio, run, tmp_path):
    picture = np.zeros((600, 600, 3), np.uint8)
    picture[..., 2] = 200  # red, with a white disc
    cv2.circle(picture, (300, 300), 120, (255, 255, 255), -1)
    cv2.imwrite(str(tmp_path / "mine.png"), picture)
    tone = 0.02 * np.sin(np.arange(int(44100 * 2.4)) / 44100 * 2 * np.pi * 200)
    soundfile.write(tmp_path / "mine.wav", np.stack([tone, tone], axis=1), 44100)
    filmed = ["-f", "lavfi", "-i", "testsrc2=s=640x480:r=30:d=5", "-pix_fmt", "yuv420p", tmp_path / "mine.mp4"]
    subprocess.run([binary(), "-loglevel", "error", *filmed], check=True)

    run("use", FILM, SHOT, "--image", "start", tmp_path / "mine.png")
    run("use", FILM, SHOT, "--line", 1, tmp_path / "mine.wav")
    with_picture = run("make", FILM)
    shot = next(shot for shot in with_picture["shots"] if shot["id"] == SHOT)
    line = shot["dialogue"][0]
    assert line["end_s"] - line["start_s"] == pytest.approx(2.4, abs=0.01)
    assert shot["duration_s"] == pytest.approx(0.4 + 2.4 + 0.5, abs=0.05)
    start = np.asarray(open_picture(shot_of(studio, "start.png")))
    assert start.shape == (184, 320, 3)
    white = start[..., 1] > 127
    wide, tall = np.ptp(np.flatnonzero(white.any(axis=0))), np.ptp(np.flatnonzero(white.any(axis=1)))
    assert wide == pytest.approx(tall, abs=2)
    assert np.abs(first_frame(shot_of(studio, "clip.mp4")).astype(int) - start).mean() < 12
    sound, rate_hz = soundfile.read(shot_of(studio, "dialogue.wav"))
    assert (rate_hz, sound.ndim) == (48000, 1)
    assert 20 * np.log10(np.sqrt(np.mean(sound[24000:120000] ** 2))) == pytest.approx(-20, abs=1.5)
    notes = reported(studio, "dialogue_audio").metadata["notes"].value
    assert "mine.wav: your own recording" in notes
    assert "mine.png" in reported(studio, "shot_images").metadata["notes"].value
    assert not reported(studio, "shot_images").metadata["draft"].value
    assert with_picture["draft"]

    run("use", FILM, SHOT, "--clip", tmp_path / "mine.mp4")
    with_clip = run("make", FILM)
    assert next(shot for shot in with_clip["shots"] if shot["id"] == SHOT)["duration_s"] == 5.0
    facts = probe(shot_of(studio, "clip.mp4"), count=True)
    assert (facts.frames, facts.width_px, facts.height_px) == (120, 320, 184)
    report = json.loads((studio.home / "screenings" / FILM / "qa_report.json").read_text(encoding="utf-8"))
    judged = next(found for found in report["per_shot"] if found["shot_id"] == SHOT)
    assert judged["decoded_frames"] == 120
    assert not any("another picture" in note or "wrong" in note for note in judged["artifact_notes"])

    said = run("use", FILM, "s040", "--clip", _short(tmp_path), code=2)
    assert "short.mp4 is 1.20 s long, its lines need" in said


def _short(folder: Path) -> Path:
    path = folder / "short.mp4"
    filmed = ["-f", "lavfi", "-i", "testsrc2=s=320x240:r=30:d=1.2", "-pix_fmt", "yuv420p", path]
    subprocess.run([binary(), "-loglevel", "error", *filmed], check=True)
    return path


def test_wrong_files_shots_and_films_are_refused_with_what_there_is_and_nothing_is_kept(studio, run, tmp_path):
    (tmp_path / "words.txt").write_text("no picture", encoding="utf-8")
    soundfile.write(tmp_path / "silent.wav", np.zeros(48000), 48000)
    for arguments, said in (
        (("use", FILM, SHOT, "--image", "start", tmp_path / "words.txt"), "words.txt: not a whole PNG, JPEG or WebP"),
        (("use", FILM, SHOT, "--image", "middle", tmp_path / "words.txt"), "expected start or end"),
        (("use", FILM, SHOT, "--clip", tmp_path / "words.txt"), "expected an MP4 or MOV clip"),
        (("use", FILM, SHOT, "--clip", tmp_path / "nothing.mp4"), "no such file"),
        (("use", FILM, SHOT, "--line", 1, tmp_path / "silent.wav"), "silent.wav: silent"),
        (("use", FILM, SHOT, "--line", 2, tmp_path / "silent.wav"), "no line 2; its lines: 1 'Good evening, Tom.'"),
        (("use", FILM, SHOT), "exactly one of --image"),
        (("retake", FILM, "s999"), "has no shot 's999'; it has: s010, s020"),
        (("retake", "nothing", "s010"), "film nothing is not made in this studio; it has: two-lamps"),
        (("retake", FILM, SHOT, "--asset", "qa_report"), "has no takes: expected dialogue_audio"),
        (("circle", FILM, SHOT, 3), "two-lamps s020 has no take 3; it has 1"),
        (("make", "nothing"), "neither a file nor a film with a brief.*two-lamps"),
    ):
        err = run(*arguments, code=2)
        assert re.search(said, err), err
    assert not (studio.home / "store" / "decisions").exists()
    assert not (studio.home / "store" / "heads" / "own_files").exists()


def test_a_picture_at_an_address_is_a_take_if_its_host_is_public_or_allowed(studio, run):
    with web(sends(png((96, 80)))) as url:
        asked = ("use", FILM, SHOT, "--image", "start", f"{url}/kitchen.png")
        assert "127.0.0.1 is 127.0.0.1, an address of this machine" in run(*asked, code=2)
        told = run(*asked, "--allow-host", "127.0.0.1")
    assert (told["takes"], told["circled"]["shot_images"]) == ([1, 2], 2)
    assert f"from {url}/kitchen.png" in [take["note"] for take in run("takes", FILM, SHOT)["takes"]]


@pytest.mark.parametrize(
    ("tags", "refused"),
    [
        ({"dagster/partition": f"{FILM}~{SHOT}"}, True),
        (
            {
                "dagster/asset_partition_range_start": f"{FILM}~s010",
                "dagster/asset_partition_range_end": f"{FILM}~s030",
            },
            True,
        ),
        ({"dagster/partition": f"{FILM}~s030"}, False),
        ({"dagster/partition": FILM}, False),
    ],
)
def test_nothing_is_decided_about_a_shot_while_dagster_makes_it(studio, run, tags, refused):
    with studio_instance(studio.home / "dagster") as instance:
        at_work = instance.add_run(
            dg.DagsterRun(
                job_name="__ASSET_JOB",
                run_id=make_new_run_id(),
                status=dg.DagsterRunStatus.STARTED,
                tags=tags | signature(),
                asset_selection=frozenset([dg.AssetKey("video_clips"), dg.AssetKey("qa_report")]),
            )
        )
    said = run("retake", FILM, SHOT, code=2 if refused else 0)
    if refused:
        assert f"{FILM} {SHOT} is being made: run {at_work.run_id[:8]} of qa_report, video_clips is started" in said
        assert {take["take"] for take in run("takes", FILM, SHOT)["takes"]} == {1}
        assert "is being made" in run("use", FILM, "--character", "Ada", "any.png", code=2)
    else:
        assert said["circled"]["video_clips"] == 2


def test_what_waits_to_be_run_hinders_no_decision_and_a_dead_run_none(studio, run):
    tags = {"dagster/partition": f"{FILM}~{SHOT}"}
    with studio_instance(studio.home / "dagster") as instance:
        for status, signed in (
            ("NOT_STARTED", {}),
            ("STARTED", {"sparkle/worked_by": re.sub(r" \d+ ", " 1 ", signature()["sparkle/worked_by"], count=1)}),
        ):
            instance.add_run(
                dg.DagsterRun(
                    job_name="make_shots",
                    run_id=make_new_run_id(),
                    status=dg.DagsterRunStatus[status],
                    tags=tags | signed,
                )
            )
    assert run("retake", FILM, SHOT)["circled"]["video_clips"] == 2


def test_what_a_file_is_to_be_is_asked(studio, run):
    said = run("use", FILM, SHOT, "my.png", code=2)
    assert "what is my.png to be?" in said and "--image start|end FILE, --clip FILE, --line N FILE" in said


def test_unlocking_a_shot_that_is_not_locked_says_so(studio, sparkle):
    unlocked = sparkle("lock", FILM, SHOT, "--off", "--home", str(studio.home), "--profile", studio.profile())
    assert unlocked.code == 0 and f"{FILM} {SHOT} is not locked" in unlocked.out
