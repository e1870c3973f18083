"""The studio in a real browser: the graph, a picture, a backfill pressed on the page, the film played, one line edited.

One story told in order, on one film of two shots: each test goes on where the last one stopped.
"""

import json
import re
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.graph.build import build_definitions
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.settings import load_settings
from sparkle_motion_dagster.studio.daemon import LOCATION as CODE_LOCATION
from sparkle_motion_dagster_tests.conftest import tiny_profile
from sparkle_motion_dagster_tests.studio.conftest import OpenStudio, opened

CHROMIUM = Path("/usr/bin/chromium")
FILM = "lamp"
BRIEF = "INT. KITCHEN - NIGHT\n\nADA (70) lights a lamp.\n\nADA\nGood evening, Tom.\n"
SHOTS = [f"{FILM}~s010", f"{FILM}~s020"]
SHOT_ASSETS = ["dialogue_audio", "shot_images", "video_clips", "lipsynced_clips", "qa_report"]
LOCATION = f"/locations/{CODE_LOCATION}"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(240),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenStudio]:
    folder = tmp_path_factory.mktemp("browser")
    home, profile = folder / "studio", str(tiny_profile(folder))
    (home / "films").mkdir(parents=True)
    (home / "films" / f"{FILM}.fountain").write_text(BRIEF, encoding="utf-8")
    settings = load_settings(home, profile)
    with studio_instance(settings.dagster_home) as instance:
        instance.add_dynamic_partitions("films", [FILM])
        plan = build_definitions(settings, load_profile(profile)).resolve_job_def("plan_film")
        assert plan.execute_in_process(instance=instance, partition_key=FILM).success
        assert sorted(instance.get_dynamic_partitions("shots")) == SHOTS
    with opened(home, profile) as studio:
        for sensor in ("film_briefs", "film_automation"):  # here a person presses every button
            stop_sensor(studio, sensor)
        yield studio


@pytest.fixture(scope="module")
def page(studio: OpenStudio) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1500, "height": 950}, base_url=studio.address)
        refused: list[str] = []
        page.on("response", lambda answer: refused.append(answer.url) if _unexpected(answer) else None)
        yield page
        browser.close()
    assert refused == []  # the guard and the media gave the page all it asked


def _unexpected(answer: Any) -> bool:
    """400 to a POST is what the rules of takes refuse, and the page says so."""
    return answer.status >= 400 and (answer.status, answer.request.method) != (400, "POST")


def ask(studio: OpenStudio, query: str, **variables: Any) -> dict[str, Any]:
    """Dagster's GraphQL."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(f"{studio.address}/graphql", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        data: dict[str, Any] = json.load(answer)["data"]
    return data


def stop_sensor(studio: OpenStudio, name: str) -> None:
    where = {"repositoryName": "__repository__", "repositoryLocationName": CODE_LOCATION, "sensorName": name}
    found = ask(
        studio, "query($s: SensorSelector!) { sensorOrError(sensorSelector: $s) { ... on Sensor { id } } }", s=where
    )
    ask(studio, "mutation($id: String!) { stopSensor(id: $id) { __typename } }", id=found["sensorOrError"]["id"])


def runs(studio: OpenStudio) -> list[dict[str, Any]]:
    """Runs, newest first."""
    query = "{ runsOrError { ... on Runs { results { runId status tags { key value } stats { ... on RunStatsSnapshot { stepsSucceeded } } } } } }"
    results = ask(studio, query)["runsOrError"]["results"]
    return [{**run, "tags": {tag["key"]: tag["value"] for tag in run["tags"]}} for run in results]


def new_runs(studio: OpenStudio, before: int, within_s: float) -> list[dict[str, Any]]:
    """The runs since there were `before`, when all of them have ended."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        found = runs(studio)
        new = found[: len(found) - before]
        if new and all(run["status"] in ("SUCCESS", "FAILURE", "CANCELED") for run in new):
            return new
        time.sleep(0.3)
    raise TimeoutError(f"not ended after {within_s} s: {runs(studio)}")


def stale(studio: OpenStudio, asset: str, key: str) -> str:
    query = "query($k: AssetKeyInput!, $p: String) { assetNodeOrError(assetKey: $k) { ... on AssetNode { staleStatus(partition: $p) } } }"
    status: str = ask(studio, query, k={"path": [asset]}, p=key)["assetNodeOrError"]["staleStatus"]
    return status


def materialize(page: Any, address: str, button: str, choose: list[str] | None) -> None:
    """Press the button, choose partitions (None: all) and launch."""
    page.goto(address)
    page.get_by_role("button", name=button).first.click()
    if choose is None:
        page.get_by_role("button", name="All", exact=True).click()
    else:
        page.get_by_text("Select a partition or create one").click()
        for key in choose:
            offered = page.locator(".dagster-portal").get_by_text(key, exact=True)  # the page below names it too
            offered.locator("visible=true").last.click()
        page.keyboard.press("Escape")
    launch = page.get_by_role("button", name=re.compile("^Launch"))
    launch.last.click()
    launch.last.wait_for(state="hidden")


def test_the_graph_shows_every_asset(page):
    page.goto(f"{LOCATION}/asset-groups/shots/lineage")
    for asset in ("shot_spec", *SHOT_ASSETS):
        page.get_by_text(asset, exact=True).first.wait_for()
    page.goto(f"{LOCATION}/asset-groups/film/lineage")
    for asset in ("movie_plan", "film_cut", "final_movie"):
        page.get_by_text(asset, exact=True).first.wait_for()


