"""A craft by a server: the same bytes and recipes as here; wrong tokens, deaths and endings."""

import json
import re
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from sparkle_motion_dagster.backends.device.model_context import let_go_of_models
from sparkle_motion_dagster.backends.images.animatic import AnimaticImages
from sparkle_motion_dagster.backends.profile import Choice
from sparkle_motion_dagster.backends.progress import read_progress
from sparkle_motion_dagster.backends.protocols import DrawsItself, LipsyncRequest, MadeImages, VideoRequest
from sparkle_motion_dagster.backends.registry import build_choice
from sparkle_motion_dagster.backends.server.asking import _hellos
from sparkle_motion_dagster.backends.versions import backend_inputs
from sparkle_motion_dagster.errors import BackendUnavailableError, EndpointError, ProfileError
from sparkle_motion_dagster.media.audio import write_wav
from sparkle_motion_dagster_tests.backends.images.requests import image_request
from sparkle_motion_dagster_tests.backends.server.served import ENV, TOKEN, Served, served


def _get(url: str, token: str | None = None) -> tuple[int, dict[str, Any]]:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def _made(backend: Any, folder: Path, **asked: Any) -> MadeImages:
    folder.mkdir()
    return backend.make(image_request(size=(160, 96), **asked), folder)


def test_a_picture_by_a_server_has_the_same_bytes_and_the_same_recipe_as_one_made_here(
    pictures: Served, tmp_path: Path
):
    remote, here = pictures.backend(), AnimaticImages()
    theirs, ours = _made(remote, tmp_path / "theirs"), _made(here, tmp_path / "ours")
    assert theirs.start.read_bytes() == ours.start.read_bytes()
    assert theirs.end.read_bytes() == ours.end.read_bytes()
    assert theirs.start.parent == tmp_path / "theirs" and theirs.notes == ours.notes
    assert backend_inputs(remote) == backend_inputs(here)
    assert (remote.name, remote.version, remote.draft) == (here.name, here.version, here.draft)


def test_a_real_model_by_a_server_is_warm_gives_the_same_bytes_and_yields_the_device(tiny_sdxl: Path, tmp_path: Path):
    settings = {"model": str(tiny_sdxl), "device": "cpu", "steps": 2, "megapixels": 0.01, "wait_for_device_s": 20}
    with served(tmp_path / "served", "images", "sdxl", **settings) as running:
        remote = running.backend(serves="sdxl", model=tiny_sdxl.name)
        _until(lambda: remote.address.ready()["loaded"], 30)
        theirs = _made(remote, tmp_path / "theirs")
        here = build_choice("images", Choice(backend="sdxl", settings=settings), "test")
        assert backend_inputs(remote) == backend_inputs(here)
        assert (
            theirs.facts["shots_since_load"] == 1 and f"{tiny_sdxl.name} (loaded)" in remote.served_report()["detail"]
        )
        ours = _made(here, tmp_path / "ours")  # it waits for the device until the server's model has rested
        assert theirs.start.read_bytes() == ours.start.read_bytes()
        assert theirs.end.read_bytes() == ours.end.read_bytes()
        assert not remote.address.ready()["loaded"]
    let_go_of_models()


