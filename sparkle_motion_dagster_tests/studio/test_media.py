"""The studio gives out the store's media, whole and in parts, and nothing else."""

import io

import av
import pytest
import soundfile
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from sparkle_motion_dagster.graph.links import media_link, thumbnail_link
from sparkle_motion_dagster.graph.metadata import artifact_metadata
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.studio.media import media_routes

SHOT = "two-lamps~s020"


@pytest.fixture(scope="module")
def store(finished_studio) -> ArtifactStore:
    return ArtifactStore.open(finished_studio.home / "store")


@pytest.fixture(scope="module")
def page(store) -> TestClient:
    return TestClient(Starlette(routes=media_routes(store)), base_url="http://127.0.0.1:3000")


def made(store: ArtifactStore, asset: str, key: str) -> Artifact:
    artifact = store.head(asset, key)
    assert artifact is not None
    return artifact


def test_pictures_sounds_and_films_are_given_as_what_they_are(page, store):
    picture = page.get(media_link(made(store, "shot_images", SHOT), "start"))
    assert picture.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(picture.content)).size == (320, 184)
    sound = page.get(media_link(made(store, "dialogue_audio", SHOT), "track"))
    assert sound.headers["content-type"] == "audio/wav"
    assert soundfile.info(io.BytesIO(sound.content)).duration > 0.5
    film = page.get(media_link(made(store, "final_movie", "two-lamps"), "movie"))
    assert film.headers["content-type"] == "video/mp4"
    with av.open(io.BytesIO(film.content)) as opened:
        assert sum(1 for _ in opened.decode(video=0)) > 100
    for answer in (picture, sound, film):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "immutable" in answer.headers["cache-control"]


def test_a_film_can_be_wound(page, store):
    address = media_link(made(store, "final_movie", "two-lamps"), "movie")
    whole = page.get(address).content
    part = page.get(address, headers={"range": "bytes=100-299"})
    assert (part.status_code, part.content) == (206, whole[100:300])
    assert part.headers["content-range"] == f"bytes 100-299/{len(whole)}"
    assert page.get(address, headers={"range": "bytes=-50"}).content == whole[-50:]
    assert page.get(address, headers={"range": f"bytes={len(whole)}-"}).status_code == 416
    head = page.head(address)
    assert (head.status_code, head.headers["accept-ranges"], int(head.headers["content-length"])) == (
        200,
        "bytes",
        len(whole),
    )


def test_what_the_browser_has_is_not_sent_again(page, store):
    address = media_link(made(store, "shot_images", SHOT), "start")
    tag = page.get(address).headers["etag"]
    again = page.get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_an_address_that_does_not_name_its_bytes_is_asked_for_again(page, store):
    """What is lost and made again by another throw of the dice has the same digest and other bytes."""
    for link in (media_link, thumbnail_link):
        address, _, content = link(made(store, "shot_images", SHOT), "start").partition("?")
        assert (
            content.startswith("content=") and "immutable" in page.get(f"{address}?{content}").headers["cache-control"]
        )
        for other in (address, f"{address}?content=0123456789ab", f"{address}?content="):
            assert page.get(other).headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("asset", "role"), [("shot_images", "start"), ("shot_images", "end"), ("video_clips", "video")]
)
def test_stills_and_clips_have_small_pictures(page, store, asset, role):
    small = page.get(thumbnail_link(made(store, asset, SHOT), role))
    assert small.headers["content-type"] == "image/jpeg"
    picture = Image.open(io.BytesIO(small.content)).convert("L")
    assert picture.width == 320
    assert len(set(picture.getdata())) > 30  # not blank
    assert len(small.content) < 60_000


def test_nothing_but_the_stores_media_is_given(page, store):
    digest = made(store, "shot_images", SHOT).digest
    bad = [
        "/media",
        "/media/",
        "/media/shot_images",
        "/media/shot_images/",
        f"/media/shot_images/{digest}",
        f"/media/shot_images/{digest}/",
        f"/media/shot_images/{digest}/start",
        f"/media/shot_images/{digest}/start.mp4",
        f"/media/shot_images/{digest}/other.png",
        f"/media/shot_images/{digest[:-1]}0/start.png",
        f"/media/video_clips/{digest}/start.png",
        f"/media/shot_images/{digest}/..%2f..%2f..%2fheads",
        f"/media/shot_images/{digest}/%2e%2e/%2e%2e/manifests",
        "/media/..%2f..%2f..%2f..%2fetc/passwd/x",
        "/media/%2fetc/passwd/x",
        "/media/shot_images/%00/x",
        f"/media/thumbnails/shot_images/{digest}/start.png",
        f"/media/thumbnails/shot_images/{digest}/nobody.jpg",
        f"/media/thumbnails/movie_plan/{made(store, 'movie_plan', 'two-lamps').digest}/plan.jpg",
    ]
    for address in bad:
        answer = page.get(address)
        assert (address, answer.status_code) == (address, 404)
        assert "root:" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-type"].startswith("text/plain")
    assert page.post(media_link(made(store, "shot_images", SHOT), "start")).status_code == 405


def test_a_damaged_picture_is_not_given(studio):
    store = ArtifactStore.open(studio.home / "store")
    artifact = made(store, "shot_images", SHOT)
    blob = studio.home / "store" / artifact.files["start"].key
    blob.chmod(0o644)
    data = bytearray(blob.read_bytes())
    data[len(data) // 2] ^= 1
    blob.write_bytes(data)
    page = TestClient(Starlette(routes=media_routes(store)))
    answer = page.get(media_link(artifact, "start"))
    assert answer.status_code == 500
    assert "is not what was stored" in answer.text


def test_every_address_in_the_metadata_leads_somewhere(page, store):
    import re

    keys = {"final_movie": "two-lamps", "movie_plan": "two-lamps"}
    found = 0
    for asset in (
        "movie_plan",
        "dialogue_audio",
        "shot_images",
        "video_clips",
        "lipsynced_clips",
        "qa_report",
        "final_movie",
    ):
        metadata = artifact_metadata(made(store, asset, keys.get(asset, SHOT)))
        text = "\n".join(str(value.value) for value in metadata.values() if hasattr(value, "value"))
        addresses = re.findall(r"\((/media/[^)]+)\)", text)
        assert addresses, asset
        for address in addresses:
            assert (address, page.get(address).status_code) == (address, 200)
            found += 1
    assert found >= 12
