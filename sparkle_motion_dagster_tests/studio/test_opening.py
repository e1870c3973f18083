"""The studio opens anywhere, once for a home, and takes everything with it when it closes."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from sparkle_motion_dagster_tests.studio.conftest import COMMAND, OpenStudio, opened

MUTATION = 'mutation { deletePipelineRun(runId: "x") { __typename } }'


def ask(address: str, path: str, body: object = None, **headers: str) -> tuple[int, str]:
    """Status and text of a request by a program."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address + path, data, {"Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def studio_refused(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=60)


def _the_graph_is_loaded(studio: OpenStudio) -> None:
    _, answer = ask(
        studio.address, "/graphql", {"query": "{ assetNodes { assetKey { path } loadError: isExecutable } }"}
    )
    assert len(json.loads(answer)["data"]["assetNodes"]) == 9


def _the_guard_stands_before_dagster(studio: OpenStudio) -> None:
    query = "/graphql?" + urllib.parse.urlencode({"query": MUTATION})
    assert ask(studio.address, query)[0] == 405
    assert ask(studio.address, "/graphql", {"query": MUTATION}, Origin="http://evil.example")[0] == 403
    assert ask(studio.address, "/server_info", Host="evil.example")[0] == 403
    answer = json.loads(ask(studio.address, "/graphql", {"query": MUTATION})[1])
    assert answer["data"]["deletePipelineRun"]["__typename"] == "RunNotFoundError"  # by POST it reaches Dagster
    websocket = studio.address.replace("http", "ws") + "/graphql"
    with pytest.raises(InvalidStatus):
        connect(websocket, origin="http://evil.example", subprotocols=["graphql-ws"])


def _a_websocket_only_reads(studio: OpenStudio) -> None:
    websocket = studio.address.replace("http", "ws") + "/graphql"
    with connect(websocket, origin=studio.address, subprotocols=["graphql-ws"]) as page:
        page.send(json.dumps({"type": "connection_init"}))
        assert json.loads(page.recv())["type"] == "connection_ack"
        page.send(json.dumps({"id": "1", "type": "start", "payload": {"query": MUTATION}}))
        answer = page.recv(timeout=10)
        assert "RunNotFoundError" not in answer
        assert json.loads(answer)["type"] == "error"


def _a_sensor_switched_by_dagsters_own_command_is_switched_in_the_studio(studio: OpenStudio, elsewhere: Path) -> None:
    """As the guide says: with -m anywhere, and in the repository's folder without, both name the studio's code location."""
    question = (
        "{ workspaceOrError { ... on Workspace { locationEntries { locationOrLoadError { ... on RepositoryLocation {"
    )
    question += " repositories { sensors { name sensorState { status } } } } } } } } }"

    def standing() -> str:
        answer = json.loads(ask(studio.address, "/graphql", {"query": question})[1])
        (location,) = answer["data"]["workspaceOrError"]["locationEntries"]
        (repository,) = location["locationOrLoadError"]["repositories"]
        return {sensor["name"]: sensor["sensorState"]["status"] for sensor in repository["sensors"]}["film_briefs"]

    assert standing() == "RUNNING"
    module = ("-m", "sparkle_motion_dagster.definitions")
    for words, folder, then in (
        (("stop", *module), elsewhere, "STOPPED"),
        (("start",), Path(__file__).parents[2], "RUNNING"),
    ):
        subprocess.run(
            [sys.executable, "-m", "dagster", "sensor", *words, "film_briefs"],
            cwd=folder,
            env={**os.environ, "SPARKLE_HOME": str(studio.home), "DAGSTER_HOME": str(studio.home / "dagster")},
            capture_output=True,
            check=True,
            timeout=60,
        )
        assert standing() == then


def _a_second_studio_is_told_of_the_first(studio: OpenStudio) -> None:
    second = studio_refused("--port", "0", "--home", str(studio.home))
    assert second.returncode == 2
    assert studio.address in second.stderr
    assert f"process {studio.process.pid}" in second.stderr


def _a_busy_port_is_named(studio: OpenStudio, other_home: Path) -> None:
    busy = studio_refused("--port", str(studio.port), "--home", str(other_home))
    assert busy.returncode == 2
    assert f"port {studio.port} is busy" in busy.stderr


def _leads_to(entry: Path) -> str:
    """Where an open file leads; "" if it was closed since it was listed."""
    try:
        return str(entry.readlink())
    except FileNotFoundError:
        return ""


def _only_one_port_listens(studio: OpenStudio) -> None:
    pids = studio.group()
    sockets = {
        match.group(1)
        for pid in pids
        for entry in Path(f"/proc/{pid}/fd").iterdir()
        if (match := re.match(r"socket:\[(\d+)\]", _leads_to(entry)))
    }
    rows = [row.split() for name in ("tcp", "tcp6") for row in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    listening = {row[1] for row in rows if row[3] == "0A" and row[9] in sockets}
    assert listening == {f"0100007F:{studio.port:04X}"}  # 127.0.0.1


@pytest.mark.timeout(180)
def test_a_studio_opens_on_an_empty_home_keeps_others_out_and_closes_whole(tmp_path):
    stand_in = tmp_path / "elsewhere"
    stand_in.mkdir()
    (stand_in / "gql.py").write_text("raise SystemExit('a file of the person was imported as a library')\n")
    with opened(tmp_path / "studio", stand_in=stand_in) as studio:
        _the_graph_is_loaded(studio)
        _the_guard_stands_before_dagster(studio)
        _a_websocket_only_reads(studio)
        _a_sensor_switched_by_dagsters_own_command_is_switched_in_the_studio(studio, tmp_path)
        _a_second_studio_is_told_of_the_first(studio)
        _a_busy_port_is_named(studio, tmp_path / "other")
        _only_one_port_listens(studio)
        assert len(studio.group()) >= 4  # server, code server and its worker, daemon
    assert studio.process.returncode == 0  # and `opened` has seen that nothing is left
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", studio.port))


@pytest.mark.timeout(120)
@pytest.mark.parametrize("killed", ["command", "server"])
def test_kill_9_leaves_nothing_behind(tmp_path, killed):
    with opened(tmp_path / "studio") as studio:
        children = Path(f"/proc/{studio.process.pid}/task/{studio.process.pid}/children").read_text().split()
        os.kill(studio.process.pid if killed == "command" else int(children[0]), signal.SIGKILL)
        studio.wait_until_all_ended(5)
        code = studio.process.wait(5)
    assert code == (-signal.SIGKILL if killed == "command" else 1)


def test_what_the_studio_before_said_is_kept_when_it_is_opened_again(tmp_path):
    logs = tmp_path / "studio" / "dagster"
    logs.mkdir(parents=True)
    (logs / "studio.log").write_text("why it was killed\n")
    with opened(tmp_path / "studio"):
        pass
    assert (logs / "studio.previous.log").read_text() == "why it was killed\n"
    assert "why it was killed" not in (logs / "studio.log").read_text()


def test_a_wrong_profile_is_said_before_anything_starts(tmp_path):
    refused = studio_refused("--port", "0", "--home", str(tmp_path / "studio"), "--profile", "nobody")
    assert refused.returncode == 2
    assert "animatic" in refused.stderr
    assert not (tmp_path / "studio").exists()
