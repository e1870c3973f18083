"""Who can speak and with which voices: reading `configs/tts_providers.yaml` and ranking its providers.

What belongs here: the file's fields, its checks, the score. What does not: the engines, and which character has which
voice (`film/casting.py`).
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sparkle_motion_dagster.errors import InputError, ProfileError
from sparkle_motion_dagster.film.casting import VoiceTraits, split_variant
from sparkle_motion_dagster.film.shipped import configs_folder
from sparkle_motion_dagster.film.traits import TEMPERS, Age, Sex

Share = Annotated[float, Field(ge=0, le=1)]
Temper = Literal[
    "warm", "lively", "calm", "grave", "gruff", "bold", "shy", "formal", "sharp", "small", "large", "robot", "narrator"
]
assert set(TEMPERS) < set(Temper.__args__)  # type: ignore[attr-defined]


class SpeechModel(BaseModel):
    """Base: frozen, unknown fields refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Priorities(SpeechModel):
    """How much each quality of a provider weighs."""

    quality: Share
    latency: Share
    cost: Share


class RateLimits(SpeechModel):
    """What a provider's endpoint allows."""

    per_minute: Annotated[int, Field(gt=0)]
    burst: Annotated[int, Field(gt=0)]


class RetryPolicy(SpeechModel):
    """How often a passing failure is tried again, and the first wait."""

    max_retries: Annotated[int, Field(ge=0)]
    backoff_s: Annotated[float, Field(ge=0)]


class Provider(SpeechModel):
    """An engine that speaks."""

    display_name: str
    tier: str
    adapter: str
    available: bool = True
    """False: known, but this build has no adapter for it; never ranked."""
    draft: bool = False
    """True: stands in for a voice in drafts and tests; never ranked among real engines."""
    default_voice: str
    estimated_latency_s: Annotated[float, Field(ge=0)]
    """Seconds until a line of ordinary length is spoken."""
    estimated_cost_usd_per_1k_chars: Annotated[float, Field(ge=0)]
    quality_score: Share
    features: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    rate_limits: RateLimits | None = None
    """None: no limit (it runs here)."""
    retry_policy: RetryPolicy = RetryPolicy(max_retries=0, backoff_s=0.0)
    watermarking: bool = False


class ProviderVoice(SpeechModel):
    """What a provider calls a voice."""

    provider: str
    voice: str


class Voice(SpeechModel):
    """A voice that characters can have."""

    description: str
    sex: Sex
    age: Age
    pitch_hz: Annotated[float, Field(gt=0)]
    temper: tuple[Temper, ...] = ()
    sample_rate_hz: Annotated[int, Field(gt=0)]
    """The providers' own rate; lines are written at the film's."""
    bit_depth: Literal[16, 24, 32] = 16
    provider_preferences: Annotated[tuple[ProviderVoice, ...], Field(min_length=1)]
    """Best first."""


class RateCap(SpeechModel):
    """What all providers of a tier together may be asked."""

    daily_requests: Annotated[int, Field(gt=0)]
    concurrent_jobs: Annotated[int, Field(gt=0)]


class SpeechProviders(SpeechModel):
    """The whole file."""

    priority_profiles: dict[str, Priorities]
    providers: dict[str, Provider]
    voices: dict[str, Voice]
    rate_caps: dict[str, RateCap]


@dataclass(frozen=True)
class Filters:
    """What a provider must have to be a candidate."""

    features: frozenset[str] = frozenset()
    language: str | None = None
    max_latency_s: float | None = None
    max_cost_usd_per_1k_chars: float | None = None
    allow_draft: bool = False
    """True only in a profile that names no real engine."""
    only: str | None = None
    """Id of the one provider to use."""
    unusable: Mapping[str, str] = field(default_factory=dict)
    """Providers that cannot run here, and why."""


@dataclass(frozen=True)
class RankedProvider:
    """A provider that can speak a voice."""

    provider_id: str
    provider_voice_id: str
    score: float


def load_providers(path: Path | None = None) -> SpeechProviders:
    """The providers of a file, by default of `configs/tts_providers.yaml`. Raises ProfileError with every fault."""
    return _load(path or configs_folder() / "tts_providers.yaml")


