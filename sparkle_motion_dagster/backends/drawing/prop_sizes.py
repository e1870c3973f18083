"""How tall things stand beside an adult of 360 units, and so which things there are.

What belongs here: one table. What does not: the words for them (`prop_names.py`), their drawings.
"""

_TABLE: tuple[tuple[int, str], ...] = (
    (
        18,
        "ant cherries chestnut coin game-die gem-stone honeybee key lady-beetle locket nut-and-bolt old-key olive "
        "paperclip peanuts pill pushpin puzzle-piece ring round-pushpin safety-pin",
    ),
    (
        22,
        "admission-tickets black-nib brown-mushroom bubble-tea butterfly candy chess-pawn compass cookie crayon "
        "cup-with-straw egg fountain-pen four-leaf-clover garlic green-apple hot-beverage kiwi-fruit knot lemon "
        "lime lipstick magnet monarch-butterfly mushroom onion paintbrush peach pear pen pencil red-apple sake "
        "salt seedling sewing-needle shamrock snail sparkler spider spoon stopwatch strawberry tangerine "
        "teacup-without-handle thread ticket tomato toothbrush tumbler-glass watch yo-yo",
    ),
    (24, "electric-plug keyboard lighter sandwich"),
    (
        26,
        "avocado baby-chick bagel ballet-shoes banana battery beer-mug bell-pepper blueberries bone bulb butter "
        "carrot cheese-wedge chocolate-bar chopsticks clinking-beer-mugs clinking-glasses cocktail-glass coconut "
        "crab croissant cupcake custard dollar-banknote doughnut dumpling eggplant envelope fallen-leaf feather "
        "fish-cake-with-swirl flat-shoe flute fork-and-knife fortune-cookie french-fries glass-of-milk glasses "
        "goggles grapes hamburger hatching-chick hot-dog hot-pepper ice-cream joker leaf-fluttering-in-wind "
        "light-bulb lollipop love-letter magic-wand maple-leaf match military-medal mobile-phone money-bag mouse "
        "pancakes pipe popcorn potato prayer-beads pretzel purse red-envelope rice-ball scissors screwdriver "
        "shortcake shrimp soap soft-ice-cream spiral-notepad spiral-shell sponge sports-medal sunglasses sushi "
        "taco thong-sandal tropical-drink waffle whistle wine-glass",
    ),
    (36, "headphone mask performing-arts rug"),
    (
        38,
        "alarm-clock alembic american-football binoculars baby-bottle baguette-bread baseball basketball bell "
        "bellhop-bell bento-box billed-cap bird birthday-cake blossom blue-book bookmark-tabs boomerang "
        "bowl-with-spoon bread broccoli bubbles camera camera-with-flash candle canned-food cherry-blossom clamp "
        "clipboard closed-book clutch-bag cooked-rice cooking crown crystal-ball cut-of-meat diving-mask dove "
        "duck ear-of-corn empty-nest fish flashlight floppy-disk flying-disc folding-hand-fan "
        "fork-and-knife-with-plate frog gloves graduation-cap green-book green-salad hammer handbag herb hibiscus "
        "high-heeled-shoe hiking-boot honey-pot hourglass-done hourglass-not-done hyacinth ice-skate jar joystick "
        "jug kettle kitchen-knife leafy-green ledger lotion-bottle lotus magnifying-glass-tilted-left mans-shoe "
        "maracas meat-on-bone megaphone melon microscope military-helmet movie-camera music-box nest-with-eggs "
        "nesting-dolls newspaper notebook notebook-with-decorative-cover open-book optical-disk orange-book "
        "page-facing-up page-with-curl paper-bird paper-boat paper-plane pie pillow pineapple pizza plunger "
        "postal-horn pot-of-food poultry-leg radio rescue-workers-helmet ribbon roll-of-paper rolled-up-newspaper "
        "roller-skate rose rugby-football running-shoe scarf scroll shallow-pan-of-food snow-globe soccer-ball "
        "socks spaghetti spider-web spyglass steaming-bowl stethoscope studio-microphone takeout-box teapot "
        "teddy-bear telephone telephone-receiver tennis test-tube thermometer top-hat tray trophy tropical-fish "
        "tulip turtle video-camera video-game volleyball watermelon white-flower wilted-flower womans-boot "
        "womans-hat wrapped-gift wrench yarn",
    ),
    (42, "treasure-map"),
    (50, "artist-palette"),
    (
        52,
        "abacus accordion backpack basket blanket books bottle-with-popping-cork bouquet briefcase bucket "
        "card-file-box carpentry-saw chains crossed-swords drum file-folder fire-extinguisher gear hedgehog "
        "laptop mantelpiece-clock mirror-ball owl package pick pinata potted-plant printer red-paper-lantern "
        "ring-buoy rope sheaf-of-rice shield shopping-bags skull t-shirt toolbox trumpet typewriter vase "
        "watering-can",
    ),
    (60, "dagger jack-o-lantern musical-keyboard rock wood"),
    (64, "cage lantern sack"),
    (70, "balloon globe-showing-europe-africa wastebasket world-map"),
    (
        78,
        "amphora bow-and-arrow coat desktop-computer dress film-projector kimono mouse-trap saxophone skateboard "
        "suitcase table-lamp trombone wind-chime",
    ),
    (80, "axe balance-scale rabbit sled"),
    (90, "framed-picture snowflake"),
    (92, "crate gramophone"),
    (96, "treasure-chest violin"),
    (100, "television"),
    (
        110,
        "barrel canoe cat clapper-board closed-umbrella guitar hammer-and-pick long-drum luggage mirror "
        "rowing-boat star stool stop-sign sword wheel",
    ),
    (120, "banjo bench campfire fence headstone wheelbarrow"),
    (130, "bathtub fire haystack kite racing-car"),
    (140, "oil-drum"),
    (150, "anchor bed cactus desk goat net-with-handle shopping-cart speedboat table"),
    (170, "ballot-box-with-ballot cart motor-boat motor-scooter oar placard shovel sunflower walking-stick window"),
    (180, "bicycle manual-wheelchair seat"),
    (185, "chair"),
    (
        190,
        "armchair automobile closed-mailbox-with-lowered-flag crescent-moon full-moon gate kick-scooter moai "
        "motorcycle open-mailbox-with-lowered-flag police-car rocking-chair taxi",
    ),
    (200, "broom crutch"),
    (210, "fishing-pole telescope"),
    (215, "easel flag fountain piano pickup-truck raft shower sign sport-utility-vehicle tent wagon"),
    (230, "couch-and-lamp snowman snowman-without-snow"),
    (240, "fireplace grandfather-clock stove well"),
    (250, "donkey postbox"),
    (260, "carousel-horse"),
    (270, "cow"),
    (290, "deer harp"),
    (
        300,
        "umbrella ambulance articulated-lorry bookcase bus bus-stop circus-tent curtain delivery-truck door "
        "fire-engine flying-saucer helicopter horizontal-traffic-light hut minibus parachute playground-slide "
        "railway-car satellite scarecrow small-airplane tractor tram trolleybus vertical-traffic-light wardrobe",
    ),
    (320, "ladder"),
    (330, "horse locomotive"),
    (
        370,
        "airplane christmas-tree cloud ferris-wheel rainbow sailboat shooting-star statue-of-liberty "
        "tanabata-tree train",
    ),
    (420, "street-lamp"),
    (
        430,
        "deciduous-tree derelict-house evergreen-tree ferry house house-with-garden leafless-tree palm-tree "
        "passenger-ship rocket ship",
    ),
    (
        540,
        "castle church classical-building factory hospital hotel lighthouse mountain post-office roller-coaster "
        "school snow-capped-mountain suspension-railway tokyo-tower volcano",
    ),
)
"""Height in stage units, names. Small things are drawn a little larger than life, to be seen; ships, houses and trees
smaller, to fit. A thing drawn aslant is measured as drawn."""

HEIGHTS: dict[str, float] = {name: float(height) for height, names in _TABLE for name in names.split()}
"""Every thing that can be drawn, by name."""

GRIPS: dict[str, float] = {
    "accordion": 0.5, "axe": 0.3, "balloon": 0.04, "banjo": 0.4, "bow-and-arrow": 0.45, "broom": 0.5, "flag": 0.25,
    "fishing-pole": 0.12, "guitar": 0.4, "kite": 0.1, "lantern": 0.95, "net-with-handle": 0.12, "oar": 0.5,
    "red-paper-lantern": 0.95, "saxophone": 0.5, "shovel": 0.6, "suitcase": 0.94, "sword": 0.12, "trombone": 0.5,
    "umbrella": 0.07, "violin": 0.4, "walking-stick": 0.96,
}  # fmt: skip
"""Where a hand holds a thing, as a share of its height from its base: of things that people carry though they are large,
and of those that hang from a hand or stand up in it."""
