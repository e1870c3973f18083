"""From a writer's words to a kind of place: "The old Miller farm", "INT. LIGHTHOUSE - KITCHEN", "deck of the Aurora".

What belongs here: the words that name each kind, and how a phrase is weighed. What does not: drawing.

The last part of "LIGHTHOUSE - KITCHEN" counts most, the first of "deck of the Aurora", the last noun of
"farm kitchen"; longer names beat shorter ones, and words marked `~` are general and give way to any other.
"""

import re
import unicodedata

NAMES: dict[str, str] = {
    "living room": (
        "living room, sitting room, lounge, parlour, parlor, dining room, apartment, flat, den, front room, "
        "family room, drawing room, ~house, ~home, villa, mansion, salon, suite"
    ),
    "kitchen": "kitchen, pantry, galley, scullery, breakfast nook",
    "bedroom": ("bedroom, bedchamber, nursery, dormitory, dorm, hotel room, motel room, guest room, bunk room, ~bed"),
    "cabin": (
        "cabin, hut, log cabin, inn, tavern, lodge, workshop, shed, attic, loft, cellar, shack, cottage kitchen, "
        "burrow, chalet, farmhouse, stable"
    ),
    "office": (
        "office, newsroom, police station, precinct, boardroom, meeting room, conference room, cubicle, "
        "headquarter, studio, bank, agency, bureau, reception, control room"
    ),
    "library": "library, study, archive, bookshop, bookstore, reading room, museum, gallery",
    "cafe": (
        "cafe, coffee shop, coffee house, coffeehouse, bar, pub, restaurant, diner, bistro, canteen, cafeteria, "
        "tearoom, tea room, nightclub, saloon, pizzeria"
    ),
    "shop": (
        "shop, store, grocery, bakery, supermarket, boutique, pharmacy, chemist, general store, toy shop, "
        "butcher, florist, salesroom, bazaar, antique shop"
    ),
    "classroom": "classroom, school, schoolroom, lecture hall, kindergarten, university, college, academy",
    "hospital": (
        "hospital, clinic, ward, infirmary, laboratory, lab, surgery, operating room, emergency room, morgue, "
        "sickroom, waiting room"
    ),
    "castle hall": (
        "castle hall, throne room, great hall, palace, chapel, church, cathedral, temple, dungeon, prison, cell, "
        "monastery, crypt, banquet hall, ~hall, tower room, ballroom, courtroom"
    ),
    "cave": "cave, cavern, grotto, tunnel, mine, underground, lair, catacomb, mineshaft, sewer",
    "train": (
        "train, train carriage, railway carriage, compartment, subway car, dining car, metro, tram, bus, wagon, "
        "carriage, sleeper, airplane, aeroplane, plane, aircraft, helicopter, jet"
    ),
    "lamp room": "lamp room, lantern room, light room, lens room, lighthouse tower",
    "car": (
        "car, taxi, taxicab, cab, van, minivan, truck, lorry, pickup, jeep, limousine, limo, sedan, hatchback, camper, "
        "ambulance, backseat, back seat, front seat, passenger seat, driver seat, patrol car, police car, ~vehicle, moving car"
    ),
    "spaceship": (
        "spaceship, starship, space station, cockpit, spacecraft, rocket, shuttle, airlock, bridge, space ship, "
        "~space, submarine, capsule, engine room"
    ),
    "street": (
        "street, alley, alleyway, avenue, sidewalk, pavement, ~city, ~town, downtown, square, plaza, market, "
        "marketplace, boulevard, city street, bus stop, crossroad, ~station, ~platform, parking lot, car park, "
        "suburb, doorstep, porch, ~road"
    ),
    "rooftop": "rooftop, roof, skyline, terrace, balcony, skyscraper, city skyline, roof garden, penthouse",
    "village": "village, hamlet, country town, village square, village green, settlement",
    "park": "park, playground, bench, fairground, zoo, campus, schoolyard, picnic",
    "graveyard": "graveyard, cemetery, churchyard, burial ground, grave, tomb, mausoleum, tombstone, gravestone, headstone",
    "garden": (
        "garden, yard, backyard, back yard, courtyard, greenhouse, orchard, front yard, patio, vegetable patch, "
        "cottage, lawn"
    ),
    "forest": (
        "forest, wood, woodland, jungle, grove, thicket, rainforest, clearing, glade, taiga, campsite, ~camp, ~tree"
    ),
    "meadow": (
        "meadow, field, pasture, grassland, prairie, hill, hillside, hilltop, countryside, plain, heath, moor, "
        "lane, country road, ~path, ~trail, dirt road, knoll, down, valley, ~highway, steppe, ~grass"
    ),
    "farm": (
        "farm, barn, farmyard, barnyard, ranch, homestead, vineyard, cornfield, wheat field, wheatfield, "
        "henhouse, windmill, haystack"
    ),
    "castle": "castle, fortress, fort, citadel, castle wall, keep, kingdom, battlement, drawbridge, ruin",
    "mountain": (
        "mountain, peak, summit, ridge, canyon, gorge, ravine, alp, volcano, mountain pass, mountainside, slope, "
        "~cliff, ~rock"
    ),
    "snow field": (
        "snow field, snowfield, tundra, glacier, arctic, antarctic, ~snow, ~ice, frozen lake, ski slope, north "
        "pole, iceberg, winter land"
    ),
    "desert": "desert, dune, sahara, oasis, badland, wasteland, ~sand, mesa, canyonland, savanna, savannah",
    "beach": ("beach, shore, seashore, coast, seaside, island, lagoon, bay, cove, ~sand beach, tide pool, boardwalk"),
    "lighthouse": "lighthouse, cliff top, clifftop, headland, sea cliff, cape, promontory, lighthouse cliff",
    "harbour": (
        "harbour, harbor, port, dock, quay, pier, wharf, marina, jetty, fishing village, shipyard, landing stage"
    ),
    "ship": (
        "ship, deck, boat, sailboat, sailing ship, yacht, ferry, raft, galleon, schooner, vessel, ~sea, ~ocean, "
        "open sea, ship deck, trawler, crow nest, canoe, frigate"
    ),
    "river": (
        "river, lake, pond, stream, creek, brook, waterfall, riverbank, lakeside, lakeshore, bridge, swamp, "
        "marsh, riverside, mill pond, canal, spring, wetland, fjord, loch, lough, reservoir, bayou, delta, estuary, ~water"
    ),
    "planet": (
        "planet, moon, mars, crater, alien world, lunar surface, asteroid, venus, alien planet, outer space, "
        "~galaxy, ~world"
    ),
}

