"""Providers are ranked by the weights asked for; what does not exist is an error."""

from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.speech.kokoro_model import english_styles
from sparkle_motion_dagster.backends.speech.providers import (
    Filters,
    SpeechProviders,
    load_providers,
    provider_voices,
    rank,
    traits_of_voices,
)
from sparkle_motion_dagster.backends.speech.voice_recipe import voice_recipe
from sparkle_motion_dagster.errors import InputError, ProfileError
from sparkle_motion_dagster.film.shipped import configs_folder


@pytest.fixture
def shipped() -> SpeechProviders:
    return load_providers()


def with_all_available(config: SpeechProviders) -> SpeechProviders:
    return config.model_copy(
        update={"providers": {k: p.model_copy(update={"available": True}) for k, p in config.providers.items()}}
    )


def order(config: SpeechProviders, voice: str, profile: str, **filters: object) -> list[str]:
    ranked = rank(config.providers, config.voices, voice, config.priority_profiles[profile], Filters(**filters))  # type: ignore[arg-type]
    return [found.provider_id for found in ranked]


def test_the_known_catalogue_is_there(shipped: SpeechProviders) -> None:
    chatterbox = shipped.providers["chatterbox-local"]
    assert (chatterbox.estimated_latency_s, chatterbox.quality_score, chatterbox.watermarking) == (4.5, 0.93, True)
    assert chatterbox.rate_limits is not None
    assert (chatterbox.rate_limits.per_minute, chatterbox.rate_limits.burst) == (18, 6)
    assert [p.voice for p in shipped.voices["diego"].provider_preferences][:2] == ["adk_voice_es_m1", "cbx_diego_v1"]
    assert (shipped.rate_caps["tier1"].daily_requests, shipped.rate_caps["tier2"].concurrent_jobs) == (1200, 4)
    assert shipped.priority_profiles["quality"].quality == 0.7


def test_quality_and_latency_prefer_different_engines(shipped: SpeechProviders) -> None:
    every = with_all_available(shipped)
    assert order(every, "emma", "quality")[:2] == ["chatterbox-local", "adk-edge"]
    assert order(every, "emma", "latency")[0] == "espeak"
    by_quality_alone = shipped.priority_profiles["quality"].model_copy(update={"quality": 1.0, "latency": 0, "cost": 0})
    best = rank(every.providers, every.voices, "emma", by_quality_alone)[0]
    assert (best.provider_id, best.provider_voice_id, best.score) == ("chatterbox-local", "cbx_emma_v1", 0.93)


def test_among_equals_the_voice_prefers(shipped: SpeechProviders) -> None:
    same = shipped.providers["kokoro"]
    equals = {name: same for name in shipped.providers}
    ranked = rank(equals, shipped.voices, "diego", shipped.priority_profiles["balanced"])
    assert [found.provider_id for found in ranked][:2] == ["adk-edge", "chatterbox-local"]


def test_what_cannot_run_here_is_left_out_and_said(shipped: SpeechProviders) -> None:
    gone = shipped.providers["piper"].model_copy(update={"available": False})
    config = shipped.model_copy(update={"providers": {**shipped.providers, "piper": gone}})
    unusable = {"chatterbox-local": "no recordings"}
    assert {"chatterbox-local", "piper"}.isdisjoint(order(config, "emma", "quality", unusable=unusable))
    with pytest.raises(InputError, match=r"chatterbox-local: no recordings.*kokoro: takes 2.0 s.*piper: no adapter"):
        order(config, "emma", "quality", max_latency_s=0.001, unusable=unusable)


def test_a_draft_engine_is_no_candidate_beside_real_ones(shipped: SpeechProviders) -> None:
    draft = {**shipped.providers, "kokoro": shipped.providers["kokoro"].model_copy(update={"draft": True})}
    config = shipped.model_copy(update={"providers": draft})
    assert "kokoro" not in order(config, "man", "quality")
    assert "kokoro" in order(config, "man", "quality", allow_draft=True)


def test_filters_by_language_and_feature(shipped: SpeechProviders) -> None:
    assert order(shipped, "man", "balanced", language="en-GB", features=frozenset({"voice_blends"})) == ["kokoro"]
    assert order(shipped, "man", "balanced", only="piper") == ["piper"]


def test_unknown_voices_and_providers_are_errors_that_list_the_known(shipped: SpeechProviders) -> None:
    with pytest.raises(InputError, match="narrator"):
        order(shipped, "gandalf", "balanced")
    with pytest.raises(InputError, match="kokoro"):
        order(shipped, "man", "balanced", only="kokorro")
    with pytest.raises(ProfileError, match="kokoro"):
        traits_of_voices(shipped, "kokorro")


def test_a_wrong_file_is_reported_with_every_fault(tmp_path: Path) -> None:
    text = (configs_folder() / "tts_providers.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("quality_score: 0.82", "quality_score: 7\n    colour: red"), encoding="utf-8")
    with pytest.raises(ProfileError, match=r"(?s)2 wrong.*quality_score.*colour"):
        load_providers(wrong)
    loose = tmp_path / "loose.yaml"
    loose.write_text(text.replace("default_voice: woman", "default_voice: nobody"), encoding="utf-8")
    with pytest.raises(ProfileError, match="nobody"):
        load_providers(loose)


def test_every_engine_speaks_every_voice_and_no_two_alike(shipped: SpeechProviders) -> None:
    styles = set(english_styles()) | {"jf_alpha", "jf_gongitsune", "jf_nezumi", "jf_tebukuro", "jm_kumo"}
    for engine in ("kokoro", "piper", "espeak"):
        spoken = provider_voices(shipped, engine)
        assert set(spoken) == set(shipped.voices)
        assert len(set(spoken.values())) == len(spoken)
    for notation in provider_voices(shipped, "kokoro").values():
        assert {name for name, _ in voice_recipe(notation).blend} <= styles


@pytest.mark.parametrize("notation", ["", "1.4*a+-0.4*b", "0.7*a+0.7*b", "a@+20st", "a@9x", "a@loud", "a@+1st@"])
def test_a_voice_that_no_network_learnt_is_refused(notation: str) -> None:
    with pytest.raises(ProfileError, match="voice recipe"):
        voice_recipe(notation)
