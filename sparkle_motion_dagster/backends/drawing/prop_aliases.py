"""What writers call things, and the drawing that shows each.

What belongs here: tables of words. What does not: reading a phrase with them (`prop_names.py`), sizes, drawings.
A word stands here only if the drawing really is the thing; what we cannot draw is said to be unknown, never shown
as something else. Names of drawings themselves ("violin", "fishing pole") need no line.
"""

_TABLE = """
lantern: lamp, oil lamp, storm lantern, hurricane lamp, gas lamp, old lamp
red-paper-lantern: paper lantern, chinese lantern
table-lamp: desk lamp, bedside lamp, reading lamp, floor lamp, lampshade
street-lamp: lamp post, lamppost, streetlight, street light, gaslight
bulb: light bulb, lightbulb
candle: candlestick, taper, night light
match: matchstick, lit match
flashlight: torch, electric torch, head torch
campfire: bonfire, fire, camp fire, open fire, embers
fireplace: hearth, chimney, mantelpiece, fireside
stove: oven, woodstove, cooker, range
envelope: letter, mail, postcard, post, invitation, telegram
page-facing-up: note, paper, document, contract, page, list, drawing, sheet, certificate, poster, leaflet, blueprint
scroll: manuscript, parchment
closed-book: book, novel, bible, spellbook, dictionary, textbook
open-book: atlas, cookbook, songbook, open book
books: pile of books, stack of books, pile of old books
notebook-with-decorative-cover: diary, journal, album, photo album, sketchbook, scrapbook
ledger: logbook, log book, register
treasure-map: map, old map, chart, sea chart, map of the island
joker: card, playing card, deck of cards, cards
mantelpiece-clock: clock, mantel clock, wall clock, cuckoo clock
grandfather-clock: longcase clock, tall clock, standing clock, pendulum clock
stopwatch: pocket watch, pocketwatch, fob watch
watch: wristwatch
alarm-clock: bedside clock
hourglass-done: hourglass, sandglass, egg timer
sword: blade, sabre, saber, rapier, cutlass, broadsword
kitchen-knife: knife, bread knife, penknife, pocket knife
bow-and-arrow: bow, longbow, arrow, arrows
axe: ax, hatchet
birthday-cake: cake
shortcake: slice of cake, piece of cake
bread: loaf, toast, loaf of bread
baguette-bread: baguette
cheese-wedge: cheese
red-apple: apple, apples
tangerine: orange, mandarin, clementine
cherries: cherry
blueberries: berry, berries
grapes: grape, bunch of grapes
ear-of-corn: corn, maize
leafy-green: lettuce, cabbage, salad leaves
green-salad: salad
jack-o-lantern: pumpkin, pumpkin lantern
hot-beverage: cup, mug, coffee, tea, cup of tea, cup of coffee, mug of tea, teacup, cocoa, hot chocolate, coffee cup
glass-of-milk: milk, cup of milk
tumbler-glass: glass, whisky, whiskey, glass of water, water glass, tumbler
wine-glass: wine, glass of wine, goblet, chalice
beer-mug: beer, ale, tankard, pint
bottle-with-popping-cork: bottle, champagne, bottle of wine, flask, wine bottle
bowl-with-spoon: bowl, cereal, porridge
pot-of-food: soup, pot, stew, casserole, saucepan, cauldron, cooking pot
cooking: pan, frying pan, skillet
fork-and-knife-with-plate: plate, dish, dinner, meal
fork-and-knife: fork, cutlery, silverware
honey-pot: honey, jar of honey, pot of honey
jar: jam, jam jar, pickle jar
canned-food: tin, can, tin can
bucket: pail
basket: hamper, picnic basket, picnic, basket of apples, basket of bread
package: parcel, box, cardboard box, carton
crate: wooden box, wooden crate
wrapped-gift: present, gift, birthday present
treasure-chest: chest, treasure, trunk, strongbox, coffer
toolbox: tools, tool kit, tool box
suitcase: valise, travelling case, case, trunk case
luggage: trolley case, rolling suitcase
handbag: bag
backpack: satchel, rucksack, schoolbag, school bag, knapsack
purse: wallet, pouch
umbrella: parasol, brolly, open umbrella
closed-umbrella: folded umbrella
coat: jacket, raincoat, overcoat, cloak
top-hat: hat, silk hat
billed-cap: cap, baseball cap
womans-hat: straw hat, sun hat, bonnet
military-helmet: helmet
gloves: glove, mittens
hiking-boot: boots, boot, wellington, wellies
mans-shoe: shoe, shoes
running-shoe: trainers, sneakers, sneaker
high-heeled-shoe: high heels, slipper, glass slipper
socks: sock, stocking
crown: tiara, diadem
prayer-beads: necklace, beads, rosary, pearls
locket: pendant, medallion, amulet
gem-stone: jewel, diamond, gem, ruby, emerald, sapphire, crystal
old-key: key, keys, bunch of keys, iron key, brass key
couch-and-lamp: sofa, couch, settee
armchair: easy chair, wing chair, throne
wardrobe: cupboard, closet, cabinet
bookcase: bookshelf, shelf, shelves, bookshelves
table: kitchen table, counter, workbench
desk: writing desk, school desk
rug: carpet, mat
pillow: cushion
blanket: quilt, bedspread, folded blanket
curtain: curtains, drapes
mirror: looking glass, hand mirror
framed-picture: painting, picture, photo, photograph, portrait, picture frame, framed photograph, canvas, snapshot
rope: coil of rope, cord, lasso, length of rope
chains: chain
barrel: cask, keg, wooden barrel
oil-drum: oil barrel
jug: pitcher, milk jug, water jug, pot of milk
vase: vase of flowers, flower vase, urn
sack: sack of flour, bag of gold, sack of potatoes, bundle
watering-can: watering pot
net-with-handle: net, butterfly net, fishing net, landing net
fishing-pole: fishing rod, rod, fishing line
spyglass: brass telescope, sea glass, hand telescope
globe-showing-europe-africa: globe, world globe
radio: wireless, transistor
telephone: phone, landline
telephone-receiver: receiver
mobile-phone: mobile, cellphone, cell phone, smartphone, mobile phone
television: tv, telly, tv set
desktop-computer: computer, monitor, screen
camera: old camera
movie-camera: film camera
film-projector: projector
fountain-pen: pen
feather: quill, plume
paintbrush: brush, paint brush
artist-palette: paint, paints, palette
gramophone: record player, phonograph
piano: upright piano, grand piano, pianoforte
violin: fiddle, viola, cello
guitar: lute, ukulele
trumpet: bugle, cornet
postal-horn: horn, hunting horn, post horn
flute: recorder, tin whistle, penny whistle
musical-keyboard: keyboard synthesizer, organ
studio-microphone: microphone
megaphone: loudhailer
saxophone: sax
maracas: rattle
bell: hand bell, school bell, church bell
carpentry-saw: saw, handsaw
wrench: spanner
nut-and-bolt: bolt, nut, bolts
shovel: spade, snow shovel
broom: broomstick, besom
sewing-needle: needle
yarn: wool, ball of wool, ball of yarn
magnifying-glass-tilted-left: magnifying glass, magnifier, loupe
alembic: potion, potions, retort
magic-wand: wand
coin: coins, penny, gold coin, gold, token
money-bag: bag of money
dollar-banknote: money, banknote, cash, bill
ticket: train ticket, tickets
sports-medal: medal, gold medal
military-medal: war medal
trophy: cup of honour, prize
mask: eye mask, carnival mask, disguise
performing-arts: theatre masks, masks
soccer-ball: ball, football, leather ball
nesting-dolls: doll, russian doll, matryoshka, toy
teddy-bear: teddy, bear toy, toy bear
game-die: dice, die
puzzle-piece: puzzle, jigsaw
chess-pawn: chess piece, chessman, pawn, chess
snow-globe: snowglobe
music-box: musical box
sled: sledge, toboggan, sleigh
ice-skate: skates, ice skates
bicycle: bike, push bike
motorcycle: motorbike
motor-scooter: scooter, moped, vespa
automobile: car, motor car
taxi: cab
delivery-truck: truck, lorry
pickup-truck: pickup
minibus: van, camper
tractor: farm tractor
cart: handcart, hand cart, barrow cart, horse cart
wagon: covered wagon, caravan, carriage
locomotive: train, steam train, steam engine, engine, toy train
railway-car: railway carriage, train carriage
tram: streetcar, trolley
rowing-boat: boat, rowboat, dinghy, fishing boat, small boat, wooden boat
paper-boat: paper ship, toy boat, origami boat
paper-plane: paper airplane, paper aeroplane, paper dart
paper-bird: paper birds, paper crane, origami bird, origami crane
oar: oars, paddle
canoe: kayak
sailboat: sailing boat, sailing ship, yacht
motor-boat: motorboat
ship: steamer, steamship, liner
airplane: plane, aeroplane, jet
small-airplane: biplane, toy plane
flying-saucer: ufo, spaceship
rocket: rocket ship, space rocket
wheel: tyre, tire, cartwheel
sign: signpost, wooden sign, road sign, direction sign
flag: banner, pennant
fence: wooden fence, picket fence
gate: garden gate, iron gate
well: wishing well
haystack: hay, bale, straw, hay bale
walking-stick: cane, stick, staff, crook
wood: log, logs, firewood, branch, timber
rock: stone, pebble, boulder, stones, rocks
spiral-shell: shell, seashell, conch, sea shell
fallen-leaf: leaf, leaves, autumn leaf, dry leaf
maple-leaf: red leaf
tulip: flower
bouquet: flowers, bunch of flowers, wildflowers, bouquet of flowers, posy
rose: roses, red rose, single rose
white-flower: daisy, white flower
potted-plant: plant, flowerpot, pot plant, houseplant
seedling: seed, sprout, seeds, shoot
brown-mushroom: mushrooms
mushroom: toadstool
chestnut: acorn, nut, hazelnut
deciduous-tree: tree, oak, oak tree, apple tree, beech, elm
evergreen-tree: pine, pine tree, fir, fir tree, spruce
palm-tree: palm
leafless-tree: bare tree, dead tree, dead oak
nest-with-eggs: nest, bird nest, birds nest
egg: eggs
honeybee: bee
lady-beetle: ladybird, ladybug
spider-web: cobweb, web
bone: bones
snowman-without-snow: snow man, snowman
full-moon: moon
headstone: tombstone, grave, gravestone, tomb
moai: statue, stone head
postbox: letterbox, letter box, pillar box
closed-mailbox-with-lowered-flag: mailbox
folding-hand-fan: fan, hand fan
glasses: spectacles, reading glasses, eyeglasses
headphone: headphones, earphones
soft-ice-cream: ice cream, ice cream cone
candy: sweet, sweets, toffee
cookie: biscuit, cookies
lollipop: sweet on a stick
manual-wheelchair: wheelchair
bathtub: bath, tub
gear: cog, cogwheel, gears, cogs, brass wheel, clock wheel, toothed wheel
electric-plug: plug
bubbles: soap bubbles, bubble
ladder: stepladder, rope ladder
test-tube: vial, phial
wind-chime: wind chimes
ring-buoy: lifebuoy, lifebelt, life ring
mouse-trap: mousetrap
house: cottage, home
hut: cabin, shack
castle: fortress
snow-capped-mountain: mountain peak
sheaf-of-rice: wheat, sheaf of wheat, ear of wheat
crystal-ball: glass orb, orb
fire-engine: fire truck
"""


