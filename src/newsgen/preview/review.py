"""Review in the browser: pages with decisions, and the answers that they post.

The decisions and the journal are those of `newsgen.desk.review`, as on the terminal. A page is one screen: a decision, or a
group of decisions, next to the text of one article with its evidence marked. The address has all of its state, so that
pages work without a script; the script adds keys.
"""

from __future__ import annotations

import asyncio
import hmac
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope

from newsgen.desk.review import Decision, Outcome, Reviewer, group_decisions
from newsgen.errors import ContentError, NewsgenError, Problem, RefusedError, count_noun
from newsgen.pipeline.project import Project
from newsgen.preview.screens import ROOT, Screen, digest_decision, make_answer, make_review_screen
from newsgen.renderer.theme.render import clean_and_encode_page, make_environment
from newsgen.renderer.theme.theme import open_theme

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FILES = {"review.css": "text/css", "review.js": "text/javascript"}
_THEME_FILES = {"site.css": "text/css", "icon.svg": "image/svg+xml"}
_FORM = "application/x-www-form-urlencoded"
_MOST_BYTES = 1_000_000
"""Largest form."""

Query = Mapping[str, Sequence[str]]
"""Values by name, as `parse_qs` returns them."""


class ReviewDesk:
    """The review of a served archive."""

    def __init__(self, token: str, open_project: Callable[[], Project], writing: threading.Lock) -> None:
        """Begin without reading the archive; `token` is a secret of this run, `writing` is held while an answer is written."""
        self.token, self._open_project = token, open_project
        self._writing = writing
        self._reviewer: Reviewer | None = None
        self._outdated = False
        self._written: dict[str, int] = {}
        """When each file was written by the last answer, in nanoseconds."""
        self._decisions: list[Decision] = []
        self._turn = asyncio.Lock()
        folder = Path(__file__).parent
        self._files = {name: ((folder / name).read_bytes(), kind) for name, kind in _FILES.items()}
        theme = open_theme().published
        self._files |= {name: (theme[name], kind) for name, kind in _THEME_FILES.items()}
        name = "review.html"
        template = (folder / name).read_text(encoding="utf-8")
        environment = make_environment({name: template}, {name: name}, lambda _body: "")
        self._template = environment.get_template(name)

    def note_changes(self, paths: frozenset[str]) -> None:
        """Take a batch of changed files; if others than the last answer changed them, the archive is read again."""
        if any(self._stat(path) != self._written.get(path) for path in paths):
            self._outdated = True

    def _stat(self, path: str) -> int:
        file = self._open_project().root / path
        return file.stat().st_mtime_ns if file.is_file() else 0

    async def respond(self, scope: Scope, receive: Receive, headers: Mapping[str, str]) -> Response:
        """Answer a request; `headers` are sent with every answer."""
        name = scope["path"].removeprefix(ROOT).removeprefix("/")
        if name in self._files:
            data, kind = self._files[name]
            return Response(data, 200, headers, media_type=kind)
        if name:
            return PlainTextResponse("Not found.\n", 404, headers)
        request = Request(scope, receive)
        form: Query | None = None
        if request.method == "POST":
            if request.headers.get("content-type", "").partition(";")[0].strip() != _FORM:
                return PlainTextResponse("Only forms.\n", 415, headers)
            if (body := await _read_body(request)) is None:
                return PlainTextResponse("Too large.\n", 413, headers)
            form = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
            if not hmac.compare_digest(_first(form, "token").encode(), self.token.encode()):
                return PlainTextResponse("Only forms of this preview; load the page again.\n", 403, headers)
        query = parse_qs(request.url.query, keep_blank_values=True)
        async with self._turn:
            status, screen = await asyncio.to_thread(self._make_screen, query, form)
        page = clean_and_encode_page(self._template.render(page=screen))
        return Response(page, status, {**headers, "content-security-policy": POLICY}, media_type="text/html")

    def _make_screen(self, query: Query, form: Query | None) -> tuple[int, Screen]:
        """Write the answers of a form, if there is one, and make the screen that follows."""
        problems: Sequence[Problem] = ()
        status, at, message = 200, _first(query, "at"), ""
        alone, article = bool(_first(query, "alone")), _first(query, "article")
        typed: dict[str, str] = {}
        try:
            reviewer = self._open(again=form is None)
            if form is not None:
                with self._writing:
                    at, message, problems = self._write(reviewer, form)
                alone, status = False, 409 if problems else 200
        except NewsgenError as error:
            problems, status = error.problems, 422 if isinstance(error, ContentError) else 409
            message = f"Nothing was written: {problems[0]}" if form is not None else ""
            if form is not None and _first(form, "answer") == "edit":
                typed = _read_lines(form)
            if self._reviewer is not None:
                self._decisions = self._reviewer.list_decisions()
        if self._reviewer is None:
            screen = Screen(site=self._open_project().root.name, title="The archive cannot be read")
        else:
            problems = [*problems, *self._reviewer.problems]
            show = partial(
                make_review_screen, self._reviewer, at=at, alone=alone, article=article, typed=typed
            )
            try:
                screen = show(self._decisions)
            except (ContentError, OSError):  # a record has changed since it was read
                self._reviewer.refresh()
                self._decisions = self._reviewer.list_decisions()
                screen = show(self._decisions)
        reported = tuple(dict.fromkeys(map(str, problems)))
        return status, msgspec.structs.replace(screen, token=self.token, message=message, problems=reported)

    def _open(self, *, again: bool) -> Reviewer:
        """Return the archive under review; read it first, or again if files have changed."""
        project, reviewer = self._open_project(), self._reviewer
        if reviewer is not None and reviewer.project == project and not (again and self._outdated):
            return reviewer
        self._outdated = False  # before reading: a file may change meanwhile
        self._reviewer = None
        self._reviewer = Reviewer(project)
        self._decisions = self._reviewer.list_decisions()
        return self._reviewer

    def _write(self, reviewer: Reviewer, form: Query) -> tuple[str, str, Sequence[Problem]]:
        """Write the answers of a form, or undo the last ones; return the key of the next decision, a message and problems.

        Raises:
            NewsgenError: a decision is not open, has changed since it was shown, or has no such answer; or as in `Reviewer`.
        """
        before = {one.key: one for one in self._decisions}
        if _first(form, "answer") == "undo":
            undone = reviewer.undo()
            self._decisions = reviewer.list_decisions()
            at = next((one.key for one in self._decisions if one.key not in before), "")
            return at, f"Undone: {undone.what} ({count_noun(len(undone.edits), 'file')}).", ()
        keys = form.get("key", [])
        answers = []
        for key, seen, value in zip(keys, form.get("seen", []), form.get("answer", []), strict=False):
            if value == "later":
                continue
            if key not in before or digest_decision(before[key]) != seen:
                problem = Problem("", 0, 0, "the archive has changed meanwhile", "answer what is shown now")
                raise RefusedError(problem)
            answers.append(make_answer(reviewer, before[key], value, _read_lines(form)))
        following = self._list_following(keys)
        if not answers:
            return next(iter(following), ""), "Nothing was written.", ()
        outcome = reviewer.apply(answers)
        self._written = {path: self._stat(path) for path in (*outcome.articles, "names.toml")}
        given = {answer.key for answer in answers}
        left = reviewer.list_decisions() if outcome.outdated else self._decisions
        self._decisions = [one for one in left if outcome.outdated or one.key not in given]
        there = {one.key for one in self._decisions}
        order = [*(keys if outcome.problems else ()), *following]
        at = next((key for key in order if key in there), "")
        return at, _describe_outcome(outcome), outcome.problems

    def _list_following(self, keys: Sequence[str]) -> list[str]:
        """List the keys of decisions in the order in which they are shown, beginning after some of them."""
        order = [one.key for group in group_decisions(self._decisions) for one in group]
        last = max((order.index(key) + 1 for key in keys if key in order), default=0)
        return order[last:] + order[:last]


def _describe_outcome(outcome: Outcome) -> str:
    changes = [one for one in outcome.amendments if one.was != one.now]
    moved = [f" The address was {one.was} and is {one.now}." for one in changes]
    what = count_noun(len(outcome.articles), "record") if outcome.articles else "names.toml"
    return f"Written: {what} ({outcome.what.removeprefix('review: ')}).{moved[0] if len(moved) == 1 else ''}"


def _read_lines(form: Query) -> dict[str, str]:
    return dict(zip(form.get("field", []), form.get("value", []), strict=False))


def _first(values: Query, name: str) -> str:
    return next(iter(values.get(name, ())), "")


async def _read_body(request: Request) -> bytes | None:
    """Read a request's body; None if it is too large."""
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > _MOST_BYTES:
            return None
    return data
