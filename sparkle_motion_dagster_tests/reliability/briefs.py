"""Ten small films, each unlike the others: wordless and spoken, screenplays, stories and a plan's worth of edge cases."""

WORDLESS_STORM = """Title: The Storm

EXT. HARBOUR - NIGHT

Rain falls on the boats. A red boat pulls at its rope.

EXT. HARBOUR - DAY

The sea is calm. Gulls sit on the red boat.
"""
ONE_LINE = """Title: One Word

INT. KITCHEN - MORNING

MIRA (8), in a green jumper, looks into an empty jar.

MIRA
Gone.
"""
DIALOGUE = """Title: The Bench

EXT. PARK - DAY

OTTO (60), in a grey coat, sits on a bench beside LENA (20), with long black hair.

OTTO
Is this seat taken?

LENA
It is now.

OTTO
Then I shall stand.
"""
STORY = 'The Snail\n\nA snail crossed the garden path at dawn. "I am in no hurry," said the snail. The sun rose.\n'
WORDLESS_STORY = "The Kite\n\nA yellow kite rose over the hill. The wind took it behind the clouds.\n"
OFF_SCREEN = """Title: The Radio

INT. ATTIC - NIGHT

A dusty radio glows in the dark.

RADIO VOICE (V.O.)
Good night, whoever you are.

EXT. STREET - NIGHT

A single lit window.
"""
SAME_LINES = """Title: Echo

EXT. MOUNTAIN - DAY

PIA (10), a girl in a red cap, cups her hands.

PIA
Hello!

EXT. VALLEY - DAY

PIA waits.

PIA
Hello!
"""
SHORTEST = "Title: Dot\n\nEXT. DESERT - DAY\n\nSand.\n"
UNICODE = """Title: Žofie a moře

EXT. BEACH - EVENING

ŽOFIE (30), v modrých šatech, hledí na moře.

ŽOFIE
Ahoj, moře.
"""
TWO_ROOMS = """Title: Two Rooms

INT. LIBRARY - DAY

NOOR (40), a librarian in a brown cardigan, shuts a book.

NOOR
Quiet, please.

INT. CELLAR - NIGHT

A cat walks along a shelf.
"""

FILMS = {
    "storm.fountain": WORDLESS_STORM,
    "one-word.fountain": ONE_LINE,
    "bench.fountain": DIALOGUE,
    "snail.txt": STORY,
    "kite.txt": WORDLESS_STORY,
    "radio.fountain": OFF_SCREEN,
    "echo.fountain": SAME_LINES,
    "dot.fountain": SHORTEST,
    "zofie.fountain": UNICODE,
    "two-rooms.fountain": TWO_ROOMS,
}
"""Briefs by file name."""