def _read() -> dict[str, str]:
    aliases: dict[str, str] = {}
    for row in _TABLE.strip().splitlines():
        icon, _, words = row.partition(":")
        for word in filter(None, (w.strip() for w in words.split(","))):
            aliases[word] = icon
    return aliases


ALIASES: dict[str, str] = _read()
"""The writer's word, lower case, singular or plural as it reads best: the name of a drawing."""

COLOURS: dict[str, str] = {
    "red": "#c8403f", "scarlet": "#d2342f", "crimson": "#a8243a", "orange": "#e8843a", "yellow": "#efc23d",
    "green": "#4f8f55", "blue": "#3f74b8", "purple": "#7d559e", "violet": "#7d559e", "pink": "#e58fae",
    "white": "#f2efe8", "black": "#33303a", "brown": "#7d5236", "grey": "#8d8c94", "gray": "#8d8c94",
    "golden": "#dfae45", "gold": "#dfae45", "silver": "#bcc4cf", "brass": "#d0a043", "copper": "#c2713f",
    "turquoise": "#3fa7a3", "navy": "#2c3f6b",
}  # fmt: skip
"""Colours a writer gives to things."""

MEASURES = frozenset(
    "pair pile piece slice stack heap handful length coil bit set kind sort lump cluster bunch row couple dozen lots".split()
)
"""Before "of": what follows is the thing itself ("a slice of pie"), not what holds it ("a basket of apples")."""