def test_files_are_sent_and_fetched_where_the_disk_is_not_shared(
    pictures: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The server's folder cannot be seen from another machine: every byte goes by HTTP."""
    monkeypatch.setattr("sparkle_motion_dagster.backends.server.asking._shared_folder", lambda _: None)
    theirs = _made(pictures.backend(), tmp_path / "theirs", prompt="a beach")
    ours = _made(AnimaticImages(), tmp_path / "ours", prompt="a beach")
    assert theirs.start.read_bytes() == ours.start.read_bytes()


def test_clips_and_their_sound_go_to_a_server_and_come_back(pictures: Served, tmp_path: Path):
    """Requests that hold files: a clip rendered and passed through a lip-sync server, byte for byte as here."""
    request = image_request(size=(160, 96))
    stills = _made(AnimaticImages(), tmp_path / "stills")
    silent = build_choice("video", Choice(backend="still"), "test").render(
        VideoRequest("s010", request.picture, stills.start, stills.end, "", 12, 24, "cut", 7), _folder(tmp_path, "clip")
    )
    speech = tmp_path / "speech.wav"
    import numpy as np

    write_wav(speech, np.zeros(24000, np.float32), 48000)
    asked = LipsyncRequest("s010", request.picture, silent.video, silent.rig, speech, (), 12, 24, True, 7)
    ours = build_choice("lipsync", Choice(backend="none"), "test").sync(asked, _folder(tmp_path, "ours"))
    with served(tmp_path / "served", "lipsync", "none") as running:
        theirs = running.backend("lipsync").sync(asked, _folder(tmp_path, "theirs"))
        assert theirs.video.read_bytes() == ours.video.read_bytes()
        assert theirs.mouths_moved is ours.mouths_moved is False


def _folder(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name


def test_only_who_has_the_token_is_answered(pictures: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    assert _get(f"{pictures.url}/health") == (200, {"live": True})
    for path in ("/ready", "/hello", "/files/" + "0" * 64, "/nothing"):
        assert _get(pictures.url + path)[0] == _get(pictures.url + path, TOKEN[:-1])[0] == 401
    assert _get(f"{pictures.url}/ready", TOKEN)[1]["ready"] is True
    monkeypatch.setenv(ENV, "another-token-of-this-test")
    with pytest.raises(EndpointError, match=f"does not accept the token in {ENV}") as refused:
        _made(pictures.backend(), tmp_path / "a")
    assert refused.value.status == 401 and "another-token" not in str(refused.value)
    monkeypatch.delenv(ENV)
    with pytest.raises(BackendUnavailableError, match=f"{ENV} is not set"):
        _made(pictures.backend(), tmp_path / "b")


def test_a_server_of_another_craft_backend_or_model_is_refused(pictures: Served):
    with pytest.raises(EndpointError, match="serves images, and the profile asks it for video"):
        _ = pictures.backend("video").name
    with pytest.raises(EndpointError, match="runs animatic, and the profile says serves: sdxl"):
        _ = pictures.backend(serves="sdxl").name
    with pytest.raises(EndpointError, match="runs None, and the profile says model: owner/model"):
        _ = pictures.backend(model="owner/model").name
    assert pictures.backend(serves="animatic").name == "animatic"


def test_what_tells_a_kind_of_backend_from_others_is_told_by_the_server(tmp_path: Path, pictures: Served):
    with served(tmp_path / "served", "video", "animatic") as running:
        assert isinstance(running.backend("video"), DrawsItself) and running.backend("video").draft
    assert not isinstance(pictures.backend(), DrawsItself)


def test_a_wrong_address_or_setting_is_refused_when_the_profile_is_read():
    for wrong in ({"url": "8312"}, {"url": "http://h", "timeout_s": 0}, {"url": "http://h", "colour": "red"}):
        with pytest.raises(ProfileError):
            build_choice("images", Choice(backend="server", settings=wrong), "profile test")


def test_what_the_backend_says_is_wrong_arrives_as_the_same_error(pictures: Served, tmp_path: Path):
    """A clip that is no clip: the server's own fault, in its own words and class."""
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no clip")
    asked = LipsyncRequest("s010", image_request().picture, broken, broken, broken, (), 12, 24, False, 7)
    with pytest.raises(Exception) as here:
        build_choice("lipsync", Choice(backend="none"), "test").sync(asked, _folder(tmp_path, "here"))
    with served(tmp_path / "served", "lipsync", "none") as running, pytest.raises(type(here.value)) as there:
        running.backend("lipsync").sync(asked, _folder(tmp_path, "there"))
    assert re.match(r"127\.0\.0\.1:\d+: ", str(there.value))


def test_a_server_killed_at_work_is_a_typed_error_and_the_next_call_works_once_it_runs_again(tmp_path: Path):
    wait = _folder(tmp_path, "wait")
    with served(tmp_path / "served", "images", "patient", folder=str(wait)) as first:
        port = int(first.url.rpartition(":")[2])
        failed: list[Exception] = []
        call = threading.Thread(target=lambda: failed.append(_failure(first.backend(), tmp_path / "lost")))
        call.start()
        _until((wait / "begun").exists)
        assert first.end(signal.SIGKILL) == -signal.SIGKILL
        call.join(20)
    assert isinstance(failed[0], EndpointError) and failed[0].transient
    assert "broke off" in str(failed[0]) and "start `sparkle serve`" in str(failed[0])
    (wait / "go").touch()
    with served(tmp_path / "served", "images", "patient", port=port, folder=str(wait)) as again:
        _hellos.clear()
        made = _made(again.backend(), tmp_path / "made")
        assert made.start.read_bytes() == _made(AnimaticImages(), tmp_path / "ours").start.read_bytes()


def test_a_server_that_is_ended_finishes_the_call_in_hand_and_takes_no_other(tmp_path: Path):
    wait = _folder(tmp_path, "wait")
    with served(tmp_path / "served", "images", "patient", folder=str(wait)) as running:
        results: list[Any] = []
        call = threading.Thread(target=lambda: results.append(_made(running.backend(), tmp_path / "made")))
        call.start()
        _until((wait / "begun").exists)
        _until(lambda: read_progress(tmp_path / "made") == 0.5)
        running.process.send_signal(signal.SIGTERM)
        _until(lambda: _get(f"{running.url}/ready", TOKEN)[0] == 503)
        with pytest.raises(EndpointError, match="503: this server is ending") as refused:
            _made(running.backend(max_retries=0), tmp_path / "refused", prompt="another")
        assert refused.value.retry_after_s == 5 and refused.value.transient
        (wait / "go").touch()
        call.join(20)
        assert running.process.wait(20) == 0
        assert results[0].start.read_bytes() == _made(AnimaticImages(), tmp_path / "ours").start.read_bytes()
        assert (wait / "begun").read_text() == "1"
    assert not list((tmp_path / "served" / "home" / "served").glob("images-*"))


def test_a_call_asked_for_twice_at_once_is_done_once(tmp_path: Path):
    wait = _folder(tmp_path, "wait")
    with served(tmp_path / "served", "images", "patient", folder=str(wait)) as running:
        made: list[Any] = []
        calls = [
            threading.Thread(target=lambda n=n: made.append(_made(running.backend(), tmp_path / f"made{n}")))
            for n in (1, 2)
        ]
        for call in calls:
            call.start()
        _until((wait / "begun").exists)
        time.sleep(0.3)
        (wait / "go").touch()
        for call in calls:
            call.join(20)
        assert made[0].start.read_bytes() == made[1].start.read_bytes() and (wait / "begun").read_text() == "1"


def test_serve_refuses_what_cannot_run_here_before_it_listens(sparkle, tmp_path: Path):
    assert "expected one of speech, images" in sparkle("serve", "music", "--home", str(tmp_path)).err
    cannot = sparkle("serve", "images", "--profile", "stills", "--home", str(tmp_path))
    assert cannot.code == 1 and "images (sdxl) cannot run here" in cannot.err
    short = tmp_path / "token"
    short.write_text("short")
    wrong = sparkle("serve", "images", "--port", "0", "--home", str(tmp_path), "--token-file", str(short))
    assert wrong.code == 2 and "at least 16" in wrong.err


def _failure(backend: Any, folder: Path) -> Exception:
    try:
        _made(backend, folder)
    except Exception as error:
        return error
    raise AssertionError("it did not fail")


def _until(true: Any, most_s: float = 15) -> None:
    ends = time.monotonic() + most_s
    while not true():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.02)


def test_the_token_is_made_for_the_owner_alone(tmp_path: Path):
    from sparkle_motion_dagster.backends.server.serving import read_token

    path = tmp_path / "home" / "token"
    made = read_token(path)
    assert len(made) >= 32 and read_token(path) == made and path.stat().st_mode & 0o777 == 0o600
    assert subprocess.run(["stat", "-c", "%a", path.parent], capture_output=True, text=True).stdout.strip() == "700"
