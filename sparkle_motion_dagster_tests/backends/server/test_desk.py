"""The desk and the model behind it: warmed up, let go of when idle, files that are not what they are called."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from sparkle_motion_dagster.backends.device.devices import Device
from sparkle_motion_dagster.backends.device.lease import DeviceLease
from sparkle_motion_dagster.backends.device.model_context import model_context, warm_models
from sparkle_motion_dagster.backends.images.animatic import AnimaticImages
from sparkle_motion_dagster.backends.server.desk import Desk, MissingFilesError
from sparkle_motion_dagster.backends.server.exchange import Exchange
from sparkle_motion_dagster.backends.server.serving import ModelServer
from sparkle_motion_dagster.backends.server.wire import CALLS, FILE, from_wire, plain_name, to_wire
from sparkle_motion_dagster.errors import BackendError, GpuBusyError
from sparkle_motion_dagster.settings import device_locks
from sparkle_motion_dagster_tests.backends.images.requests import image_request


class _WarmImages(AnimaticImages):
    """Draws as the animatic does, and keeps a (very small) model on the device."""

    def warm_up(self) -> None:
        """Load it."""
        with model_context("tiny model", lambda: [0] * 10, device=Device("cpu")):
            pass


def _asked() -> Any:
    return to_wire(CALLS["images"].request, image_request(size=(96, 64)), lambda _: "")


def test_the_model_is_loaded_before_the_first_call_and_the_device_is_given_back_when_nobody_asks(tmp_path: Path):
    server = ModelServer("images", _WarmImages(), tmp_path, None)
    assert "not loaded yet" in server.readiness()["not_loaded"]
    server.desk.warm_up()
    assert server.desk.begin(_asked()).done.result(20)["state"] == "done"
    ready = server.readiness()
    assert ready["ready"] and ready["loaded"][0]["model"] == "tiny model" and not ready["not_loaded"]
    assert ready["memory"][-1]["free_mb"] > 0
    lease = DeviceLease(device_locks(), "cpu")
    with pytest.raises(GpuBusyError, match="tiny model"):
        lease.acquire("another", 0)
    server.desk.rest(3600)
    assert warm_models()
    server.desk.rest(0)
    lease.acquire("another", 10)
    assert not warm_models() and "let go after" in server.readiness()["not_loaded"]
    lease.release()


def test_a_model_that_cannot_be_loaded_is_said_and_calls_are_still_answered(tmp_path: Path):
    class Broken(AnimaticImages):
        def warm_up(self) -> None:
            raise BackendError("its weights are cut short: fetch them again")

    server = ModelServer("images", Broken(), tmp_path, None)
    server.desk.warm_up()
    assert server.desk.begin(_asked()).done.result(20)["state"] == "done"
    server.desk.warm_up()
    server.desk.begin({"shot_id": "x"}).done.result(20)
    assert "cut short" in server.readiness()["not_loaded"]


def test_a_call_that_is_no_request_fails_alone(tmp_path: Path):
    desk = ModelServer("images", AnimaticImages(), tmp_path, None).desk
    line = desk.begin({"shot_id": 7}).done.result(20)
    assert line["state"] == "failed" and "not a ImageRequest" in line["error"]["message"]
    assert desk.begin(_asked()).done.result(20)["state"] == "done"


def test_files_that_were_not_sent_are_asked_for_and_those_of_the_store_are_not(tmp_path: Path):
    data = b"a frame"
    sha256 = hashlib.sha256(data).hexdigest()
    blob = tmp_path / "blobs" / sha256[:2] / f"{sha256}.png"
    asked = {"start_image": {FILE: sha256, "name": "start.png"}}
    desk = Desk("video", None, Exchange(tmp_path / "files", tmp_path / "blobs"), tmp_path / "work")
    with pytest.raises(MissingFilesError) as missing:
        desk.begin(asked)
    assert missing.value.missing == [sha256]
    blob.parent.mkdir(parents=True)
    blob.write_bytes(data)
    assert desk.begin(asked).done.result(20)["state"] == "failed"  # it was taken; there is no backend
    blob.write_bytes(b"damaged")
    assert "gone or damaged" in desk.begin(asked).done.result(20)["error"]["message"]


def test_a_file_of_the_servers_own_machine_cannot_be_named(tmp_path: Path):
    silent = {"shot_id": "s010", "clip": "/etc/hosts", "start_image": "/etc/hosts", "speech": None, "lines": [],
              "frames": 1, "fps": 24, "width_px": 64, "height_px": 64, "mouths_moved": False}  # fmt: skip
    desk = Desk("inspection", None, Exchange(tmp_path / "files"), tmp_path / "work")
    assert "by its path" in desk.begin(silent).done.result(20)["error"]["message"]


def test_what_is_sent_must_be_what_it_is_called(tmp_path: Path):
    exchange = Exchange(tmp_path / "files")

    async def body() -> AsyncIterator[bytes]:
        yield b"something"

    with pytest.raises(BackendError, match="send it again"):
        asyncio.run(exchange.receive("0" * 64, body()))
    right = hashlib.sha256(b"something").hexdigest()
    asyncio.run(exchange.receive(right, body()))
    assert exchange.find(right).read_bytes() == b"something"
    assert {path.name for path in exchange.folder.iterdir()} == {"mark", right}
    exchange.forget_old(-1)
    assert exchange.find(right) is None


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..", ".", "", None, "a/b\0c", "x" * 400, "ok.png"]
)
def test_a_name_from_the_other_side_never_leads_out_of_the_folder(name: Any):
    plain = plain_name(name)
    assert plain and "/" not in plain and not plain.startswith(".") and len(plain) <= 80


def test_a_request_is_the_same_after_the_way_there():
    asked = image_request("Ada; a lamp — “at night”", seed=2**31)
    call = CALLS["images"]
    assert from_wire(call.request, to_wire(call.request, asked, lambda _: ""), lambda *_: Path()) == asked
