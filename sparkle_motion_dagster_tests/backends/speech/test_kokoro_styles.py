"""The packed English styles are the published ones: the network's own Japanese ones vouch for the form."""

import numpy as np

from sparkle_motion_dagster.backends.speech.kokoro_model import english_styles


def test_the_styles_are_whole_tables_each_its_own() -> None:
    styles = english_styles()
    assert len(styles) == 28
    assert all(table.shape == (510, 256) and table.dtype == np.float32 for table in styles.values())
    assert all(0.2 < np.abs(table).max() < 5 for table in styles.values())
    rows = np.stack([table[100] for table in styles.values()])
    apart = np.linalg.norm(rows[:, None] - rows[None], axis=2) + np.eye(len(rows)) * 9
    assert apart.min() > 0.5
