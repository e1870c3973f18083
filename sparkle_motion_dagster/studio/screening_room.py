"""The screening room: the studio's films as pages to watch, and the buttons that decide about a shot.

What belongs here: addresses, reading a request, the answer. What does not: what a page shows (`dailies.py`), how it looks
(`resources/screening_room/`), deciding (`deciding.py`), who may ask (`guard.py`). Making is Dagster's: the page asks its
GraphQL for a run of the job `make_film`, as Dagster's own page does.
"""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg
import jinja2
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sparkle_motion_dagster.backends.profile import Profile, load_profile
from sparkle_motion_dagster.crafts.crew import gather
from sparkle_motion_dagster.crafts.standing import Standing, films_of, standing, standing_or_why
from sparkle_motion_dagster.errors import FilmBusyError, InputError, SparkleError
from sparkle_motion_dagster.film.shipped import resources_folder
from sparkle_motion_dagster.film.step import LOCKED_MARK, MARKS, STAGES
from sparkle_motion_dagster.graph.at_work import films_of as films_of_run
from sparkle_motion_dagster.graph.at_work import told_of
from sparkle_motion_dagster.graph.automation import dear_crafts
from sparkle_motion_dagster.graph.links import SCREENING
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.store.decisions import FOLDER as DECISIONS
from sparkle_motion_dagster.store.faults import told
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.studio.daemon import LOCATION
from sparkle_motion_dagster.studio.dailies import film_card, film_page, shot_page
from sparkle_motion_dagster.studio.deciding import DecidingRoom, read_decision

