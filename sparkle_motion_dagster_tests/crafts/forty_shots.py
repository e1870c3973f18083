"""A screenplay of 40 shots, for tests that edit it: twelve scenes, four people, places, weather, things."""

SCREENPLAY = """Title: The Two Lamps
Author: A Test

INT. LIGHTHOUSE KITCHEN - NIGHT

Rain on the window. ADA (70), a lighthouse keeper in a yellow coat, lights a lamp.

TOM (30), a young fisherman with a red beard, puts an oil can on the table.

ADA
Good evening, Tom.

TOM
(tired)
The sea is wild tonight.

ADA
Then we keep the lamp burning until the morning.

TOM
I brought you the oil from the harbour shop.

EXT. HARBOUR - DAY

Gulls circle over the boats.

MIRA (25), a harbour girl in a green dress, runs along the pier.

MIRA
Has anybody seen my brother this morning?

TOM
He went out before the first light.

EXT. BEACH - DAY

Waves roll on the sand.

A broken oar lies in the foam.

MIRA
(shouting)
Jonas! Can you hear me?

TOM
The wind takes every word away.

INT. CHAPEL - EVENING

Candles flicker along the wall.

Mira stands up and walks to the door.

ADA
(whispering)
We pray for those at sea.

MIRA
I cannot sit here and only wait.

EXT. CLIFF - DUSK

The light of the tower sweeps over the grass.

Tom lifts a lantern.

TOM
There is a sail behind the rocks.

MIRA
I see it too, it is his boat.

INT. LIGHTHOUSE STAIRS - NIGHT

Ada climbs the narrow stairs.

She holds the rail.

ADA
These steps were shorter when I was young.

ADA
One more turn and the lamp is ours.

INT. LAMP ROOM - NIGHT

The great lamp is dark.

Ada polishes the glass with her sleeve.

ADA
Come on, old friend, wake up again.

TOM
Let me turn the crank with you.

EXT. BEACH - DAWN

A small boat lands on the sand.

JONAS (20), a thin sailor in a blue jacket, climbs out of the boat.

JONAS
I followed the light all the way home.

MIRA
You are late for breakfast, you fool.

INT. BAKERY - MORNING

Steam rises from a tray of loaves.

MIRA
Two loaves and the sweet one for my brother.

JONAS
I could eat the whole shelf of bread.

EXT. MEADOW - AFTERNOON

Tall grass moves in the wind.

JONAS
I will never take that boat out alone again.

TOM
Then you will sail with me on Monday.

EXT. FOREST - DAY

Sunlight falls between the trunks.

TOM
This is where we cut the mast for her.

INT. LIBRARY - DAY

Dust dances over the old maps.

ADA
Here is the rock that nearly kept you.

She closes the heavy book.
"""


def scenes(text: str) -> tuple[str, list[str]]:
    """The title page, and each scene with its heading."""
    starts = [at for at in range(len(text)) if text.startswith(("INT. ", "EXT. "), at) and text[at - 1] == "\n"]
    ends = [*starts[1:], len(text)]
    return text[: starts[0]], [text[a:b].rstrip("\n") + "\n\n" for a, b in zip(starts, ends, strict=True)]


def joined(title_page: str, parts: list[str]) -> str:
    """The screenplay of these scenes."""
    return title_page + "".join(parts)
