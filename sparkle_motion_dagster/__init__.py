"""Sparkle Motion: a story goes in, a finished short film comes out of a Dagster asset graph.

Nothing is imported here on purpose: loading the package must cost nothing.
"""

__version__ = "0.1.0"
