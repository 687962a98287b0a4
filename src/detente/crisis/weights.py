"""What each agreement and contradiction of two mentions weighs, in thousandths of a unit of log-odds.

Fitted to the golden incidents that `bench/incidents.py` was tuned on, by `bench/incident_weights.py`: there
stand the values expected beforehand, and it says what such weights score on crises they were not fitted to.
"""

from collections.abc import Mapping
from types import MappingProxyType

# An amount is 1 for what holds, else what the comment says.
WEIGHTS: Mapping[str, int] = MappingProxyType(
    {
        "start": -2_660,  # before anything is compared
        "type.family": -500,  # types that may stand for each other
        "type.other": -380,
        "trigger.same": 1_130,
        "trigger.like": 450,
        "trigger.unlike": -1_090,
        "side.entity": 430,
        "side.name": 1_040,
        "side.country": 850,
        "side.other_country": -1_930,
        "side.other_entity": -480,  # others of one country, or of none
        "side.half": -230,  # a country here, none known there
        "parties.entity": 670,
        "parties.name": 900,
        "parties.country": 400,
        "parties.partly": -1_000,  # each has a party that the other lacks
        "parties.other_country": -2_000,
        "parties.other_entity": -500,
        "parties.half": -280,
        "sides.reversed": -2_000,  # who acts in one is acted on in the other
        "place.same": 1_380,  # the same city or point
        "place.near": 750,  # within 30 km
        "place.region": 490,  # the same region
        "place.country": 400,  # the same country
        "place.other": -2_200,  # more than 120 km apart
        "place.other_region": -1_250,  # two regions of a country
        "place.land": -2_420,  # in other countries
        "days.named_same": 1_580,  # both texts name the day
        "days.named_apart": -1_170,  # a day
        "days.news": 30,  # neither text names a day
        "days.news_other": -1_250,  # told as of other days
        "days.news_apart": -1_420,  # a day from the second, up to 5
        "days.mixed": 450,  # all else
        "days.mixed_back": -240,  # a day from the second between their last days, up to 5
        "days.mixed_apart": -870,  # a day
        "days.vague": 0,  # of many days in one
        "days.vague_apart": -630,  # a day
        "words.cosine": 2_240,  # 0..1, of the rarity of all words
        "near.cosine": 2_340,  # 0..1, of words about the triggers
        "words.thin": -2_910,  # 1 for nothing in common but the triggers, 0 for a rare word
        "names.shared": 0,  # 10 in rarity, up to 24
        "names.clash": -730,  # 10 in rarity of names that the other lacks, up to 12
        "numbers.other": -590,
        "tolls.same": 860,
        "tolls.other": -1_070,  # natural logarithm of their ratio, up to 2
        "sentence.same": 4_000,  # and the same trigger
        "sentence.two_acts": -1_600,
    }
)