INSIDE = {
    "farm": "cabin",
    "lighthouse": "cabin",
    "ship": "cabin",
    "garden": "cabin",
    "village": "cabin",
    "snow field": "cabin",
    "forest": "cabin",
    "castle": "castle hall",
    "planet": "spaceship",
    "park": "plain room",
    "graveyard": "castle hall",
    "mountain": "cave",
    "rooftop": "living room",
}
"""What stands for the inside of an exterior; anything else is a plain room."""
OUTSIDE = {
    "living room": "garden",
    "kitchen": "garden",
    "bedroom": "garden",
    "cabin": "forest",
    "office": "street",
    "library": "street",
    "cafe": "street",
    "shop": "street",
    "classroom": "park",
    "hospital": "street",
    "castle hall": "castle",
    "cave": "mountain",
    "train": "meadow",
    "car": "street",
    "lamp room": "lighthouse",
    "spaceship": "planet",
}
"""What stands for the outside of an interior."""
PREPOSITIONS = frozenset(
    (
        "of",
        "in",
        "at",
        "by",
        "near",
        "on",
        "with",
        "above",
        "below",
        "beside",
        "behind",
        "before",
        "under",
        "outside",
        "inside",
        "overlooking",
        "along",
        "across",
        "from",
        "next",
        "into",
        "off",
        "to",
        "between",
        "around",
        "beyond",
        "over",
        "against",
        "opposite",
        "facing",
    )
)
_HEADING = re.compile(r"^\s*(?:(int|ext|est|i/e|int\.?\s*/\s*ext|ext\.?\s*/\s*int)[\s.:-]+)+", re.IGNORECASE)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c))


