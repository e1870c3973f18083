"""Files that lie, are cut short or are something else."""

import http.server
import struct
import subprocess
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media import ffmpeg
from sparkle_motion_dagster.media.probe import probe
from sparkle_motion_dagster.media.process import run
from sparkle_motion_dagster_tests.media.film_pieces import FPS, moving_frames, tone, write_clip, write_wav


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    return write_clip(path, moving_frames(36), sound=tone(36 / FPS, 48_000))


def test_a_whole_film_is_measured_by_decoding(film: Path) -> None:
    facts = probe(film, count=True)
    assert (facts.frames, facts.width_px, facts.height_px, facts.fps) == (36, 320, 180, 24)
    assert (facts.video_codec, facts.audio_codec, facts.sample_rate_hz, facts.channels) == ("h264", "aac", 48_000, 1)
    assert facts.duration_s == pytest.approx(1.5)
    assert facts.audio_duration_s == pytest.approx(1.5, abs=1 / FPS)
    quick = probe(film)
    assert quick.frames == 36 and quick.audio_duration_s == pytest.approx(1.5, abs=1 / FPS)


def test_a_wav_is_measured(tmp_path: Path) -> None:
    facts = probe(write_wav(tmp_path / "a.wav", tone(0.5)))
    assert (facts.duration_s, facts.sample_rate_hz, facts.channels, facts.audio_codec) == (0.5, 24_000, 1, "pcm_16")


def test_a_picture_is_measured(tmp_path: Path) -> None:
    Image.new("RGB", (64, 48), (9, 9, 9)).save(tmp_path / "a.png")
    facts = probe(tmp_path / "a.png")
    assert (facts.width_px, facts.height_px, facts.frames) == (64, 48, 1)


@pytest.mark.parametrize("movflags", ["", "+faststart", "+frag_keyframe+empty_moov"])
@pytest.mark.parametrize("count", [False, True])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.9])
def test_a_film_cut_short_is_an_error_however_it_was_written(
    film: Path, tmp_path: Path, movflags: str, count: bool, share: float
) -> None:
    whole = tmp_path / "whole.mp4"
    flags = ["-movflags", movflags] if movflags else []
    run([ffmpeg.binary(), "-v", "error", "-i", film, "-c", "copy", *flags, whole], 20)
    assert probe(whole, count=count).frames == 36
    data = whole.read_bytes()
    (tmp_path / "cut.mp4").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(MediaError, match=r"cut\.mp4"):
        probe(tmp_path / "cut.mp4", count=count)


@pytest.mark.parametrize("share", [0.1, 0.4, 0.95])
def test_a_wav_cut_short_is_an_error(tmp_path: Path, share: float) -> None:
    data = write_wav(tmp_path / "a.wav", tone(0.5)).read_bytes()
    (tmp_path / "cut.wav").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(MediaError, match="cut short"):
        probe(tmp_path / "cut.wav")


def test_a_wav_that_promises_more_than_it_has_is_an_error(tmp_path: Path) -> None:
    data = bytearray(write_wav(tmp_path / "a.wav", tone(0.5)).read_bytes())
    at = data.index(b"data") + 4
    data[at : at + 4] = struct.pack("<I", 0xFFFFFFFF)
    (tmp_path / "lie.wav").write_bytes(data)
    with pytest.raises(MediaError, match="promises 4294967295 bytes"):
        probe(tmp_path / "lie.wav")


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.95])
def test_a_picture_cut_short_is_an_error(tmp_path: Path, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "a.png")
    data = (tmp_path / "a.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(MediaError, match=r"cut\.png"):
        probe(tmp_path / "cut.png")


class Canary(http.server.BaseHTTPRequestHandler):
    hits = 0

    def do_GET(self) -> None:
        Canary.hits += 1
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{url}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{url}'\n",
        "ffconcat version 1.0\nfile '{film}'\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{film}\n#EXT-X-ENDLIST\n",
    ],
)
def test_a_playlist_under_a_films_name_opens_nothing(film: Path, tmp_path: Path, text: str) -> None:
    server = http.server.HTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        path = tmp_path / "nice.mp4"
        path.write_text(text.format(url=f"http://127.0.0.1:{server.server_port}/x.mp4", film=film))
        with pytest.raises(MediaError, match=r"nice\.mp4"):
            probe(path, count=True)
        with pytest.raises(MediaError):
            run(ffmpeg.loudness_report(path), 20)
    finally:
        server.shutdown()
        server.server_close()
    assert Canary.hits == 0


def test_a_name_that_looks_like_an_option_or_an_address_is_a_file(
    film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("-y.mp4", "concat:a|b.mp4", "%d 'x'.mp4", "subfile,,start,0,end,9,,:x.mp4"):
        Path(name).write_bytes(film.read_bytes())
        assert probe(Path(name), count=True).frames == 36
        run(ffmpeg.loudness_report(Path(name)), 20)


def test_command_lines_are_closed_to_the_world(tmp_path: Path) -> None:
    argv = ffmpeg.fitted_clip(tmp_path / "a.mp4", tmp_path / "b.mp4", width_px=64, height_px=36, fps=24, frames=5)
    assert argv.index("-nostdin") < argv.index("-i")
    assert argv[argv.index("-i") + 1] == f"file:{tmp_path}/a.mp4"
    assert argv[argv.index("-protocol_whitelist") + 1] == "file,pipe"
    assert argv.index("-f") < argv.index("-i") and argv[argv.index("-f") + 1] == "mov"
    assert f"file:{tmp_path}/b.mp4" in argv and subprocess.list2cmdline(argv).count("http") == 0
