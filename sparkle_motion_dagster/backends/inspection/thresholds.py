"""What counts as a fault in a finished clip: one number each, with its unit.

What belongs here: the limits of measuring. What does not: what a film does about a fault (`film/policy.py`).
Pictures are judged in full-range luma, 0 black to 255 white; sound in dBFS.
"""

BLACK_LUMA = 16.0
"""A frame whose mean is below this is black."""
BLACK_RATIO_MAX = 0.2
"""Share of black frames above which a clip is at fault; a fade from or to black stays below it."""
CHANGE_LUMA = 3.0
"""A change of this much in the mean of one block of 8 × 8 pixels is seen; encoding alone changes less."""
CHANGE_BLOCK_PX = 8
FROZEN_SHARE = 0.9
"""A clip that shows one and the same picture for this share of its length is frozen …"""
FROZEN_LIMIT_S = 8.0
"""… and so is any that does for so long; drawings on twos and holds with idle motion are far from it."""
CONTRAST_MIN = 4.0
"""Standard deviation of luma below which a picture is constant."""
BLUR_MIN = 15.0
"""Variance of the Laplacian below which a picture is blurred …"""
BLUR_LOSS = 4.0
"""… and at fault if the picture it was made from is so many times sharper (fog is meant to be soft)."""
START_DISTANCE_MAX = 20
"""Bits of 64 by which a clip's beginning may differ from its start image."""
START_SEARCH_S = 1.0
"""A clip may fade in or dissolve from another picture: its beginning is looked for in this first time."""
STATISTICS_EVERY_S = 0.5
START_SEARCH_EVERY_S = 0.25

SILENT_DB = -50.0
"""A line whose sound stays below this is missing."""
SILENCE_WINDOW_S = 0.1
SILENT_SHARE_MAX = 0.8
"""Share of a line's time that may be below `SILENT_DB`; pauses are not faults."""
CLIPPED_RUN_SAMPLES = 3
"""So many equal samples in a row at the sound's highest level are a clipped wave."""
CLIPPED_LEVEL = 0.985
"""Share of the highest level at and above which equal samples count."""
CLIPPED_MIN_PEAK = 0.25
CLIPPED_RATIO_MAX = 0.0005
"""Share of the spoken samples that may be clipped."""

WORD_ERROR_MAX = 0.5
WORD_ERROR_MIN_WORDS = 4
"""Fewer written words are heard and reported, but not judged: one misheard word would be half of them."""
SECOND_OPINION_ABOVE = 0.3
"""Above this error rate the sound is heard once more, with the ears' full attention."""

MOUTH_OPEN_LUMA = 4.0
"""Mean change of the mouth's place against its look at rest above which the mouth is open."""
MOUTH_OPEN_SPEAKING_MIN = 0.15
"""Share of the frames of a speaker's lines in which the mouth must be open."""
MOUTH_OPEN_SILENT_MAX = 0.6
"""Share of the frames of a speaker's silence in which the mouth may be open."""
MOUTH_MIN_FRAMES = 10
"""A mouth is judged in no fewer frames."""