ALSO_OTHER_WORDS = frozenset(
    "watch match ring light nail saw bat rock fan orange bow seal plant box book bank star fire shell drum train present "
    "chest horn pan paint note pick fly duck bear cap can kite rose card leaf leave leaves log net sign well range post "
    "sheet page list case stick staff shoot die brush bill cash bolt nut plug gear home oak palm hook cast tea coffee "
    "wine milk beer gold money hay straw paper wood bit fork trunk sack tube counter engine screen monitor register "
    "key jam tin trap mean slip block iron glass stone cabin dish spring bath pot back cross wing spoon mirror bubble "
    "bubbles wheel feather sweet bundle web blade range shelter mask seed nest bell balance knot clamp salt cup pen picture "
    "picks rings watches matches lights rocks fans bows plants boxes books fires trains presents notes flies ducks bears caps cards "
    "logs nets signs posts pages lists cases sticks brushes bills plugs masks cups pictures shells drums stars".split()
)
"""In a sentence these are things only after an article, a possessive, a number or a colour."""

SCENERY = frozenset(
    "house house-with-garden derelict-house lighthouse castle church classical-building factory school hospital hotel "
    "post-office volcano mountain snow-capped-mountain suspension-railway roller-coaster tokyo-tower hut full-moon "
    "crescent-moon rainbow cloud snowflake shooting-star circus-tent horse cow deer donkey goat cat rabbit dove bird owl "
    "frog mouse duck fish turtle hedgehog crab baby-chick hatching-chick".split()
)
"""Places, skies and animals: drawn when asked for by name, never picked out of a sentence as a thing."""