FURNITURE = "/screening-room"
LARGEST_FILE_BYTES = 2**30
"""Of a picture, clip or recording that somebody puts in by the page."""
_LONGEST_NAME, _LONGEST_SUFFIX = 180, 12
"""In bytes; a name of more than 255 is taken by no disk."""
_SHIPPED = {
    "room.css": ("screening_room", "text/css; charset=utf-8"),
    "room.js": ("screening_room", "text/javascript; charset=utf-8"),
    "EBGaramond12-Regular.otf": ("fonts", "font/otf"),
    "NotoSans-Bold.ttf": ("fonts", "font/ttf"),
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; script-src 'self'; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class ScreeningRoom:
    """The pages of one studio."""

    settings: Settings
    store: ArtifactStore
    instance: dg.DagsterInstance
    pages: jinja2.Environment = field(default_factory=lambda: _pages())

    def routes(self) -> list[Route]:
        """All addresses: pages, what they look like, decisions."""
        return [
            Route(FURNITURE + "/{name}", _furniture),
            Route(SCREENING, self._answering(self._films)),
            Route(SCREENING + "/{film}", self._answering(self._film), methods=["GET"]),
            Route(SCREENING + "/{film}/plan/approve", self._approve_whole_plan, methods=["POST"]),
            Route(SCREENING + "/{film}/stills/approve", self._approve_all_stills, methods=["POST"]),
            Route(SCREENING + "/{film}/stamp", self._stamp),
            Route(SCREENING + "/{film}/{shot}", self._answering(self._shot), methods=["GET"]),
            Route(SCREENING + "/{film}/{shot}", self._decide, methods=["POST"]),
            Route(SCREENING + "/{film}/{shot}/own/{role}", self._own, methods=["PUT"]),
        ]

    def _answering(self, page: Callable[..., str]) -> Callable[..., Any]:
        async def answer(request: Request) -> Response:
            try:
                return HTMLResponse(await run_in_threadpool(page, **request.path_params), headers=_HEADERS)
            except SparkleError as error:
                told = self.pages.get_template("error.html").render(message=str(error))
                return HTMLResponse(told, 404 if isinstance(error, InputError) else 500, headers=_HEADERS)

        return answer

    def _films(self) -> str:
        crew, folder = gather(self._profile()), self.settings.films
        stands = (standing_or_why(self.store, crew, folder, film) for film in films_of(self.store, folder))
        cards = [film_card(self.store, one) for one in stands]
        return self.pages.get_template("films.html").render(cards=cards, home=self.settings.home)

    def _film(self, film: str) -> str:
        stands = self._standing(film)
        page = film_page(self.store, stands)
        return self.pages.get_template("film.html").render(page=page, **self._common(stands))

    def _shot(self, film: str, shot: str) -> str:
        stands = self._standing(film)
        page = shot_page(self.store, stands, shot)
        return self.pages.get_template("shot.html").render(page=page, **self._common(stands))

    def _common(self, stands: Standing) -> dict[str, Any]:
        return {
            "film": stands.film,
            "stands": stands,
            "dear": dear_crafts(self._profile()),
            "stamp": self._stamp_of(stands),
            "runs": self._runs(stands.film),
            "location": LOCATION,
        }

    async def _stamp(self, request: Request) -> Response:
        """A word that changes when the film's pages would show something else."""

        def stamp(film: str) -> str:
            return self._stamp_of(self._standing(film))

        try:
            return PlainTextResponse(await run_in_threadpool(stamp, **request.path_params), headers=_HEADERS)
        except SparkleError as error:
            return PlainTextResponse(f"{error}\n", 404, headers=_HEADERS)

    def _stamp_of(self, stands: Standing) -> str:
        cells = [(c.shot, c.asset, c.status, c.reasons, c.step and c.step.artifact) for c in stands.cells]
        decided = self.store.shelf.keys(f"{DECISIONS}/{stands.film}")
        shown = repr(
            (cells, sorted(decided), stands.made_by, stands.failed_runs, stands.title, self._runs(stands.film))
        )
        return hashlib.sha256(shown.encode()).hexdigest()[:16]

    def _runs(self, film: str) -> list[tuple[str, str]]:
        """Runs of the film that wait or work now: id, and in words."""
        runs = self.instance.get_runs(filters=dg.RunsFilter(statuses=NOT_FINISHED_STATUSES))
        return [(run.run_id, told_of(run)) for run in runs if film in films_of_run(run.tags)]

    def _standing(self, film: str) -> Standing:
        known = films_of(self.store, self.settings.films)
        if film not in known:
            raise InputError(
                f"film {film[:80]!r} is not in this studio; it has: {', '.join(known) or 'none'}; "
                f"add it with: sparkle make FILE --film ID, or put its text into {self.settings.films}"
            )
        return standing(self.store, gather(self._profile()), self.settings.films, film)

    def _profile(self) -> Profile:
        return load_profile(self.settings.profile)

    async def _decide(self, request: Request) -> Response:
        body = await request.body()
        return await _said(lambda: self._deciding().decide(**request.path_params, decision=read_decision(body)))

    async def _approve_whole_plan(self, request: Request) -> Response:
        return await _said(lambda: self._deciding().approve_plan(**request.path_params, shot=None))

    async def _approve_all_stills(self, request: Request) -> Response:
        return await _said(lambda: self._deciding().approve_all_stills(**request.path_params))

    async def _own(self, request: Request) -> Response:
        """A person's own file as the request's body; its name in the query."""
        film, shot, role = (request.path_params[name] for name in ("film", "shot", "role"))
        with tempfile.TemporaryDirectory(prefix="sparkle-own-") as folder:
            path = Path(folder) / file_name(request.query_params.get("name", ""))
            try:
                with told("take in the file", path.name), path.open("wb") as file:
                    async for part in request.stream():
                        file.write(part)
                        if file.tell() > LARGEST_FILE_BYTES:
                            words = f"{path.name} has more than 1 GiB: use sparkle use {film} {shot}"
                            return JSONResponse({"error": words}, 413, headers=_HEADERS)
            except SparkleError as error:
                return _wrong(error)
            return await _said(lambda: self._deciding().use(film, shot, role, path))

    def _deciding(self) -> DecidingRoom:
        return DecidingRoom(self.settings, self._profile(), self.store, self.instance)


async def _said(decide: Callable[[], dict[str, Any]]) -> Response:
    """What a decision leads to, or why it cannot be."""
    try:
        return JSONResponse(await run_in_threadpool(decide), headers=_HEADERS)
    except SparkleError as error:
        return _wrong(error)


def _wrong(error: SparkleError) -> Response:
    status = 409 if isinstance(error, FilmBusyError) else 400 if isinstance(error, InputError) else 500
    return JSONResponse({"error": str(error)}, status, headers=_HEADERS)


def file_name(name: str) -> str:
    """A name that a person's browser told, as one that any disk takes: no folder, nothing unseen, not too long."""
    plain = "".join(character for character in name.replace("\\", "/").rpartition("/")[2] if character.isprintable())
    stem, dot, suffix = plain.strip(".").rpartition(".")
    if not stem or len(suffix.encode()) > _LONGEST_SUFFIX:
        stem, dot, suffix = plain.strip("."), "", ""
    return f"{stem.encode()[:_LONGEST_NAME].decode(errors='ignore') or 'file'}{dot}{suffix}"


async def _furniture(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _SHIPPED:
        return PlainTextResponse("not found\n", 404, headers=_HEADERS)
    folder, content_type = _SHIPPED[name]
    return FileResponse(resources_folder() / folder / name, media_type=content_type, headers=_HEADERS)


def _pages() -> jinja2.Environment:
    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources_folder() / "screening_room"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["clock"] = _clock
    pages.globals.update(stages=STAGES, marks=MARKS, locked_mark=LOCKED_MARK, furniture=FURNITURE, screening=SCREENING)
    return pages


def _clock(seconds: float) -> str:
    """`2:07`."""
    return f"{round(seconds) // 60}:{round(seconds) % 60:02d}"
