"""Nobody else's web page may look at the studio or press its buttons."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from sparkle_motion_dagster.studio.guard import Guard

OWN = "http://127.0.0.1:3000"
JSON = {"content-type": "application/json"}
MUTATION = "mutation { deletePipelineRun(runId: 1) { __typename } }"
HIDDEN_MUTATIONS = [
    MUTATION,
    "query A { version } mutation B { wipeAssets { __typename } }",
    "# query { version }\n\n  mutation{__typename}",
    "fragment F on Run { id } mutation { __typename }",
    "subscription { locationStateChangeEvents { __typename } }",
    "mutation { not graphql",
]


async def _page(request):
    return PlainTextResponse("let in")


async def _socket(websocket: WebSocket):
    await websocket.accept()
    await websocket.send_text("let in")
    await websocket.close()


@pytest.fixture(scope="module")
def page() -> TestClient:
    routes = [
        WebSocketRoute("/graphql", _socket),
        Route("/{path:path}", _page, methods=["GET", "HEAD", "POST", "PUT", "DELETE"]),
    ]
    return TestClient(Guard(Starlette(routes=routes)), base_url=OWN)


@pytest.mark.parametrize("host", ["127.0.0.1:3000", "localhost:3000", "localhost", "[::1]:3000", "LOCALHOST:9"])
def test_the_studio_answers_to_its_own_names(page, host):
    assert page.get("/runs", headers={"host": host}).text == "let in"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:3000",
        "127.0.0.1.evil.example",
        "evil@127.0.0.1",
        "127.0.0.1:x",
        "",
        "10.0.0.1:3000",
    ],
)
def test_a_foreign_host_is_refused(page, host):
    answer = page.get("/runs", headers={"host": host})
    assert (answer.status_code, "let in" in answer.text) == (403, False)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:3000", "http://127.0.0.1:8888", ""]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_a_foreign_origin_is_refused_whatever_it_asks(page, method, origin):
    answer = page.request(method, "/graphql", headers={"origin": origin, **JSON})
    assert (answer.status_code, "let in" in answer.text) == (403, False)


def test_the_studios_own_page_may_ask(page):
    own = {"origin": OWN, "sec-fetch-site": "same-origin", **JSON}
    assert page.post("/graphql", headers=own, json={"query": MUTATION}).text == "let in"


def test_a_program_that_is_no_browser_may_ask(page):
    assert page.post("/graphql", headers=JSON, json={"query": MUTATION}).text == "let in"


@pytest.mark.parametrize("document", HIDDEN_MUTATIONS)
def test_mutations_by_get_are_refused(page, document):
    assert page.get("/graphql", params={"query": document}).status_code == 405
    assert page.get("/graphql", params=[("query", document), ("query", "{version}")]).status_code == 405
    assert page.get("/%67raphql", params={"query": document}).status_code == 405


def test_reading_by_get_is_let_in(page):
    assert page.get("/graphql", params={"query": "{ version }"}).text == "let in"


def test_a_form_cannot_send_graphql(page):
    """A form is what a foreign page can post without asking first."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        headers = {"content-type": kind}
        assert page.post("/graphql", params={"query": MUTATION}, headers=headers).status_code == 415


def test_pictures_and_scripts_are_not_given_to_other_sites_pages(page):
    shown = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert page.get("/media/x/y/z.png", headers=shown).status_code == 403
    same_site = {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}  # another port of this machine
    assert page.get("/graphql", params={"query": "{version}"}, headers=same_site).status_code == 403


def test_a_link_in_another_page_may_be_followed_but_not_posted_or_framed(page):
    clicked = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    answer = page.get("/runs", headers=clicked)
    assert answer.text == "let in"
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert page.post("/graphql", headers={**clicked, **JSON}).status_code == 403


def test_a_foreign_page_gets_no_websocket(page):
    for headers in ({"origin": "http://evil.example"}, {"host": "evil.example:3000"}, {"origin": "null"}):
        with pytest.raises(WebSocketDisconnect), page.websocket_connect("/graphql", headers=headers) as socket:
            socket.receive_text()
    with page.websocket_connect("/graphql", headers={"origin": OWN, "host": "127.0.0.1:3000"}) as socket:
        assert socket.receive_text() == "let in"