def _single(word: str) -> str:
    """A word without its possessive and plural ending."""
    for ending, instead in (
        ("'s", ""),
        ("ies", "y"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("sses", "ss"),
        ("s'", ""),
        ("xes", "x"),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + instead
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")) else word


def _words(text: str) -> list[str]:
    return [
        _single(word) for word in re.findall(r"[^\W\d_]+(?:'s)?", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    ]


_ALIASES: list[tuple[str, tuple[str, ...], float]] = [
    (kind, tuple(_words(alias.strip().lstrip("~"))), (0.55 if alias.strip().startswith("~") else 1.0))
    for kind, aliases in NAMES.items()
    for alias in aliases.split(",")
]

_KNOWN = frozenset(alias[0] for _, alias, _ in _ALIASES if len(alias) == 1)


def _chunks(text: str) -> list[tuple[list[str], float]]:
    """The phrase in pieces, each with how much it counts."""
    chunks: list[tuple[list[str], float]] = []
    segments = [s for s in re.split(r"\s+[-\N{EN DASH}\N{EM DASH}]+\s+|\s*[/:;]\s*", text) if s.strip()]
    for number, segment in enumerate(segments):
        weight = 1.0 + 0.6 * number / max(1, len(segments) - 1)
        for part in re.split(r"[,()]", segment):
            piece: list[str] = []
            share = weight
            for word in [*_words(part), ""]:
                if word in PREPOSITIONS or not word:
                    if piece:
                        chunks.append((piece, share))
                        share *= 0.72
                    piece = []
                else:
                    piece.append(word)
            weight *= 0.8
    return chunks


def _score(piece: list[str], alias: tuple[str, ...]) -> float:
    """How well a name fits a piece: its length and how near the end of the piece it stands; 0 if it does not."""
    n = len(alias)
    for start in range(len(piece) - n, -1, -1):
        if tuple(piece[start : start + n]) == alias:
            return 1.0 + 0.5 * (n - 1) + 0.12 * (start + n) / len(piece)
    if n == 1 and len(alias[0]) >= 4:
        for at, word in enumerate(piece):
            if (
                len(word) > len(alias[0])
                and word not in _KNOWN
                and (word.endswith(alias[0]) or word.startswith(alias[0]))
            ):
                return 0.6 + 0.1 * (at + 1) / len(piece)
    return 0.0


def nearest_kind(place: str, interior: bool | None, interiors: frozenset[str]) -> tuple[str | None, bool | None]:
    """The kind of place that the words name (None if they name none), and whether it is indoors if they say so.

    `interiors` are the kinds that are indoors; `interior` is what the scene heading said.
    """
    text = _plain(place)
    heading = _HEADING.match(text)
    if heading:
        said = heading.group(1)
        if interior is None and "/" not in said:
            interior = {"int": True, "ext": False}.get(said)
        text = text[heading.end() :]
    if interior is None and re.match(r"\s*(just\s+)?outside\b", text):
        interior = False
    best: tuple[float, str] | None = None
    for piece, share in _chunks(text):
        for kind, alias, weight in _ALIASES:
            score = _score(piece, alias) * weight * share
            if score and interior is not None:
                score *= 1.25 if (kind in interiors) == interior else 0.5
            if score and (best is None or score > best[0] + 1e-9):
                best = (score, kind)
    return (best[1] if best else None), interior
