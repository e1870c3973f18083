"""The libraries that a finished film's bytes depend on.

What belongs here: their names, without importing them: `sparkle status` asks for their versions. What does not: using
them (`movie.py` and what it calls).
"""

ENGINES = ("av", "imageio-ffmpeg", "ffmpeg-python", "numpy", "scipy", "pyloudnorm", "pysubs2", "pillow")
