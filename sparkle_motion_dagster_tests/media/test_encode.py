"""The clip writer: exact frames, true colours, clips that join, nothing left of a failure."""

from pathlib import Path

import av
import numpy as np
import pytest

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.encode import VideoWriter, add_sound

SIZE = (64, 48)


def frame(tone: int = 90) -> np.ndarray:
    picture = np.full((SIZE[1], SIZE[0], 3), tone, np.uint8)
    picture[8:24, 8:40] = (40, 60, 220)
    return picture


def written(path: Path, count: int, rate: int | None = None) -> Path:
    with VideoWriter(path, *SIZE, 24, rate) as writer:
        if rate:
            writer.write_sound(np.sin(np.arange(rate * count // 24) / 9).astype(np.float32) * 0.3)
        for number in range(count):
            writer.write(frame(90 + number % 20))
    return path


@pytest.mark.parametrize("count", [1, 2, 47, 121])
def test_exactly_the_frames_given_are_decoded(tmp_path: Path, count: int) -> None:
    with av.open(str(written(tmp_path / "a.mp4", count))) as film:
        decoded = list(film.decode(video=0))
    assert [f.pts * f.time_base * 24 for f in decoded] == list(range(count))
    assert decoded[0].key_frame


def test_colours_survive_and_are_tagged_bt709(tmp_path: Path) -> None:
    with av.open(str(written(tmp_path / "a.mp4", 3))) as film:
        first = next(film.decode(video=0))
        codec = film.streams.video[0].codec_context
        assert (codec.colorspace, codec.color_primaries, codec.color_trc) == (1, 1, 1)
        assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p")
    seen = first.reformat(format="bgr24", src_colorspace="ITU709").to_ndarray()
    assert np.abs(seen.astype(int) - frame(90)).mean() < 4


def test_the_same_frames_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = (written(tmp_path / name, 30, 16_000).read_bytes() for name in ("a.mp4", "b.mp4"))
    assert one == other


def test_clips_have_one_set_of_stream_parameters(tmp_path: Path) -> None:
    headers = set()
    for name, count in (("a.mp4", 5), ("b.mp4", 60)):
        with av.open(str(written(tmp_path / name, count))) as film:
            stream = film.streams.video[0]
            headers.add((bytes(stream.codec_context.extradata), stream.time_base, stream.average_rate))
    assert len(headers) == 1


def test_sound_and_picture_lie_side_by_side(tmp_path: Path) -> None:
    with av.open(str(written(tmp_path / "a.mp4", 96, 16_000))) as film:
        assert film.streams.audio[0].codec_context.channels == 1
        order = [(p.stream.type, float(p.dts * p.time_base)) for p in film.demux() if p.dts is not None]
    apart = 0.0
    latest = {"video": 0.0, "audio": 0.0}
    for kind, second in order:
        latest[kind] = second
        apart = max(apart, abs(latest["video"] - latest["audio"]))
    assert apart < 1.2


def test_added_sound_copies_the_picture_packet_by_packet(tmp_path: Path) -> None:
    silent = written(tmp_path / "a.mp4", 50)
    tone = np.sin(np.arange(int(16_000 * 50 / 24)) / 9).astype(np.float32) * 0.3
    add_sound(silent, tone, 16_000, tmp_path / "b.mp4")

    def packets(path: Path) -> list[bytes]:
        with av.open(str(path)) as film:
            return [bytes(p) for p in film.demux(video=0) if p.size]

    assert packets(tmp_path / "b.mp4") == packets(silent)
    with av.open(str(tmp_path / "b.mp4")) as film:
        heard = np.concatenate([f.to_ndarray()[0] for f in film.decode(audio=0)])
    assert abs(len(heard) / 16_000 - 50 / 24) < 0.1
    assert 0.15 < np.sqrt((heard**2).mean()) < 0.3


def test_planes_go_in_as_they_came_out(tmp_path: Path) -> None:
    with av.open(str(written(tmp_path / "a.mp4", 1))) as film:
        planes = next(film.decode(video=0)).to_ndarray()
    with VideoWriter(tmp_path / "b.mp4", *SIZE, 24, crf=1) as writer:
        writer.write_planes(planes)
    with av.open(str(tmp_path / "b.mp4")) as film:
        again = next(film.decode(video=0)).to_ndarray()
    assert np.abs(again.astype(int) - planes).max() <= 3


def test_a_failure_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), VideoWriter(tmp_path / "a.mp4", *SIZE, 24) as writer:
        writer.write(frame())
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_clip_that_is_none_cannot_get_sound(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"no film")
    with pytest.raises(MediaError, match=r"a\.mp4"):
        add_sound(tmp_path / "a.mp4", np.zeros(100, np.float32), 16_000, tmp_path / "b.mp4")
    assert [p.name for p in tmp_path.iterdir()] == ["a.mp4"]


def test_sound_for_a_silent_clip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="without sound"), VideoWriter(tmp_path / "a.mp4", *SIZE, 24) as writer:
        writer.write_sound(np.zeros(10, np.float32))
