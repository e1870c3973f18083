"""Several speech providers, and for each role the one that suits it best: by quality, latency and cost, within limits.

What belongs here: which providers are in play, who speaks a role, what happens when one cannot. What does not: the
catalogue and the score (`providers.py`), counting (`allowance.py`), the book of roles (`cast_book.py`), engines.

In a film a role keeps its provider. When that one has no requests left, the whole role goes to the next one, lines that
were spoken already included (`RoleMovedError`; the stage asks for them anew). Wrong input is an error at once; a provider
that fails otherwise is an error too, and never another voice for one line. A line that belongs to no role may be spoken
by any provider.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.profile import Choice
from sparkle_motion_dagster.backends.protocols import SpeechBackend, SpeechRequest, SpokenLine
from sparkle_motion_dagster.backends.readiness import PlacedModel, model_report
from sparkle_motion_dagster.backends.remote.retries import RetryPolicy, with_retries
from sparkle_motion_dagster.backends.speech.allowance import Allowance
from sparkle_motion_dagster.backends.speech.cast_book import CastBook
from sparkle_motion_dagster.backends.speech.providers import (
    Filters,
    RankedProvider,
    load_providers,
    rank,
)
from sparkle_motion_dagster.errors import (
    BackendError,
    BackendUnavailableError,
    EndpointError,
    InputError,
    ProfileError,
    RoleMovedError,
)
from sparkle_motion_dagster.film.casting import VoiceTraits, split_variant

ADAPTERS = ("kokoro", "piper", "espeak", "chatterbox", "csm", "speech-server", "fixture")
"""Backends that a provider of the catalogue may name."""
_SETTINGS_NEEDED = ("chatterbox", "csm", "speech-server")
"""Adapters that cannot do without settings of their own (recordings, an address)."""


class RouterSpeech:
    """Speaks each role with the provider that its profile ranks first."""

    name = "router"
    version = "1"
    packages = ()

    def __init__(
        self,
        priority: str = "balanced",
        only: str | None = None,
        providers: list[str] | None = None,
        features: list[str] | None = None,
        language: str | None = None,
        max_latency_s: float | None = None,
        max_cost_usd_per_1k_chars: float | None = None,
        engines: dict[str, dict[str, Any]] | None = None,
        providers_file: str | None = None,
        longest_wait_s: float = 600.0,
    ):
        """Reads the catalogue and builds what is in play; loads no engine.

        Args:
            priority: a name in `priority_profiles`: balanced, cost, latency, quality.
            only: the one provider to use.
            providers: those in play, all of which must be able to run; None: all that can.
            features, language, max_latency_s, max_cost_usd_per_1k_chars: what a provider must have.
            engines: settings of each provider's backend, by provider id.
            providers_file: another tts_providers.yaml.
            longest_wait_s: for a place within the limits of a provider.

        Raises ProfileError naming the setting that is wrong.
        """
        self._config = load_providers(Path(providers_file) if providers_file else None)
        self._engines_settings = {name: dict(settings) for name, settings in (engines or {}).items()}
        self._providers_file, self._longest_wait_s = providers_file, longest_wait_s
        if priority not in self._config.priority_profiles:
            raise ProfileError(f"priority is {priority!r}: expected one of {', '.join(self._config.priority_profiles)}")
        self._priority = self._config.priority_profiles[priority]
        for setting, names in (
            ("only", [only] if only else []),
            ("providers", providers or []),
            ("engines", engines or {}),
        ):
            unknown = [name for name in names if name not in self._config.providers]
            if unknown:
                raise ProfileError(
                    f"{setting}: {', '.join(unknown)}: no such speech provider; expected some of "
                    f"{', '.join(self._config.providers)}"
                )
        self._named = tuple(providers) if providers is not None else None
        self._filters = Filters(
            frozenset(features or ()), language, max_latency_s, max_cost_usd_per_1k_chars, False, only
        )

    def for_profile(self, draft: bool) -> "RouterSpeech":
        """Itself, told whether its profile makes drafts: only there may a draft engine speak."""
        self._filters = replace(self._filters, allow_draft=draft)
        self.__dict__.pop("_standing", None)
        for name in self._named or ():
            if reason := self._standing[1].get(name):
                raise ProfileError(f"providers: {name} cannot be used: {reason}")
        return self

    @property
    def workers(self) -> int | None:
        """As few as the provider in play that takes fewest."""
        counts = [engine.workers for engine in self._standing[0].values() if engine.workers is not None]
        return min(counts) if counts else None

    def recipe_inputs(self) -> dict[str, Any]:
        """Nothing of its settings: what changes a line's bytes is the engine that speaks it, and stands with the line."""
        return {"name": self.name, "version": self.version}

    def engines(self) -> Mapping[str, SpeechBackend]:
        """The engines in play, by provider id."""
        return self._standing[0]

    def voices(self) -> tuple[str, ...]:
        """Ids of the voices that any provider in play has."""
        return tuple(voice for voice in self._config.voices if self._can(voice))

    def castable(self) -> tuple[VoiceTraits, ...]:
        """Them, as casting sees them. Raises ProfileError saying why no provider is in play."""
        known = self._config.voices
        found = tuple(
            VoiceTraits(v, known[v].sex, known[v].age, known[v].pitch_hz, known[v].temper) for v in self.voices()
        )
        if not found:
            raise ProfileError(f"no speech provider can be used: {self._why_not()}")
        return found

    def served_report(self) -> dict[str, Any]:
        """For `sparkle doctor`: who is in play, in the order of the first voice, and why the others are not."""
        voices = self.voices()
        if not voices:
            return {"detail": "", "reasons": [f"no speech provider can be used: {self._why_not()}"]}
        order = [found.provider_id for found in self._ranked(voices[0])]
        others = [name for name in self._standing[0] if name not in order]
        reasons = [f"{name}: {reason}" for name, engine in self._standing[0].items() for reason in _not_ready(engine)]
        left_out = [f"{name} ({reason})" for name, reason in self._standing[1].items()]
        detail = f"{len(voices)} voices by {', '.join([*order, *others])}"
        return {"detail": detail + (f"; not in play: {', '.join(left_out)}" if left_out else ""), "reasons": reasons}

    def cast(self, request: SpeechRequest) -> tuple[SpeechRequest, SpeechBackend]:
        """The request with the provider of its role, and that provider's engine. Raises InputError."""
        ranked = [found.provider_id for found in self._ranked(request.voice, request.provider or None)]
        if request.provider:  # the plan names it: there is nothing to keep, and nobody to move to
            return replace(request, role=""), self._standing[0][request.provider]
        kept = CastBook().provider(request.role, request.voice) if request.role else None
        chosen = kept if kept in ranked else ranked[0]
        return replace(request, provider=chosen), self._standing[0][chosen]

    def speak(self, request: SpeechRequest, wav: Path) -> SpokenLine:
        """Speak one line by the provider of its role; one without a role by the best that can.

        Raises:
            InputError: the line is wrong (an unknown voice); nobody else is asked.
            RoleMovedError: the role's provider has no requests left, and another has the role now.
            BackendError: what went wrong, by every provider that was asked.
        """
        if request.role:
            return self._speak_role(request, wav)
        failures: list[str] = []
        for found in self._ranked(request.voice, request.provider or None):
            try:
                spoken = self._spoken_by(found.provider_id, request, wav)
            except EndpointError as error:
                if not (error.quota or error.transient):
                    raise _told_by(found.provider_id, error) from error
                failures.append(f"{found.provider_id}: {error}")
            except BackendUnavailableError as error:
                failures.append(f"{found.provider_id}: {error}")
            else:
                return replace(spoken, attempts=(*failures, *spoken.attempts))
        raise BackendError("no speech provider could speak the line\n" + "\n".join(f"  - {told}" for told in failures))

    def _speak_role(self, request: SpeechRequest, wav: Path) -> SpokenLine:
        provider, book = request.provider, CastBook()
        try:
            spoken = self._spoken_by(provider, request, wav)
        except EndpointError as error:
            if not error.quota:
                raise _told_by(provider, error) from error
            raise self._moved(request, error) from error
        told = book.give(request.role, request.voice, provider, "its first line")
        if told != provider and told in [found.provider_id for found in self._ranked(request.voice)]:
            raise RoleMovedError(f"{request.role} is spoken by {told} by now, not by {provider}: run again")
        if told != provider:
            book.move(request.role, request.voice, told, provider, f"{told} is no longer in play")
        return spoken

    def _moved(self, request: SpeechRequest, error: EndpointError) -> BackendError:
        """The error to raise once the role is with the next provider, or if there is none."""
        order = [found.provider_id for found in self._ranked(request.voice)]
        failures = [f"{request.provider}: {error}"]
        after = order[order.index(request.provider) + 1 :] if request.provider in order else []
        for name in after:
            now = CastBook().move(request.role, request.voice, request.provider, name, str(error))
            return RoleMovedError(
                f"{request.role}: {error}; the whole role is spoken by {now} now, so that it keeps one voice: its lines "
                "are asked for anew (if this run does not do it, run again)"
            )
        listed = "\n".join(f"  - {told}" for told in failures)
        return EndpointError(f"no speech provider is left for {request.voice}\n{listed}", quota=True)

    def _spoken_by(self, provider_id: str, request: SpeechRequest, wav: Path) -> SpokenLine:
        provider, engine = self._config.providers[provider_id], self._standing[0].get(provider_id)
        if engine is None:
            reason = self._standing[1].get(provider_id, "it is not in play")
            raise BackendUnavailableError(f"{provider_id} cannot speak here: {reason}")
        cap = self._config.rate_caps.get(provider.tier)
        allowance = Allowance(provider_id, provider, cap, self._longest_wait_s)

        def once() -> SpokenLine:
            with allowance.taken():
                return engine.speak(replace(request, provider="", role=""), wav)

        policy = RetryPolicy(provider.retry_policy.max_retries, max(0.01, provider.retry_policy.backoff_s))
        spoken, tried = with_retries(once, policy)
        failed = tuple(f"{provider_id}: {one.fault}" for one in tried)
        cost_usd = spoken.cost_usd or round(len(request.text) / 1000 * provider.estimated_cost_usd_per_1k_chars, 8)
        return replace(spoken, provider_id=provider_id, attempts=(*failed, *spoken.attempts), cost_usd=cost_usd)

    def _ranked(self, voice: str, only: str | None = None) -> tuple[RankedProvider, ...]:
        """Providers that can speak the voice, best first. Raises InputError saying why there is none."""
        config, unusable = self._config, self._standing[1]
        wanted = replace(self._filters, only=only or self._filters.only, unusable=unusable)
        ranked = rank(config.providers, config.voices, voice, self._priority, wanted)
        base = split_variant(voice)[0]
        able = tuple(found for found in ranked if base in self._standing[0][found.provider_id].voices())
        if not able:
            raise InputError(
                f"voice {voice!r}: {', '.join(f.provider_id for f in ranked)} cannot speak it as it is set up"
            )
        return able

    def _can(self, voice: str) -> bool:
        try:
            return bool(self._ranked(voice))
        except InputError:
            return False

    def _why_not(self) -> str:
        return (
            "; ".join(f"{name}: {reason}" for name, reason in self._standing[1].items())
            or "every filter leaves out all"
        )

    @cached_property
    def _standing(self) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        """Engines of the providers in play, and of the others why they are not."""
        engines: dict[str, Any] = {}
        reasons: dict[str, str] = {}
        for name, engine, reason in self._examined():
            if engine is None:
                reasons[name] = reason
            else:
                engines[name] = engine
        return engines, reasons

    def _examined(self) -> Iterator[tuple[str, Any, str]]:
        from sparkle_motion_dagster.backends.registry import build_choice, missing_packages

        for name, provider in self._config.providers.items():
            settings = self._engines_settings.get(name, {})
            if self._named is not None and name not in self._named:
                yield name, None, "the profile does not name it"
            elif not provider.available or provider.adapter not in ADAPTERS:
                yield name, None, "no adapter in this build"
            elif provider.draft and not self._filters.allow_draft:
                yield name, None, "for drafts only"
            elif provider.adapter in _SETTINGS_NEEDED and not settings:
                yield name, None, f"not set up: the profile's engines.{name} says nothing"
            elif missing := missing_packages("speech", provider.adapter):
                yield name, None, missing
            else:
                if self._providers_file:
                    settings = {"providers_file": self._providers_file, **settings}
                yield (
                    name,
                    build_choice("speech", Choice(backend=provider.adapter, settings=settings), f"engines.{name}"),
                    "",
                )


def _not_ready(engine: Any) -> list[str]:
    """Why an engine that is set up cannot run now: weights, environment, device, server."""
    if isinstance(engine, PlacedModel):
        return list(model_report(engine, "PROFILE", free_too=False)["reasons"])
    return list(engine.served_report()["reasons"]) if hasattr(engine, "served_report") else []


def _told_by(provider_id: str, error: EndpointError) -> EndpointError:
    return EndpointError(f"{provider_id}: {error}", error.status, error.transient, error.retry_after_s, error.quota)
