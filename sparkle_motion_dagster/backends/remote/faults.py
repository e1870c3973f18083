"""What the `openai` client raises, as our errors: what happened, whether asking again may help, what to do.

What belongs here: telling faults apart. What does not: asking again (`retries.py`).
"""

import email.utils
import json
import time
from typing import Any

from sparkle_motion_dagster.backends.remote.endpoint import Endpoint
from sparkle_motion_dagster.errors import EndpointError

_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 507, 520, 522, 524, 529})
_LONGEST_TOLD = 400


def endpoint_error(error: Exception, endpoint: Endpoint) -> EndpointError:
    """The fault of a call over the `openai` client. The key never stands in its message."""
    import openai

    guard = error.__cause__ or error
    if isinstance(guard, EndpointError):
        return guard
    host = endpoint.host
    if isinstance(error, openai.APITimeoutError):
        return EndpointError(
            f"{host} did not answer in {endpoint.timeout_s:g} s: it is overloaded, or timeout_s is too short",
            transient=True,
        )
    if isinstance(error, openai.APIConnectionError):
        reason = endpoint.redacted(_short(str(error.__cause__ or error)))
        return EndpointError(
            f"{host} cannot be reached, or broke off ({reason}): start the server, or correct base_url", transient=True
        )
    if isinstance(error, openai.APIStatusError):
        return _of_status(error.status_code, error.response, endpoint)
    return EndpointError(f"{host}: {endpoint.redacted(_short(f'{type(error).__name__}: {error}'))}")


def chained(error: Exception, endpoint: Endpoint) -> Exception | None:
    """What may be raised `from`: None if a server has put the key into it, since tracebacks are stored."""
    told = f"{error!r}{error}{error.__cause__}"
    return error if endpoint.redacted(told) == told else None


def _of_status(status: int, response: Any, endpoint: Endpoint) -> EndpointError:
    said = endpoint.redacted(_said(response))
    host = endpoint.host
    after_s = _retry_after_s(response.headers)
    if status == 429 and ("insufficient_quota" in said or "billing" in said.lower()):
        return EndpointError(f"{host}: the quota is used up ({said}): pay, or name another server", status, quota=True)
    if status in _TRANSIENT or (status >= 500 and status not in (501, 505)):
        what = "is asked too often" if status == 429 else "failed"
        return EndpointError(f"{host} {what} ({status}: {said})", status, transient=True, retry_after_s=after_s)
    remedy = {
        400: "the request is refused: correct the settings that it names",
        401: f"the key in {endpoint.api_key_env or 'api_key_env (not set)'} is not accepted: set the right one",
        403: f"the key in {endpoint.api_key_env or 'api_key_env (not set)'} may not do this",
        404: "there is no such model, or base_url lacks its path (most servers want …/v1)",
        413: "the request is too large: lower writer.limits.window_chars (of a judge: frame_px)",
        422: "the request is refused: correct the settings that it names",
    }.get(status, "that is no answer to what was asked")
    return EndpointError(f"{host} answered {status} ({said}): {remedy}", status)


def _said(response: Any) -> str:
    """The server's own message, short."""
    try:
        body = response.text
    except Exception as error:  # a body that cannot be read is told as such, whatever hindered it
        return f"its answer cannot be read: {type(error).__name__}"
    try:
        told = json.loads(body)
        inner = told.get("error", told) if isinstance(told, dict) else told
        message = inner.get("message", inner) if isinstance(inner, dict) else inner
        code = inner.get("code") if isinstance(inner, dict) else None
        return _short(f"{message}" + (f" [{code}]" if code else ""))
    except (ValueError, RecursionError):
        return _short(body) or "no message"


def _retry_after_s(headers: Any) -> float | None:
    """Seconds of Retry-After, given as a number or a date; None if there is none."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(text).timestamp() - time.time()
        except (ValueError, TypeError, OverflowError):
            return None
    return max(0.0, seconds) if seconds == seconds else None


def _short(text: str) -> str:
    plain = " ".join("".join(c if c.isprintable() else " " for c in text[:4000]).split())
    return plain[:_LONGEST_TOLD] + ("…" if len(plain) > _LONGEST_TOLD else "")