def test_the_shots_of_a_planned_film_are_there_to_be_made(page):
    page.goto("/assets/shot_images?view=partitions")
    for key in SHOTS:
        page.get_by_text(key, exact=True).first.wait_for()
    page.get_by_text("Missing (2)").wait_for()


def test_a_backfill_pressed_on_the_page_is_one_run_that_succeeds(page, studio):
    before = len(runs(studio))
    materialize(page, f"{LOCATION}/jobs/make_shots", "Materialize all", choose=SHOTS)
    (run,) = new_runs(studio, before, within_s=150)
    assert run["status"] == "SUCCESS"
    assert run["stats"]["stepsSucceeded"] == 5
    assert run["tags"]["dagster/asset_partition_range_start"] == SHOTS[0]
    assert run["tags"]["dagster/asset_partition_range_end"] == SHOTS[1]
    assert {stale(studio, asset, key) for asset in SHOT_ASSETS for key in SHOTS} == {"FRESH"}


@pytest.mark.parametrize("asset", ["shot_images", "lipsynced_clips"])
def test_a_shots_page_shows_its_picture(page, asset):
    page.goto(f"/assets/{asset}?partition={SHOTS[1]}&view=partitions")
    picture = page.locator("img[src^='/media/thumbnails/']").first
    picture.wait_for()
    page.wait_for_function("(i) => i.complete && i.naturalWidth > 100", arg=picture.element_handle())
    box = picture.bounding_box()
    assert box["width"] > 200 and box["height"] > 100


def test_the_film_is_materialized_on_the_page_and_plays_in_it(page, studio):
    before = len(runs(studio))
    materialize(page, "/assets/final_movie", "Materialize", choose=None)
    (run,) = new_runs(studio, before, within_s=90)
    assert run["status"] == "SUCCESS"
    page.goto(f"/assets/final_movie?partition={FILM}&view=partitions")
    page.get_by_role("link", name="play").click()
    page.wait_for_url("**/movie.mp4?content=*")
    page.wait_for_function("() => { const v = document.querySelector('video'); return v && v.currentTime > 0.2 }")
    length_s, width_px, fault = page.evaluate(
        "(() => { const v = document.querySelector('video'); return [v.duration, v.videoWidth, v.error] })()"
    )
    assert (width_px, fault) == (320, None)
    assert length_s > 5
    page.evaluate(
        "new Promise(wound => { const v = document.querySelector('video'); v.onseeked = wound; v.currentTime = 4 })"
    )
    assert page.evaluate("document.querySelector('video').currentTime") >= 4


def test_an_edited_line_makes_one_shot_unsynced_and_its_page_says_why_it_was_made_again(page, studio):
    brief = studio.home / "films" / f"{FILM}.fountain"
    brief.write_text(BRIEF.replace("Good evening, Tom.", "Good night, Tom."), encoding="utf-8")
    before = len(runs(studio))
    materialize(page, "/assets/movie_plan", "Materialize", choose=None)
    assert new_runs(studio, before, within_s=60)[0]["status"] == "SUCCESS"
    assert [stale(studio, "dialogue_audio", key) for key in SHOTS] == ["FRESH", "STALE"]
    page.goto(f"/assets/dialogue_audio?partition={SHOTS[1]}&view=partitions")
    page.get_by_text(re.compile("^Unsynced")).first.wait_for()
    before = len(runs(studio))
    materialize(page, "/assets/dialogue_audio", "Materialize", choose=[SHOTS[1]])
    assert new_runs(studio, before, within_s=60)[0]["status"] == "SUCCESS"
    page.goto(f"/assets/dialogue_audio?partition={SHOTS[1]}&view=partitions")
    page.get_by_text(re.compile("Good evening, Tom.*→.*Good night, Tom")).first.wait_for()
    assert [stale(studio, "dialogue_audio", key) for key in SHOTS] == ["FRESH", "FRESH"]
    assert [stale(studio, "video_clips", key) for key in SHOTS] == ["FRESH", "STALE"]  # its new length comes next


def test_the_screening_room_makes_what_has_changed_while_somebody_looks(page, studio):
    before = len(runs(studio))
    page.goto(f"/screening/{FILM}")
    page.get_by_text("This is not the film as it should be now").wait_for()
    page.get_by_role("button", name="Make what has changed").click()
    page.get_by_text("The movie is as its text says").wait_for(timeout=120_000)  # the page has looked again by itself
    made = new_runs(studio, before, within_s=30)
    assert {run["status"] for run in made} == {"SUCCESS"}
    page.locator(".strip a").nth(1).click()
    page.wait_for_function(
        "() => { const v = document.getElementById('movie'); return v.currentTime > 3.5 && !v.paused }"
    )
    assert page.locator(".shot.now").get_attribute("id") == "s020"


def test_a_take_asked_for_on_the_page_is_told_and_circled_back(page):
    page.goto(f"/screening/{FILM}/s020")
    page.get_by_placeholder("your words").fill("slower")
    page.get_by_role("button", name="Another take").click()
    page.get_by_role("status").get_by_text("Decided. The next make makes stills").wait_for()
    assert page.get_by_text("slower").count() == 3
    page.get_by_role("button", name="Circle it").first.click()
    page.get_by_role("status").get_by_text("Decided.").wait_for()
    page.get_by_role("button", name="Lock", exact=True).click()
    page.get_by_role("status").get_by_text("cannot be locked").wait_for()  # its other takes are not made
