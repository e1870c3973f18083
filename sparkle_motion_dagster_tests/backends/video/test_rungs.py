"""What a video model tries, in which order, when memory is short."""

import pytest

from sparkle_motion_dagster.backends.device.devices import parse_device
from sparkle_motion_dagster.backends.video.abilities import Abilities
from sparkle_motion_dagster.backends.video.rungs import VideoRung, video_rungs

WAN = Abilities("x", text=False, first=True, last="optional", stride=4, multiple_px=16, fps=16.0, window_frames=81, megapixels=0.4)  # fmt: skip


def _names(placement: str, device: str, window: int = 81, shortest: int = 9, **may: bool) -> list[str]:
    allowed = {"may_shrink": False, "may_use_cpu": False, **may}
    found = video_rungs(placement, parse_device(device), WAN, window=window, shortest=shortest, **allowed)  # type: ignore[arg-type]
    return [rung.name for rung in found]


FEWER = ["windows of 37 frames", "windows of 17 frames", "windows of 9 frames"]


@pytest.mark.parametrize(
    ("placement", "device", "may", "names"),
    [
        ("resident", "cuda", {}, ["resident", "VAE in tiles", "model_offload", "group_offload", *FEWER]),
        ("model_offload", "cuda", {}, ["model_offload", "VAE in tiles", "group_offload", *FEWER]),
        ("group_offload", "cuda", {}, ["group_offload", "VAE in tiles", *FEWER]),
        ("resident", "cpu", {"may_use_cpu": True}, ["resident", "VAE in tiles", *FEWER]),
        (
            "group_offload",
            "cuda",
            {"may_shrink": True, "may_use_cpu": True},
            ["group_offload", "VAE in tiles", *FEWER, "75% of the size", "50% of the size", "on the CPU"],
        ),
    ],
)
def test_the_order(placement: str, device: str, may: dict[str, bool], names: list[str]):
    assert _names(placement, device, **may) == names


def test_each_rung_keeps_what_the_ones_before_it_changed():
    found = video_rungs("resident", parse_device("cuda"), WAN, window=17, shortest=9, may_shrink=True, may_use_cpu=True)
    assert found[-2] == VideoRung("50% of the size", True, "group_offload", True, 9, 0.5)
    assert found[-1] == VideoRung("on the CPU", True, "resident", True, 9, 0.5, True)
    assert not found[0].changes_picture and all(rung.changes_picture for rung in found[1:])


def test_a_clip_that_cannot_be_cut_in_windows_has_no_rung_for_it():
    assert _names("resident", "cpu", window=81, shortest=81) == ["resident", "VAE in tiles"]
