"""Pictures from anywhere."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.images import open_picture, phash, phash_distance


def bomb(path: Path, side: int) -> Path:
    """A grey PNG of side × side pixels in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(9)
    rows = packer.compress(bytes(side + 1)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    return path


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [7_000, 12_000, 40_000])
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, side: int) -> None:
    with pytest.raises(MediaError, match=r"bomb\.png"):
        open_picture(bomb(tmp_path / "bomb.png", side))


def test_postscript_named_png_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n")
    with pytest.raises(MediaError, match="PNG, JPEG or WebP"):
        open_picture(tmp_path / "a.png")


@pytest.mark.parametrize("other", ["BMP", "GIF", "TIFF"])
def test_other_formats_are_refused_whatever_their_name(tmp_path: Path, other: str) -> None:
    Image.new("RGB", (40, 30), 120).save(tmp_path / "a.png", format=other)
    with pytest.raises(MediaError, match="PNG, JPEG or WebP"):
        open_picture(tmp_path / "a.png")


@pytest.mark.parametrize("ending", ["png", "jpg", "webp"])
def test_the_formats_we_take_are_read_as_rgb(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    Image.new("L", (40, 30), 120).save(path)
    picture = open_picture(path)
    assert picture.mode == "RGB" and picture.size == (40, 30)


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "a.png")
    data = bytearray((tmp_path / "a.png").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(MediaError):
        open_picture(tmp_path / "a.png")


def test_a_missing_picture_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"none\.png"):
        open_picture(tmp_path / "none.png")


def test_the_same_picture_smaller_is_alike_and_another_is_not(tmp_path: Path) -> None:
    one = np.zeros((180, 320, 3), np.uint8)
    one[60:, :150] = 200
    one[20:90, 200:] = (90, 160, 240)
    Image.fromarray(one).resize((160, 90)).save(tmp_path / "small.png")
    assert len(phash(one)) == 16
    assert phash_distance(phash(one), phash(tmp_path / "small.png")) <= 4
    assert phash_distance(phash(one), phash(np.ascontiguousarray(one[::-1]))) > 16
    assert phash_distance("0" * 16, "f" * 16) == 64
