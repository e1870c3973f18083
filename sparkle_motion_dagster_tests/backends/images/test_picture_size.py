"""At which size a model paints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sparkle_motion_dagster.backends.images.picture_size import cut_to_film, painted_size


@pytest.mark.parametrize(
    ("film", "painted"),
    [((1280, 720), (1368, 768)), ((1024, 1024), (1024, 1024)), ((320, 184), (1352, 776)), ((720, 1280), (768, 1368))],
)
def test_sdxl_paints_about_a_megapixel_in_the_films_shape(film: tuple[int, int], painted: tuple[int, int]):
    assert painted_size(*film, 1.0, 8) == painted


@given(
    st.integers(8, 512).map(lambda n: n * 8), st.integers(8, 512).map(lambda n: n * 8), st.floats(0.01, 4),
    st.sampled_from([8, 16, 32, 64]),
)  # fmt: skip
def test_every_size_is_a_multiple_within_the_limits(width: int, height: int, megapixels: float, multiple: int):
    for length in painted_size(width, height, megapixels, multiple):
        assert length % multiple == 0 and 64 <= length <= 2048


def test_the_picture_is_cut_evenly_and_never_stretched():
    image = Image.new("RGB", (100, 100), "black")
    image.paste("white", (45, 45, 55, 55))
    cut = cut_to_film(image, 200, 100)
    assert cut.size == (200, 100)
    left, top, right, bottom = cut.convert("L").point(lambda v: 255 * (v > 127)).getbbox()
    assert abs((right - left) - (bottom - top)) <= 2 and abs((left + right) / 2 - 100) <= 1