@functools.lru_cache(maxsize=8)
def _load(path: Path) -> SpeechProviders:
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # 10 times as fast as safe_load
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise ProfileError(f"{path.name}: cannot be read as YAML: {error}") from error
    if not isinstance(raw, dict):
        raise ProfileError(f"{path.name}: expected fields, found {type(raw).__name__}")
    try:
        providers = SpeechProviders.model_validate(raw)
    except ValidationError as error:
        broken = "\n".join(f"  - {'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors())
        raise ProfileError(f"{path.name}: {error.error_count()} wrong field(s)\n{broken}") from error
    faults = _loose_ends(providers)
    if faults:
        listed = "\n".join(f"  - {fault}" for fault in faults)
        raise ProfileError(f"{path.name}: {len(faults)} reference(s) to what does not exist\n{listed}")
    return providers


def _loose_ends(config: SpeechProviders) -> list[str]:
    faults = [
        f"providers.{name}.default_voice: {provider.default_voice!r} is no voice"
        for name, provider in config.providers.items()
        if provider.default_voice not in config.voices
    ]
    for name, voice in config.voices.items():
        faults += [
            f"voices.{name}.provider_preferences: {preference.provider!r} is no provider"
            for preference in voice.provider_preferences
            if preference.provider not in config.providers
        ]
        if "@" in name:
            faults.append(f"voices.{name}: a voice id has no @: that opens a variant")
    return faults


def provider_voices(config: SpeechProviders, provider_id: str) -> dict[str, str]:
    """The voices a provider can speak: voice id → the provider's name for it, in the file's order."""
    return {
        voice_id: preference.voice
        for voice_id, voice in config.voices.items()
        for preference in voice.provider_preferences
        if preference.provider == provider_id
    }


def traits_of_voices(config: SpeechProviders, provider_id: str) -> tuple[VoiceTraits, ...]:
    """A provider's voices as casting sees them. Raises ProfileError if it has none."""
    spoken = provider_voices(config, provider_id)
    if not spoken:
        raise ProfileError(
            f"speech provider {provider_id!r} has no voices in tts_providers.yaml; "
            f"expected one of {', '.join(sorted(config.providers))}"
        )
    return tuple(
        VoiceTraits(voice_id, voice.sex, voice.age, voice.pitch_hz, voice.temper)
        for voice_id, voice in config.voices.items()
        if voice_id in spoken
    )


def rank(
    providers: Mapping[str, Provider],
    voices: Mapping[str, Voice],
    voice_id: str,
    profile: Priorities,
    filters: Filters | None = None,
) -> tuple[RankedProvider, ...]:
    """The providers that can speak a voice, best first. Among equals the voice's own preference decides.

    The score is the weighted mean of quality, 1 / (1 + latency in seconds) and 1 / (1 + US$ for 1000 characters).

    Raises:
        InputError: no such voice or provider; or no provider passes, and the message says why each was left out.
    """
    wanted = filters or Filters()
    base, variant = split_variant(voice_id)
    if base not in voices:
        raise InputError(f"voice {voice_id!r} does not exist; expected one of: {', '.join(sorted(voices))}")
    if wanted.only is not None and wanted.only not in providers:
        raise InputError(
            f"speech provider {wanted.only!r} does not exist; expected one of: {', '.join(sorted(providers))}"
        )
    total = profile.quality + profile.latency + profile.cost
    if total <= 0:
        raise InputError("priority profile: all weights are 0; give at least one a weight")
    ranked, left_out = [], []
    for order, preference in enumerate(voices[base].provider_preferences):
        provider = providers[preference.provider]
        reason = _left_out(preference.provider, provider, wanted)
        if reason:
            left_out.append(f"{preference.provider}: {reason}")
            continue
        score = (
            profile.quality * provider.quality_score
            + profile.latency / (1 + provider.estimated_latency_s)
            + profile.cost / (1 + provider.estimated_cost_usd_per_1k_chars)
        ) / total
        found = RankedProvider(preference.provider, preference.voice + variant, round(score, 9))
        ranked.append((-found.score, order, found))
    if not ranked:
        raise InputError(f"voice {voice_id!r}: no speech provider can be used: {'; '.join(left_out)}")
    return tuple(found for _, _, found in sorted(ranked, key=lambda entry: entry[:2]))


def _left_out(provider_id: str, provider: Provider, wanted: Filters) -> str | None:
    """Why a provider is no candidate, or None."""
    if wanted.only is not None and provider_id != wanted.only:
        return f"{wanted.only} was asked for"
    if provider_id in wanted.unusable:
        return wanted.unusable[provider_id]
    if not provider.available:
        return "no adapter in this build"
    if provider.draft and not wanted.allow_draft:
        return "for drafts only"
    if missing := wanted.features - set(provider.features):
        return f"lacks {', '.join(sorted(missing))}"
    if wanted.language is not None and wanted.language not in provider.languages:
        return f"does not speak {wanted.language}"
    if wanted.max_latency_s is not None and provider.estimated_latency_s > wanted.max_latency_s:
        return f"takes {provider.estimated_latency_s} s, more than {wanted.max_latency_s}"
    cost = provider.estimated_cost_usd_per_1k_chars
    if wanted.max_cost_usd_per_1k_chars is not None and cost > wanted.max_cost_usd_per_1k_chars:
        return f"costs {cost} US$ for 1000 characters, more than {wanted.max_cost_usd_per_1k_chars}"
    return None
