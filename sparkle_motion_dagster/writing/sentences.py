"""Sentences and words: where text may be parted, and how long it takes to say.

What belongs here: parting text so that its pieces join to it again. What does not: shots.
"""

import re

WORDS_PER_S = 2.6
LONGEST_LINE_WORDS = 45
_END = re.compile(r"(?<=[.!?…。！？])[\"”’')\]]*\s+(?=[\"“‘'(\[¿¡]?[^\s\W])")
_ABBREVIATION = re.compile(r"(?:\b(?i:Mr|Mrs|Ms|Dr|St|Prof|Capt|vs|etc)\.|\b[A-HJ-Z]\.)$")
_CLAUSE = re.compile(r"(?<=[,;:—–])\s+")


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; joined with the white space between them they are the paragraph."""
    pieces: list[str] = []
    start = 0
    for found in _END.finditer(text):
        piece = text[start : found.end()].rstrip()
        if _ABBREVIATION.search(piece) or piece.endswith("..."):
            continue
        pieces.append(piece)
        start = found.end()
    return [piece for piece in [*pieces, text[start:].strip()] if piece]


def speech_pieces(text: str, most_words: int = LONGEST_LINE_WORDS) -> list[str]:
    """A long speech parted at the ends of sentences into pieces of nearly even length; a short one stays whole.

    The pieces joined with single spaces are the speech. A sentence longer than `most_words` stays whole.
    """
    total = len(text.split())
    parts = sentences(text)
    if total <= most_words or len(parts) < 2 or " ".join(parts) != text:
        return [text]
    count = -(-total // most_words)
    target = total / count
    pieces: list[list[str]] = [[]]
    said = 0
    for part in parts:
        words = len(part.split())
        if pieces[-1] and said + words / 2 > target * len(pieces):
            pieces.append([])
        pieces[-1].append(part)
        said += words
    return [" ".join(piece) for piece in pieces]


def speaking_s(text: str) -> float:
    """About how many seconds the words take to say; the measured speech replaces it."""
    words = len(text.split())
    caseless = sum(1 for c in text if "\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3")
    pauses = len(re.findall(r"[.!?…;:—]", text)) * 0.15
    return round(max(0.7, words / WORDS_PER_S + caseless / 4.5 + pauses), 2)
