"""Words of phrases of place: sides, kinds of place, and what is capitalised but no name."""

_SIDES: tuple[str, ...] = (
    "north",
    "south",
    "east",
    "west",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
)
_SIDES += ("north-east", "north-west", "south-east", "south-west")
DIRECTIONS = frozenset(
    (*_SIDES, *(f"{side}ern" for side in _SIDES), "central", "upper", "lower", "greater", "downtown", "inner")
)
_REGIONS = """
region province oblast governorate district state county area enclave peninsula department prefecture raion
canton regions provinces oblasts governorates districts states
"""
_WATERS = "sea strait river gulf island islands lake canal bay mountains valley desert"
_SITES = """
airport hospital university base airbase plant station square bridge crossing camp prison harbour harbor
school mosque church stadium hotel embassy palace dam refinery depot market street avenue quarter
neighbourhood neighborhood checkpoint barracks headquarters mine airfield monastery kindergarten consulate
parliament reactor factory terminal theatre theater cathedral shelter building road
"""
# Parts of a country that a phrase may mean by its name, kinds of place, and what stands beside one.
SHORES = frozenset(
    {"coast", "coasts", "coastline", "shore", "shores", "waters", "airspace", "soil", "territory"}
)
BORDERS = frozenset({"border", "borders", "frontier"})
TOWNS = frozenset({"city", "town", "village", "settlement", "hamlet", "township", "port", "suburb"})
REGIONS = frozenset(_REGIONS.split())
WATERS = frozenset(_WATERS.split(" "))
SITES = frozenset(_SITES.split())
FRONTS = frozenset({"front", "frontline"})
OTHERS = frozenset({"capital", "country", "outskirts", "suburbs", "centre", "center"})
NOUNS = TOWNS | REGIONS | WATERS | SITES | FRONTS | OTHERS | SHORES | BORDERS
BESIDE = frozenset(
    {"near", "outside", "off", "around", "beyond", "towards", "toward", "above", "opposite", "km", "miles"}
)
HELD = frozenset(
    {"held", "controlled", "occupied", "run", "backed", "administered", "annexed", "led", "majority"}
)
# Of Arabic names: "Deir ez-Zor", "Bab el-Oued".
_ARABIC_ARTICLES = "al el ad an ar as at az ash ed en er es et ez esh ul ud ur us uz"
ARTICLES = frozenset(_ARABIC_ARTICLES.split())

# Words that often begin a sentence or name a day, and that are villages somewhere.
_ORDINARY_WORDS = """
a about after all also although an and are as at be before both but by during each for from had he her
his how i if in into is it its many march may more most mr mrs ms near new no none not now of off on one
or our over president she since so some such than that the their then there these they this those to two
under until up was we were what when where which while who why will with you your monday tuesday
wednesday thursday friday saturday sunday january february april june july august september october
november december says said police army general minister government reuters
"""
ORDINARY = frozenset(_ORDINARY_WORDS.split())
_LEADING_WORDS = """
in at near of to from on outside around into toward towards across throughout inside within over above off
through between northern southern eastern western central downtown
"""
LEADS = frozenset(_LEADING_WORDS.split())
