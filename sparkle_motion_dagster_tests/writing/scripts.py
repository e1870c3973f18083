"""Screenplays and stories that tests read: nasty ones, as people really send them."""

SYNTAX = """Title:
    _**BRICK & STEEL**_
    _**FULL RETIRED**_
Credit: Written by
Author: Stu Maschwitz
Source: Story by KTM

FADE IN:

EXT. BRICK'S PATIO - DAY

= The two old friends meet again.
# Act One

A gorgeous day.  BRICK BRADDOCK, a retired police detective, sits quietly.

The screen door slides open and DICK STEEL, his former partner, emerges with two cold beers.

STEEL
Beer's ready!

BRICK
Are they *cold*?

STEEL (CONT'D)
(beer raised)
(grinning)
To retirement.
(beat)
#1 rule: int. quiet. /* cut */5 * 3[[ check ]] is **fifteen**, not _six_.
> not a transition
~la la la

They drink.

STEEL
Screw retirement.

BRICK ^
Screw retirement.

@McCLANE
Yippie.

ÉLODIE (V.O.)
Bonjour _monde_.
\x20\x20
Après l'espace.

ADA
(sighs)

She walks on. [[a note
over two lines]]

/*
INT. BONEYARD - NIGHT

GHOST
Never spoken.
*/

CUT TO:

.école - NUIT #12A#

!FORCED ACTION, ADA.

He dialed *69 and then *23, and \\*hung up\\*.

===

> THE END <
"""

TWO_MEN = """INT. BAR - NIGHT

IVAN and OLEG sit at the bar.

IVAN
One.

OLEG
Two.

IVAN
Three.

IVEN
Four.

OLEG
Five.
"""

NO_HEADING = """A man walks along a beach.

MAN
Where did I leave the boat?

He sits down.
"""

LONG_SPEECH_TEXT = (
    "When I was nine my father took me out on the ice before the sun was up. He did not say where we were going. "
    "He walked ahead with the lamp and I put my feet where his feet had been. Halfway over the lake he stopped and "
    "listened for a long time. Then he told me that the lake was talking. I laughed at him. I have heard it every "
    "winter since, and every winter I have wanted to tell him that he was right."
)
LONG_SPEECH = f"""INT. KITCHEN - NIGHT

NORA and PIET sit at the table.

NORA
{LONG_SPEECH_TEXT}

PIET
Good night, Nora.
"""

NON_ENGLISH = """INT. CAFÉ - MATIN

ÉLODIE
Ça va, Øyvind ?

ØYVIND
Ja. Og du, Łukasz?

ŁUKASZ
Dobrze.

ИВАН
Хорошо. А ты?

@李雷
你好。

ΣΟΦΊΑ
Γεια σου.
"""

INJECTION_TEXT = r"""It's: %{x} \ {\an8} <b>bold</b> 50% ',drawtext=text='x' ; rm -rf / $(id) `id` & "q" | 100\N"""
INJECTION = f"""INT. OFFICE - DAY

EVE
{INJECTION_TEXT}
"""

CRLF = NO_HEADING.replace("\n", "\r\n")

FORTY = "".join(
    f"INT. ROOM {n} - DAY\n\nADA opens the green door number {n}.\n\nADA\nThis is room number {n}.\n\n"
    for n in range(1, 21)
)

NASTY = {
    "syntax": SYNTAX, "two men": TWO_MEN, "no heading": NO_HEADING, "long speech": LONG_SPEECH,
    "names": NON_ENGLISH, "injection": INJECTION, "crlf": CRLF, "forty": FORTY,
}  # fmt: skip
