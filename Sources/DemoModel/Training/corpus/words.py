"""Words, names and what is held out.

Held-out by construction: what a split may use is decided by a hash, so that no list has to be kept in step with another.
"""
import hashlib
import random
import re

from .toolbox.archetypes import TEXT
from .toolbox.inventions import NOUNS_TEXT
from .toolbox.names import MORE_CITIES, MORE_NAMES

WORDS = """
apple anchor arrow autumn badge bakery balloon banana basket beach bell bench berry bicycle bird blanket blossom boat bottle bowl branch
bread breeze brick bridge brush bucket butter button cabin cable cactus cake camera camel candle canvas carpet carrot castle cat cellar
chain chair chalk cheese cherry chess circle cliff clock cloud clover coat coffee coin comet copper coral corner cotton cradle crane crayon
crown curtain daisy dance desert desk diamond dinner dolphin donkey door dragon drawer dream drum duck eagle earth elbow ember engine
evening fabric falcon family farmer feather fence fiddle field finger fire fish flag flame flower flute forest fork fountain fox frame
friend frost fruit garden garlic ginger giraffe glacier glass glove goat gold goose grape grass guitar hammer harbor harvest hat hazel
hedge helmet herring hill honey hook horse hotel house hunter igloo iron island ivory jacket jaguar jar jelly jewel jungle kettle key
kitchen kite kitten ladder lake lamp lantern lemon leopard letter library light lily lion lizard lobster locket lunch magnet mango maple
marble market meadow medal melon mirror money monkey moon morning mountain mouse music mustard napkin needle nest night north novel
oasis ocean olive onion opera orange orchard otter oven owl paddle painter palace panda paper parrot peach peanut pearl pebble pencil
penguin pepper piano picture pillow pilot pine planet plate pocket pond potato prism pumpkin puppet puzzle quartz quilt rabbit radio
rain raven ribbon rice ring river road robin rocket roof rose rubber saddle sail salmon salt sand scarf school shadow shark sheep shell
ship shirt shoe silver singer skate sky sleeve snail snow soap sock spice spider spoon spring squirrel stable stair star stone storm
straw strawberry stream street sugar summer sun swan sweater table tailor tea temple thread thunder ticket tiger timber toast tomato
torch tower train tree trumpet tulip tunnel turtle umbrella valley vase velvet village violin voice wagon walnut water wheel whale wheat
whistle willow window winter wizard wolf wood wool yard yarn yellow zebra zipper
able brave bright calm clever cold cool dark deep eager early fair fast fine fresh gentle glad golden good grand great green happy heavy
high honest hot huge kind large late lazy long loud lucky neat new nice noisy old open patient plain polite proud purple quick quiet
rapid ready red rich round sharp short shy silent simple slow small smart smooth soft solid sour steady strong sweet tall tame thin tidy
tiny warm weak white wide wild wise young blue black brown grey pink
bake bring build buy call carry catch climb cook count cut dig draw drink drive eat fall feed find fly follow give grow hear help hide
hold jump keep learn leave listen look make meet move open paint plant play pull push read ride run sell send show sing sit sleep smile
speak stand swim take talk teach tell think throw touch travel turn visit wait walk wash watch wear win work write
""".split()

NAMES = """
Anna Ben Clara David Emma Felix Grace Henry Iris Jack Kate Leo Maria Noah Olivia Paul Quinn Rosa Sam Tina Uma Victor Wendy Xavier Yara Zoe
Alice Bruno Carla Daniel Elena Frank Gina Hugo Ida Jonas Karin Lukas Mina Nils Oscar Petra Ravi Sofia Theo Ulla Vera Walter Yusuf Zara
Adam Bella Carlos Diana Erik Fatima George Hanna Ivan Julia Kofi Laura Martin Nora Omar Pia Rahul Sara Tom Vivian Mei Jun Minho Jisoo
Aiko Kenji Luca Marta Pavel Olga Igor Ingrid Lars Freya Aria Dylan Ethan Fiona Gavin Hazel Isaac Jenny Kevin Lily Mason Nina Owen Piper
Ruth Simon Tara Vince Wanda Abel Berta Cesar Dora Egon Flora Gustav Helga Irma Jakob Klara Ludwig Moritz Nadia Otto Paula Rolf Stella
""".split()

