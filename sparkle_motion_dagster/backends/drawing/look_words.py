"""The words a writer uses for looks, and what they mean to the pen: colours, hair, clothes, kinds, trades, names.

What belongs here: word lists. What does not: how a description is read (`look.py`).
"""

COLOURS = {
    "yellow": "#f0b429", "mustard": "#d39b2a", "gold": "#dda83a", "golden": "#e0ad45", "amber": "#d98f2b",
    "orange": "#ea7a2f", "rust": "#b3562d", "red": "#c8413b", "scarlet": "#d2342f", "crimson": "#a62639",
    "burgundy": "#7c2638", "maroon": "#75283a", "pink": "#e58ba2", "rose": "#d9748c", "coral": "#ef7d63",
    "peach": "#f2b08c", "purple": "#7a4c94", "violet": "#7d5bb0", "lilac": "#b39ccf", "lavender": "#ac9bd0",
    "mauve": "#9d7a9a", "plum": "#6d3860", "blue": "#3f72af", "navy": "#2b3a60", "indigo": "#3d3f7d",
    "teal": "#2b7f84", "turquoise": "#3aa6a4", "cyan": "#46aec0", "aqua": "#5fb8b6", "green": "#4c8b55",
    "olive": "#77793c", "emerald": "#2e8b62", "lime": "#94b944", "mint": "#8fc9a8", "khaki": "#a8945f",
    "brown": "#7d5236", "chestnut": "#7b4428", "tan": "#c39a6b", "beige": "#d3bb96", "cream": "#efe2c6",
    "ivory": "#f1e8d4", "sand": "#d9bf91", "copper": "#b56637", "bronze": "#9b6a37", "white": "#f2efe9",
    "silver": "#c3c7cf", "grey": "#8b8f99", "gray": "#8b8f99", "charcoal": "#474a55", "black": "#34323c",
}  # fmt: skip

HAIR_COLOURS = {
    "white": "#f1eef0", "silver": "#cfd1d8", "grey": "#a5a7b0", "gray": "#a5a7b0", "black": "#2b2530",
    "dark": "#3a2a2a", "brown": "#6a4329", "brunette": "#5d3a26", "chestnut": "#7a4527", "auburn": "#8c3d22",
    "red": "#c1531f", "ginger": "#d2691f", "copper": "#b9622c", "blond": "#e6bd6a", "blonde": "#e6bd6a",
    "fair": "#e3c07a", "golden": "#e3ae4b", "sandy": "#c99a5b", "strawberry": "#d98a55", "blue": "#4a78b5",
    "pink": "#e084a4", "green": "#5f9b62", "purple": "#80529a",
}  # fmt: skip

EYE_COLOURS = {
    "blue": "#4b83b5", "green": "#5d8f5a", "brown": "#6b4226", "grey": "#7d8a99", "gray": "#7d8a99",
    "hazel": "#8a6b34", "amber": "#c18a2a", "golden": "#d0a02c", "dark": "#3d2a24", "black": "#2c2226",
    "yellow": "#d7ae2c", "violet": "#7a5aa8", "red": "#b5403a",
}  # fmt: skip

SKINS = ("#ffdfc8", "#f8cfae", "#efbd94", "#dea577", "#c68a5b", "#a56c44", "#7f5034", "#633d29")
SKIN_WORDS = {
    "pale": 0, "fair-skinned": 0, "light-skinned": 1, "white-skinned": 0, "tanned": 3, "olive-skinned": 3,
    "weathered": 3, "sunburnt": 3, "brown-skinned": 5, "dark-skinned": 6, "black-skinned": 7, "african": 6,
    "nigerian": 7, "kenyan": 7, "ghanaian": 7, "jamaican": 6, "indian": 4, "pakistani": 4, "mexican": 4,
    "latina": 4, "latino": 4, "arab": 3, "egyptian": 4, "chinese": 1, "japanese": 1, "korean": 1, "irish": 0,
    "scottish": 0, "norwegian": 0, "swedish": 0, "italian": 2, "spanish": 3, "greek": 3, "turkish": 3,
}  # fmt: skip

