"""Fixtures of the tests of clips.

What belongs here: what all of them share. What does not: tests.
"""

import gc

import pytest


@pytest.fixture(scope="session", autouse=True)
def libraries_are_not_searched_for_garbage() -> None:
    """Models are let go of often here, and every time all objects are looked at: torch and its neighbours have a million."""
    from diffusers import LTX2ConditionPipeline, WanImageToVideoPipeline, WanPipeline

    assert all((LTX2ConditionPipeline, WanImageToVideoPipeline, WanPipeline))  # imported: that is all
    gc.collect()
    gc.freeze()