CITIES = """
Paris Oslo Rome Seoul Tokyo London Berlin Madrid Vienna Dublin Lisbon Athens Prague Warsaw Cairo Delhi Mumbai Sydney Boston Chicago Denver
Austin Seattle Toronto Montreal Lima Quito Bogota Havana Nairobi Lagos Accra Tunis Dakar Hanoi Manila Jakarta Busan Osaka Kyoto Taipei
Zurich Geneva Basel Milan Turin Naples Venice Munich Hamburg Cologne Dresden Leipzig Bremen Lyon Nice Lille Nantes Porto Seville Bilbao
Krakow Riga Vilnius Tallinn Helsinki Bergen Malmo Aarhus Antwerp Ghent Utrecht Leeds Bristol Cardiff Glasgow Perth Adelaide Auckland
Portland Dallas Houston Phoenix Memphis Atlanta Miami Tampa Ottawa Calgary Salvador Recife Cusco Tbilisi Yerevan Baku Ankara Izmir Doha
""".split()

_ONSETS = "b c d f g h j k l m n p r s t v w z br ch cl dr fl gr kl pl pr sh sk st th tr".split()
_VOWELS = "a e i o u a e i o u ai ea ee oo ou".split()
_CODAS = ["", "", "", "n", "r", "l", "s", "t", "m", "k", "nd", "rt", "x"]


def held_out(text: str, share: float = 0.12) -> bool:
    """Whether this word, name, number pair or wording is kept for the evaluation."""
    return _digest(text) < share * 2**32


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big")


def allowed(items, split: str, share: float = 0.12):
    """Those of the items that a split may use; of each list at least one is held out."""
    items = list(items)
    kept = [item for item in items if held_out(str(item), share)] or [min(items, key=lambda item: _digest(str(item)))]
    return kept if split == "held-out" else [item for item in items if item not in kept]


#: Words of the corpus's other texts: pieces of the vocabulary whose letters are to be known.
MORE_WORDS = sorted(set(re.findall(r"(?<![\w{])[a-z]{3,9}(?![\w}])", TEXT + NOUNS_TEXT)) - set(WORDS))


def made_up(rng: random.Random, syllables: int | None = None) -> str:
    """A word that nobody knows, in lower case: what shows whether letters and tokens are really read."""
    style = rng.random()
    if style < 0.12:
        return "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(3, 6)))
    if style < 0.22:
        word = rng.choice(MORE_WORDS)
        return word[:rng.randint(2, 5)] + rng.choice(_VOWELS) + rng.choice(MORE_WORDS)[:rng.randint(2, 4)]
    count = syllables or rng.choice((1, 2, 2, 2, 3))
    return "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(count))


_OF_SPLIT = {
    (kind, split): allowed(items, split)
    for kind, items in (("word", WORDS + MORE_WORDS), ("name", NAMES + MORE_NAMES), ("city", CITIES + MORE_CITIES))
    for split in ("train", "held-out")
}


def _draw(kind: str, rng: random.Random, split: str, made_up_share: float) -> str:
    if rng.random() >= made_up_share:
        return rng.choice(_OF_SPLIT[kind, split])
    while True:
        word = made_up(rng)
        if held_out(word) == (split == "held-out"):
            return word if kind == "word" else word.capitalize()


def word(rng: random.Random, split: str, made_up_share: float = 0.4) -> str:
    return _draw("word", rng, split, made_up_share)


def name(rng: random.Random, split: str) -> str:
    return _draw("name", rng, split, 0.4)


def city(rng: random.Random, split: str) -> str:
    return _draw("city", rng, split, 0.4)