CHILD_WORDS = frozenset("child kid boy girl toddler schoolboy schoolgirl lad lass tot grandson granddaughter".split())
YOUNG_WORDS = frozenset("young youthful teen teenager teenage student youth twenties apprentice".split())
OLD_WORDS = frozenset(
    "nan nonna nonno abuela abuelo grandad old elderly aged ancient grandmother grandfather grandma grandpa granny granddad gran nana wrinkled retired "
    "sixties seventies eighties nineties elder pensioner".split()
)
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
SMALL = {
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip

KINDS = {
    "fox": "fox vixen foxes", "dog": "dog puppy hound terrier spaniel retriever collie sheepdog labrador poodle mutt pup",
    "cat": "cat kitten tomcat tabby kitty", "wolf": "wolf wolves coyote jackal", "bear": "bear cub grizzly",
    "panda": "panda", "rabbit": "rabbit hare bunny", "mouse": "mouse mice rat hamster dormouse shrew vole mole gerbil",
    "squirrel": "squirrel chipmunk", "badger": "badger", "raccoon": "raccoon", "otter": "otter beaver weasel ferret",
    "lion": "lion", "lioness": "lioness", "tiger": "tiger", "leopard": "leopard cheetah jaguar panther",
    "monkey": "monkey ape gorilla chimpanzee", "koala": "koala", "hedgehog": "hedgehog porcupine",
    "horse": "horse mare stallion pony foal", "donkey": "donkey mule", "zebra": "zebra", "deer": "deer doe fawn",
    "stag": "stag buck reindeer elk moose", "cow": "cow calf", "bull": "bull ox", "sheep": "sheep lamb ewe",
    "goat": "goat kid-goat ram", "pig": "pig piglet boar hog", "elephant": "elephant", "giraffe": "giraffe",
    "owl": "owl owlet", "crow": "crow raven rook jackdaw magpie", "gull": "gull seagull albatross tern",
    "bird": "bird sparrow robin-bird finch wren bluebird canary songbird swallow nightingale blackbird",
    "pigeon": "pigeon dove", "parrot": "parrot macaw cockatoo", "eagle": "eagle hawk falcon", "duck": "duck duckling",
    "goose": "goose swan", "hen": "hen chicken", "rooster": "rooster cockerel", "penguin": "penguin puffin",
    "frog": "frog toad", "turtle": "turtle tortoise", "whale": "whale orca", "dolphin": "dolphin porpoise",
    "fish": "fish goldfish trout salmon carp", "shark": "shark", "seal": "seal walrus",
    "dragon": "dragon wyvern dinosaur", "robot": "robot android droid automaton cyborg machine-man drone bot",
}  # fmt: skip
KIND_OF_WORD = {word: kind for kind, words in KINDS.items() for word in words.split()}

UNDRAWN = frozenset(
    "snail slug worm snake spider bee wasp ant butterfly moth beetle caterpillar cricket grasshopper ladybird ladybug "
    "octopus squid crab lobster jellyfish lizard chameleon crocodile alligator hippo hippopotamus rhino rhinoceros camel llama "
    "alpaca kangaroo ostrich flamingo peacock bat unicorn skunk sloth anteater".split()
)
"""Animals for which the pen has no drawing."""

OUTFITS = {
    "raincoat": "raincoat oilskin oilskins mackintosh slicker anorak", "trench": "trenchcoat trench-coat trench mac",
    "coat": "coat overcoat greatcoat parka duffel peacoat duster", "jacket": "jacket blazer bomber waxed-jacket",
    "suit": "suit tuxedo tailcoat", "waistcoat": "waistcoat vest", "sweater": "sweater jumper pullover jersey turtleneck knit",
    "cardigan": "cardigan", "hoodie": "hoodie sweatshirt tracksuit", "tshirt": "t-shirt tshirt tee scrubs", "shirt": "shirt flannel pyjamas pyjama pajamas pajama",
    "blouse": "blouse", "dress": "dress sundress frock pinafore nightgown nightdress nightie nightshirt", "gown": "gown ballgown sari kimono", "uniform": "uniform",
    "overalls": "overalls dungarees boilersuit", "apron": "apron", "labcoat": "labcoat lab-coat", "robe": "robe robes habit cassock",
    "cloak": "cloak cape", "armour": "armour armor mail breastplate", "spacesuit": "spacesuit space-suit",
}  # fmt: skip
OUTFIT_OF_WORD = {word: outfit for outfit, words in OUTFITS.items() for word in words.split()}

HATS = {
    "souwester": "sou'wester souwester", "straw": "straw-hat sunhat", "tophat": "tophat top-hat", "bowler": "bowler",
    "fedora": "hat fedora trilby", "cowboy": "stetson cowboy-hat", "flatcap": "cap flatcap flat-cap", "baseball": "baseball-cap",
    "beanie": "beanie bobble-hat toque woolly-hat knit-hat", "beret": "beret", "crown": "crown tiara",
    "captain": "captain's-cap peaked-cap", "chef": "chef's-hat", "wizard": "wizard-hat pointed-hat", "helmet": "helmet",
    "headscarf": "headscarf hijab kerchief bandana bandanna", "bonnet": "bonnet", "hood": "hood",
}  # fmt: skip
HAT_OF_WORD = {word: hat for hat, words in HATS.items() for word in words.split()}

HAIR_STYLES = {
    "bald": "bald shaven-headed", "crop": "cropped buzzcut buzz-cut crewcut", "short": "short-haired", "curly": "curls curly curly-haired",
    "afro": "afro", "bob": "bob", "long": "long-haired", "wavy": "wavy", "bun": "bun chignon topknot", "ponytail": "ponytail pony-tail",
    "braids": "braids braid plaits pigtails plait", "messy": "messy tousled unkempt wild shaggy tangled", "receding": "balding receding",
    "side": "slicked side-parted combed",
}  # fmt: skip
HAIR_STYLE_OF_WORD = {word: style for style, words in HAIR_STYLES.items() for word in words.split()}

BEINGS: dict[str, dict[str, str]] = {
    "alien extraterrestrial martian": {
        "skin": "#9fcaa8", "hair_style": "bald", "eyes": "#1f2430", "outfit": "robe", "top": "#6f7fb0"},
    "ghost spirit phantom": {"skin": "#e6edf5", "hair": "#dfe6f0", "eyes": "#7d8a99", "outfit": "robe", "top": "#dde6f3"},
    "zombie troll goblin ogre": {"skin": "#93a878", "hair": "#3a3a2e", "eyes": "#c9b23a"},
    "vampire": {"skin": "#eee4e6", "hair": "#2b2530", "hair_style": "side", "eyes": "#b5403a", "outfit": "cloak", "top": "#2f2a38"},
    "snowman": {"skin": "#f4f7fb", "hair_style": "bald", "eyes": "#2b2530"},
}  # fmt: skip
BEING_OF_WORD = {word: traits for words, traits in BEINGS.items() for word in words.split()}

TRADES: dict[str, dict[str, str]] = {
    "doctor surgeon scientist professor-of-medicine chemist inventor": {"outfit": "labcoat", "glasses": "round"},
    "nurse": {"outfit": "uniform", "top_colour": "#8fb8cc"},
    "keeper lighthouse-keeper fisherman fisherwoman fisher": {"outfit": "raincoat", "shoes": "boots"},
    "sailor deckhand": {"outfit": "sweater", "top_colour": "#2b3a60", "stripes": "yes", "hat": "beanie"},
    "captain skipper admiral": {"outfit": "uniform", "top_colour": "#27345a", "hat": "captain"},
    "pilot conductor stationmaster": {"outfit": "uniform", "top_colour": "#2d3b66", "hat": "captain"},
    "policeman policewoman police officer constable sheriff": {
        "outfit": "uniform", "top_colour": "#2c4470", "hat": "captain"},
    "soldier guard sergeant general": {"outfit": "uniform", "top_colour": "#5d6a45", "hat": "beret"},
    "firefighter fireman": {"outfit": "coat", "top_colour": "#c8973a", "hat": "helmet", "shoes": "boots"},
    "postman postwoman mailman": {"outfit": "uniform", "top_colour": "#355c8a", "hat": "captain", "accessory": "bag"},
    "chef cook": {"outfit": "apron", "top_colour": "#f2efe9", "hat": "chef"},
    "baker innkeeper barman waiter waitress shopkeeper maid butcher": {"outfit": "apron"},
    "king prince": {"outfit": "cloak", "top_colour": "#8d2b3c", "hat": "crown"},
    "queen princess": {"outfit": "gown", "top_colour": "#6c4a8f", "hat": "crown"},
    "knight": {"outfit": "armour"},
    "wizard sorcerer mage": {"outfit": "robe", "top_colour": "#4b4a92", "hat": "wizard"},
    "witch": {"outfit": "robe", "top_colour": "#43355c", "hat": "wizard"},
    "monk nun priest vicar pastor friar": {"outfit": "robe", "top_colour": "#4a3f42"},
    "pirate": {"outfit": "coat", "top_colour": "#6e2d3a", "hat": "headscarf", "shoes": "boots"},
    "astronaut cosmonaut": {"outfit": "spacesuit"},
    "farmer gardener": {"outfit": "overalls", "hat": "straw", "shoes": "boots"},
    "mechanic carpenter plumber miner builder": {"outfit": "overalls"},
    "shepherd shepherdess": {"outfit": "cloak", "top_colour": "#7a6a4a", "accessory": "cane"},
    "detective inspector spy reporter": {"outfit": "trench", "top_colour": "#b89a6a", "hat": "fedora"},
    "cowboy cowgirl rancher": {"outfit": "waistcoat", "hat": "cowboy", "shoes": "boots"},
    "lawyer banker businessman businesswoman manager mayor minister president clerk butler agent": {"outfit": "suit"},
    "teacher professor librarian scholar writer": {"outfit": "cardigan", "glasses": "round"},
    "artist painter": {"outfit": "shirt", "hat": "beret"},
    "ballerina dancer": {"outfit": "dress", "hair_style": "bun"},
}  # fmt: skip
TRADE_OF_WORD = {word: traits for words, traits in TRADES.items() for word in words.split()}
