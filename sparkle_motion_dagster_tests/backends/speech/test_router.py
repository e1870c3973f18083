"""Providers ranked, limited and kept to: a role has one voice, whatever happens to its provider."""

import dataclasses
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.backends.protocols import SpeechRequest
from sparkle_motion_dagster.backends.registry import build
from sparkle_motion_dagster.backends.speech.router import RouterSpeech
from sparkle_motion_dagster.crafts.craft import ShotOrder
from sparkle_motion_dagster.crafts.dialogue import Dialogue
from sparkle_motion_dagster.crafts.shoot import Shoot
from sparkle_motion_dagster.errors import BackendError, EndpointError, InputError, ProfileError, RoleMovedError
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.backends.remote.llm_server import Served, llm_server, status
from sparkle_motion_dagster_tests.backends.speech.test_speech_server import sends, wav

CATALOGUE: dict[str, Any] = {
    "priority_profiles": {
        "balanced": {"quality": 0.5, "latency": 0.25, "cost": 0.25},
        "latency": {"quality": 0.2, "latency": 0.6, "cost": 0.2},
    },
    "providers": {
        "best": {
            "display_name": "A server", "tier": "tier1", "adapter": "speech-server", "default_voice": "ada",
            "estimated_latency_s": 4, "estimated_cost_usd_per_1k_chars": 0.02, "quality_score": 0.95,
            "languages": ["en-US", "es-ES"], "retry_policy": {"max_retries": 1, "backoff_s": 0.01},
        },
        "second": {
            "display_name": "Another server", "tier": "tier2", "adapter": "speech-server", "default_voice": "ada",
            "estimated_latency_s": 1, "estimated_cost_usd_per_1k_chars": 0, "quality_score": 0.6,
        },
        "fixture-local": {
            "display_name": "Tones", "tier": "local", "adapter": "fixture", "draft": True, "default_voice": "ada",
            "estimated_latency_s": 0, "estimated_cost_usd_per_1k_chars": 0, "quality_score": 1.0,
        },
    },
    "voices": {
        name: {
            "description": name, "sex": sex, "age": "adult", "pitch_hz": pitch, "sample_rate_hz": 24000,
            "provider_preferences": [
                {"provider": "best", "voice": f"{name}-b"}, {"provider": "second", "voice": f"{name}-s"},
                {"provider": "fixture-local", "voice": f"{name}-t"},
            ],
        }
        for name, sex, pitch in (("ada", "female", 190), ("tom", "male", 110))
    },
    "rate_caps": {},
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARKLE_RATES", str(tmp_path / "rates"))
    monkeypatch.setenv("SPARKLE_CAST_BOOK", str(tmp_path / "cast.sqlite"))


@pytest.fixture
def best() -> Iterator[Served]:
    with llm_server() as server:
        server.otherwise = sends(wav(1.0))
        yield server


@pytest.fixture
def second() -> Iterator[Served]:
    with llm_server() as server:
        server.otherwise = sends(wav(2.0))
        yield server


@pytest.fixture
def settings(best: Served, second: Served, tmp_path: Path) -> dict[str, Any]:
    catalogue = tmp_path / "providers.yaml"
    catalogue.write_text(yaml.safe_dump(CATALOGUE, sort_keys=False), encoding="utf-8")
    engines = {
        name: {
            "base_url": server.url, "model": "tts", "max_retries": 0, "timeout_s": 5,
            "voices_of_server": {voice: f"{voice}-{name}" for voice in ("ada", "tom")},
        }
        for name, server in (("best", best), ("second", second))
    }  # fmt: skip
    return {"providers_file": str(catalogue), "engines": engines}


def _with(settings: dict[str, Any], **providers: dict[str, Any]) -> dict[str, Any]:
    """Settings with fields of providers, or of the caps, changed."""
    path = Path(settings["providers_file"])
    told = yaml.safe_load(path.read_text())
    for name, fields in providers.items():
        (told["rate_caps"].update(fields) if name == "caps" else told["providers"][name].update(fields))
    changed = path.with_name("changed.yaml")
    changed.write_text(yaml.safe_dump(told, sort_keys=False))
    return settings | {"providers_file": str(changed)}


def _line(**changes: Any) -> SpeechRequest:
    return dataclasses.replace(SpeechRequest("The lamp is lit.", "ada", 1.0, 0.0, 48_000, 7), **changes)


def test_the_best_ranked_provider_speaks_and_is_recorded(settings: dict[str, Any], best: Served, tmp_path: Path):
    spoken = RouterSpeech(**settings).speak(_line(), tmp_path / "a.wav")
    assert (spoken.provider_id, spoken.provider_voice_id, spoken.sample_rate_hz) == ("best", "ada-best", 48_000)
    assert spoken.cost_usd == pytest.approx(0.02 * len("The lamp is lit.") / 1000)
    assert len(best.asked) == 1


@pytest.mark.parametrize(
    ("setting", "chosen"),
    [({"priority": "latency"}, "second"), ({"only": "second"}, "second"), ({"language": "es-ES"}, "best"),
     ({"max_cost_usd_per_1k_chars": 0.0}, "second"), ({"max_latency_s": 3.5}, "second"), ({"providers": ["second"]}, "second")],
)  # fmt: skip
def test_priority_override_and_filters_choose(settings: dict[str, Any], tmp_path: Path, setting: Any, chosen: str):
    assert RouterSpeech(**settings, **setting).speak(_line(), tmp_path / "a.wav").provider_id == chosen


def test_draft_engines_speak_in_drafts_alone(settings: dict[str, Any], tmp_path: Path):
    drafts = RouterSpeech(**settings).for_profile(draft=True)
    assert drafts.speak(_line(), tmp_path / "a.wav").provider_id == "fixture-local"
    real = RouterSpeech(**settings).for_profile(draft=False)
    assert real.speak(_line(), tmp_path / "a.wav").provider_id == "best"
    with pytest.raises(ProfileError, match="fixture-local cannot be used: for drafts only"):
        RouterSpeech(**settings, providers=["fixture-local"]).for_profile(draft=False)
    profile = tmp_path / "real.yaml"
    text = (
        (Path(__file__).parents[3] / "configs/profiles/animatic.yaml")
        .read_text()
        .replace("draft: true", "draft: false")
    )
    profile.write_text(text.replace("backend: kokoro", "backend: fixture"))
    with pytest.raises(ProfileError, match="fixture is for drafts only"):
        build(load_profile(str(profile)), "speech")


def test_a_line_without_a_role_goes_to_whoever_can_and_every_failure_is_kept(
    settings: dict[str, Any], best: Served, second: Served, tmp_path: Path
):
    best.otherwise = status(503, "down")
    spoken = RouterSpeech(**settings).speak(_line(), tmp_path / "a.wav")
    assert spoken.provider_id == "second" and "best: " in spoken.attempts[0] and "503" in spoken.attempts[0]
    assert len(best.asked) == 2, "its retry policy says once more"
    second.otherwise = status(429, "insufficient_quota")
    with pytest.raises(BackendError, match=r"(?s)best: .*503.*second: .*quota is used up"):
        RouterSpeech(**settings).speak(_line(), tmp_path / "a.wav")


def test_wrong_input_is_asked_of_nobody_else(settings: dict[str, Any], best: Served, second: Served, tmp_path: Path):
    router = RouterSpeech(**settings)
    best.otherwise = status(400, "voice not known")
    with pytest.raises(EndpointError, match=r"best: .*400"):
        router.speak(_line(), tmp_path / "a.wav")
    with pytest.raises(InputError, match="voice 'nobody' does not exist; expected one of: ada, tom"):
        router.speak(_line(voice="nobody"), tmp_path / "a.wav")
    with pytest.raises(InputError, match="'none' does not exist"):
        router.cast(_line(provider="none"))
    assert not second.asked


def test_the_days_requests_are_counted_across_processes(settings: dict[str, Any], best: Served, tmp_path: Path):
    capped = _with(settings, caps={"tier1": {"daily_requests": 3, "concurrent_jobs": 2}})
    code = f"""
import json
from pathlib import Path
from sparkle_motion_dagster.backends.protocols import SpeechRequest
from sparkle_motion_dagster.backends.speech.router import RouterSpeech
router = RouterSpeech(**json.loads({json.dumps(json.dumps(capped))}))
for n in range(2):
    router.speak(SpeechRequest("Hello.", "ada", 1.0, 0.0, 48000, n), Path({str(tmp_path)!r}) / f"p{{n}}.wav")
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    router = RouterSpeech(**capped)
    spoken = [router.speak(_line(), tmp_path / "a.wav").provider_id for _ in range(3)]
    assert spoken == ["best", "second", "second"] and len(best.asked) == 3


def test_no_more_jobs_at_once_than_the_tier_allows(settings: dict[str, Any], tmp_path: Path):
    from sparkle_motion_dagster.backends.speech.allowance import Allowance
    from sparkle_motion_dagster.backends.speech.providers import load_providers

    path = _with(settings, caps={"tier1": {"daily_requests": 100, "concurrent_jobs": 2}})["providers_file"]
    config = load_providers(Path(path))
    allowance = Allowance("best", config.providers["best"], config.rate_caps["tier1"], longest_wait_s=0.2)
    with allowance.taken(), allowance.taken():
        with pytest.raises(EndpointError, match="all 2 places of tier1 are taken") as full, allowance.taken():
            pass
        assert full.value.transient and not full.value.quota
    with allowance.taken() as waited_s:
        assert waited_s < 0.2


def test_calls_a_minute_are_waited_for(settings: dict[str, Any], best: Served, tmp_path: Path):
    slow = _with(settings, best={"rate_limits": {"per_minute": 120, "burst": 1}})
    router = RouterSpeech(**slow, only="best")
    for _ in range(2):
        router.speak(_line(), tmp_path / "a.wav")
    assert best.times[1] - best.times[0] > 0.35


def test_a_role_keeps_its_provider_and_moves_as_a_whole(settings: dict[str, Any], best: Served, tmp_path: Path):
    router = RouterSpeech(**settings)
    first, engine = router.cast(_line(role="film~ada"))
    assert first.provider == "best" and engine.notation("ada") == "ada-best"
    assert router.speak(first, tmp_path / "a.wav").provider_id == "best"
    faster = RouterSpeech(**settings, priority="latency")
    assert faster.cast(_line(role="film~ada"))[0].provider == "best", "it has spoken for her in this film"
    assert faster.cast(_line(role="other-film~ada"))[0].provider == "second"
    best.otherwise = status(503, "down")
    with pytest.raises(EndpointError, match="503"):
        router.speak(first, tmp_path / "a.wav")
    assert router.cast(_line(role="film~ada"))[0].provider == "best", "what passes moves no role"
    best.otherwise = status(429, "insufficient_quota")
    with pytest.raises(RoleMovedError, match="the whole role is spoken by second now"):
        router.speak(first, tmp_path / "a.wav")
    assert router.cast(_line(role="film~ada"))[0].provider == "second"
    assert router.cast(_line(role="film~tom", voice="tom"))[0].provider == "best"
    assert router.cast(_line(role="film~ada", provider="best"))[0].provider == "best", "the plan may name it"


PLAN = {
    "title": "Lamps",
    "characters": [
        {"id": "ada", "name": "Ada", "voice_profile": {"voice": "ada"}},
        {"id": "tom", "name": "Tom", "voice_profile": {"voice": "tom"}},
    ],
    "base_images": [{"id": f"b{i}", "prompt": "a lamp"} for i in range(3)],
    "shots": [
        {
            "id": f"s0{i + 1}0", "duration_sec": 4, "visual_description": "a lamp", "start_base_image_id": f"b{i}",
            "end_base_image_id": f"b{i + 1}",
            "dialogue": [{"character_id": "ada", "text": f"Ada's line {i}."}, {"character_id": "tom", "text": f"Tom's {i}."}],
        }
        for i in range(2)
    ],
    "dialogue_timeline": [{"type": "silence", "start_time_sec": 0, "duration_sec": 8}],
    "render_profile": {"video": {"model_id": "x"}},
}  # fmt: skip


def test_in_a_film_no_character_ever_has_two_voices(settings: dict[str, Any], best: Served, tmp_path: Path):
    plan = MoviePlan.model_validate(PLAN)
    store = ArtifactStore.open(tmp_path / "store")
    dialogue = Dialogue(RouterSpeech(**settings).for_profile(draft=False), 48_000, False)
    orders = [ShotOrder("lamps", plan, shot, 320, 184, 24) for shot in plan.shots]
    best.script = [sends(wav()), sends(wav()), status(429, "insufficient_quota")]
    shoot = Shoot(store, None)
    results = shoot.shoot(dialogue, orders)
    assert {result.outcome for result in results.values()} == {"succeeded"}, results
    by = {
        (line["character"], line["provider_id"], line["provider_voice_id"])
        for result in results.values()
        for line in result.artifact.facts["line_artifacts"]  # type: ignore[union-attr]
    }
    assert by == {("Ada", "second", "ada-second"), ("Tom", "best", "tom-best")}
    again = Shoot(store, None)
    assert {result.outcome for result in again.shoot(dialogue, orders).values()} == {"reused"} and not again.made
