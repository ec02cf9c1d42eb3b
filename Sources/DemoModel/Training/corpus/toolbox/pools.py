"""What arguments and results are drawn from. A pool is a kind of its own; the other lists are parts of what `tools.values` puts together."""
from ..choices import choices

TODO_VERBS = choices("""
buy|call|feed|clean|fix|paint|wash|water|bring|order|find|return|visit|pack|sell|move|check|open|close|repair|collect|meet|
thank|print|carry|store|charge|cover|sort|empty|pick up|look for|pay for|write to|wait for|think about|ask about|send back|
take out|get rid of
""")
THINGS = choices("""
milk|bread|the dentist|the cat|the car|the plants|the windows|eggs|flowers|the landlord|the bike|the garage|apples|the neighbor|
the books|the laundry|rice|the fence|cheese|the doctor|the suitcase|a new lamp|paper|the tickets|the plumber|coffee|the bill|
the shoes|the piano|soap|the garden|a present|the report|the keys|batteries|the old sofa|the boss|tomatoes|the parcel|stamps|
the kitchen sink|the invitations|a cake|the fridge|honey|the grandparents|the dog|light bulbs|the roof|a warm coat|the contract|
carrots|the printer|oranges|the teacher
""")
ITEMS = choices("""
milk|bread|eggs|butter|apples|rice|cheese|coffee|tea|sugar|salt|honey|tomatoes|carrots|bananas|soap|shampoo|toothpaste|napkins|
candles|batteries|light bulbs|paper towels|dog food|cat litter|orange juice|olive oil|black pepper|brown rice|green tea|
dark chocolate|red wine|sunglasses|umbrella|backpack|headphones|keyboard|wallet|notebook|pencils|scissors|glue|lamp|pillow|
blanket|towel|frying pan|tea pot|coffee maker|desk chair|garden hose|hammer|paint brush|screwdriver|bicycle|skateboard|
tennis balls|chess set|guitar strings|camera bag|phone case|water bottle|rain boots|wool socks|winter coat|leather belt|
straw hat|silver ring|gold watch|solar panels|electric cars|wind energy|whales|volcanoes|black holes|old castles|steam engines|
robots|dinosaurs|pirates|deep sea fish|rain forests|jazz|origami
""")
POOLS = {
    "room": choices("""
kitchen|bedroom|bathroom|living room|hall|office|cellar|attic|garage|nursery|library|dining room|studio|workshop|guest room|
laundry room|lobby|pantry|balcony|playroom|gym|study|sauna|winter garden
"""),
    "language": choices("""
French|German|Spanish|Italian|Dutch|Danish|Polish|Korean|Japanese|Greek|Turkish|Arabic|Swedish|Finnish|Hindi|Latin|Portuguese|
Russian|Czech|Thai|Hungarian|Norwegian|Swahili|Irish|Welsh|Basque|Tamil|Hebrew
"""),
    "currency": choices("""
dollars|euros|pounds|yen|won|francs|crowns|pesos|rupees|lira|USD|EUR|GBP|JPY|KRW|CHF|SEK|NOK|INR|CAD|AUD|PLN
"""),
    "month": choices("""
January|February|March|April|May|June|July|August|September|October|November|December
"""),
    "country": choices("""
France|Germany|Spain|Italy|Korea|Japan|Greece|Turkey|Egypt|Sweden|Finland|India|Portugal|Russia|Thailand|Hungary|Norway|Kenya|
Ireland|Wales|Peru|Chile|Brazil|Canada|Mexico|Poland|Austria|Denmark|Belgium|Iceland|Morocco|Vietnam|Nepal|Cuba|Ghana|Estonia|
Latvia|Malta|Cyprus|Jordan|Israel|Oman|Fiji|Samoa|Angola|Zambia|Bolivia|Ecuador|Mongolia|Indonesia
"""),
    "team": choices("""
Tigers|Lions|Eagles|Bears|Sharks|Wolves|Hawks|Falcons|Panthers|Rockets|Giants|Pirates|Knights|Dragons|Bulls|Foxes|Owls|Ravens|
Comets|Storm|Vikings|Rangers|Pilots|Miners|Sailors|Cobras|Otters|Bisons|Titans|Flames|Jaguars|Badgers|Meteors|Hornets|Lynxes|
Stallions|Cyclones|Beavers|Spartans|Rhinos
"""),
    "food": choices("""
pizza|lasagna|pancakes|soup|chicken curry|apple pie|omelette|risotto|dumplings|fish soup|noodles|tacos|paella|sushi|goulash|
salad|potato salad|cheese cake|tomato soup|fried rice|banana bread|waffles|mushroom stew|bean burger|onion tart|carrot cake
"""),
    "drink": choices("""
white wine|red wine|cold beer|green tea|apple juice|water|lemonade|cider|coffee|milk|grape juice|iced tea|ginger ale
"""),
    "plant": choices("""
roses|tulips|tomatoes|basil|cactus|ferns|orchids|lavender|mint|ivy|sunflowers|strawberries|beans|peppers|palms|lilies|cucumbers|
daisies|rosemary|pumpkins|bamboo|moss|thyme|herbs
"""),
    "animal": choices("""
cat|dog|horse|rabbit|hamster|parrot|turtle|goat|sheep|pony|lizard|snake|goldfish|donkey|duck|hen|tiger|lion|bear|wolf|fox|camel|
zebra|otter|seal|whale|penguin|panda|mouse|crow|badger|beaver|moose|koala
"""),
    "birdname": choices("""
robin|crow|finch|heron|swallow|sparrow|parrot|kingfisher|blackbird|woodpecker|jay|magpie
"""),
    "device": choices("""
heater|fan|toaster|dishwasher|kettle|television|radio|laptop|tablet|speaker|freezer|humidifier|projector|air conditioner|
washing machine|coffee machine|scooter|drone|watch|phone|headset|drill|lawn mower|doorbell
"""),
    "sport": choices("""
running|swimming|yoga|cycling|boxing|rowing|tennis|climbing|dancing|hiking|skating|judo|pilates|karate|football|golf|fencing
"""),
    "subject": choices("""
math|history|biology|physics|music|chemistry|art|geography|french|latin|english|sports|ethics|drama|economics|astronomy
"""),
    "profession": choices("""
baker|nurse|teacher|plumber|cook|painter|driver|gardener|tailor|waiter|carpenter|librarian|welder|florist|pilot|farmer|dentist|
lawyer|barber|potter|translator|mason|roofer
"""),
    "color": choices("""
red|green|blue|white|black|yellow|orange|purple|grey|brown|pink|silver|golden
"""),
}
TITLE_FIRST = """
Blue Silent Golden Broken Hidden Silver Lonely Wild Crystal Burning Frozen Secret Distant Velvet Electric Paper Midnight Summer
Winter Crimson Empty Endless Fallen Gentle Hollow Iron Little Lost Northern Old Painted Quiet Rising Sacred Scarlet Shining
Sleeping Stolen Sweet Twisted Wandering White Wooden Yellow
""".split()
TITLE_SECOND = """
River Moon Garden Road Heart Train Island Forest Star City Bridge Dream Mirror Ocean Tower Rain Bird Night Lantern Castle Horizon
Letter Mountain Window Shadow Harbor Desert Dance Rose Storm Kingdom Orchard Whisper Meadow Compass Anchor Wolf Dragon Crown
Violin Circus Valley
""".split()
FILE_ENDINGS = "txt pdf csv md json png doc log xml html".split()
ADJECTIVES = "small large round soft quiet old narrow bright heavy thin warm strange kind useful sharp gentle rare hollow".split()
PROBLEMS_OF = choices("""
login|screen|printer|search page|app|door sensor|export|payment form|menu|update|mail server|camera|map|keyboard|chat
""")
PROBLEMS = choices("""
is broken|does not load|is too slow|shows nothing|stopped working|crashes|is missing|freezes|loses data|turns red
""")
#: The same in both splits.
DAYS = "monday tuesday wednesday thursday friday saturday sunday tomorrow today tonight".split()
DAYS += [day.capitalize() for day in DAYS[:7]]
