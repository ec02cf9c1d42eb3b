"""What functions are made of that are invented on the spot."""

#: Nouns of invented tools.
NOUNS_TEXT = """
permit quota badge roster ledger voucher coupon passport pension budget bonus discount deposit receipt warranty contract lease
patent license donation auction bid tariff subsidy grant scholarship stipend salary-slip fine penalty debt refund levy toll fee
fare rate score rank label tag stamp seal barcode blueprint sketch draft manuscript chapter stanza verse melody chord rhythm choir
orchestra rehearsal costume script scene stage curtain spotlight puppet mask trophy medal ribbon tournament bracket referee
whistle racket paddle helmet saddle harness kennel stable aquarium beehive nest burrow greenhouse compost seedbed orchard vineyard
barn silo tractor plough fence hammock canopy tent campsite trail compass rucksack lantern beacon buoy anchor harbor dock cargo
crate pallet container crane forklift conveyor turbine generator reactor boiler furnace chimney valve pump pipeline sewer
reservoir dam canal sluice aqueduct bridge tunnel viaduct runway hangar cockpit glider balloon satellite orbit telescope
observatory microscope specimen sample vaccine bandage splint crutch wheelchair ambulance ward clinic dosage allergy diagnosis
therapy syllabus lecture seminar thesis quiz diploma semester campus dormitory cafeteria locker keycard turnstile lobby balcony
attic cellar staircase corridor pantry cupboard drawer shelf wardrobe mattress pillow blanket carpet mosaic mural statue fountain
pavilion plaza kiosk booth market stall bakery brewery cheese-cave mill forge kiln loom spindle needle quilt zipper collar sleeve
boot sandal bracelet pendant brooch perfume lotion sponge broom bucket ladder drill chisel hammer rivet gear piston clutch gasket
sensor antenna modem router firewall cluster bucket-store pipeline-run snapshot backup webhook endpoint token session cookie cache
queue broker topic schema shard replica manifest artifact changelog milestone sprint backlog
"""
NOUNS = NOUNS_TEXT.split()

#: Verbs of invented tools that ask, how users say them, and verbs that act with what they leave behind.
READ_VERBS = "get find check fetch lookup show read query load retrieve see inspect".split()
READ_WORDS = "get|find|check|look up|fetch|show me|read|tell me|give me|see".split("|")
ACT_VERBS = {
    "book": "booked", "order": "ordered", "cancel": "cancelled", "start": "started", "stop": "stopped", "open": "opened",
    "close": "closed", "send": "sent", "delete": "deleted", "create": "created", "save": "saved", "archive": "archived",
    "print": "printed", "share": "shared", "lock": "locked", "unlock": "unlocked", "move": "moved", "reserve": "reserved",
    "repair": "repaired", "paint": "painted", "clean": "cleaned", "copy": "copied", "approve": "approved", "reject": "rejected",
    "pause": "paused", "resume": "resumed", "schedule": "scheduled", "test": "tested", "publish": "published", "sort": "sorted",
    "activate": "activated", "renew": "renewed", "return": "returned", "verify": "verified", "register": "registered",
    "enable": "enabled", "disable": "disabled", "update": "updated", "build": "built", "sell": "sold", "buy": "bought",
    "rent": "rented", "sign": "signed", "track": "tracked", "reset": "reset", "record": "recorded", "claim": "claimed",
    "deliver": "delivered", "collect": "collected", "extend": "extended", "freeze": "frozen", "release": "released",
}
SET_VERBS = "set change adjust put".split()

#: What an invented tool is asked about: (label, kind, names, what descriptions call it).
KEYS = [
    ("key", "name", "name person user who customer member owner client guest player", "person"),
    ("key", "city", "city place location town where site", "city"),
    ("key", "code", "id code key reference number serial ref", "code"),
    ("key", "digits", "number id no account code", "number"),
    ("key", "item", "item product thing object article subject", "thing"),
    ("key", "country", "country nation land region", "country"),
    ("key", "company", "company firm business brand vendor", "company"),
    ("key", "date", "date day when on", "date"),
    ("key", "room", "room area zone space", "room"),
    ("key", "word", "word key input value text arg", "word"),
    ("key", "madeupname", "name target subject input entity key", "name"),
    ("key", "title", "title name label query", "title"),
]

#: Further parameters of invented tools: (names, description, kind, what the user says; for false after the slash).
EXTRAS = [
    ("count quantity number", "How many", "2-99", " with a count of {x}"),
    ("size scale", "How big", "small/medium/large", " in size {x}"),
    ("level priority urgency", "How urgent", "low/medium/high", " with {x} priority"),
    ("color colour", "Which color", "red/green/blue", " in {x}"),
    ("day weekday when", "Which day", "day", " on {x}"),
    ("time at hour", "Time of day", "time", " at {x}"),
    ("limit max maximum", "Upper limit", "2-500", " with a limit of {x}"),
    ("weight kilos", "Weight in kilos", "1.5-99.5", " with a weight of {x}"),
    ("details verbose full", "Whether with details", "bool", " with details/ without details"),
    ("fast express urgent", "Whether it is fast", "bool", " by express/ without express"),
    ("note comment remark", "A note", "phrase", " with the note {x}"),
    ("format kind type", "Format of the answer", "short/long/table", " in {x} format"),
    ("month period", "Which month", "month", " in {x}"),
    ("language lang", "Which language", "language", " in {x}"),
    ("days duration", "How many days", "2-60", " for {x} days"),
    ("by agent assistant", "Who does it", "name", " by {x}"),
]

#: Fields of invented results.
FIELDS = [
    ("size", "2-999"), ("color", "color"), ("owner", "name"), ("city", "city"), ("total", "2-999"), ("price", "2.5-99.5"),
    ("code", "code"), ("day", "day"), ("state", "open/closed/active/full/empty"), ("count", "2-99"), ("time", "time"),
    ("kind", "word"), ("level", "low/medium/high"), ("score", "2-99"), ("grade", "first/second/third"), ("item", "item"),
]
