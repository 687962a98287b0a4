"""Whether a given name is a man's or a woman's, for pronouns that go back to it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from detente.reading.actors.sheet import word_key

# Women's given names in the news. A name that is not here tells nothing: men's are too many, and pronouns do.
_WOMEN_WORDS = """
abigail adriana agnes aisha alexandra alice alicia alina alison amanda amina amy ana anastasia andrea
angela angelina anita ann anna annalena anne annette annie antonia arancha asma atifete avril
barbara beata beatrice belen benazir bernadette beth betty beverly bidya bridget brigitte camilla carla
carol carole caroline carrie catherine cecilia charlotte cherie chloe christiana christina christine
chrystia cindy claire clara claudia condoleezza cristina dalia daniela debbie deborah denise diana diane
dilma dina dolores donna dora doris dorothy edith elena elisabeth elise eliza elizabeth ella
ellen elsa emily emma erica erna esther eva evelyn fatima federica florence frances francesca gabriela
geraldine gina giorgia gisele gloria golda grace greta gwen hanan hanna hannah harriet heather heidi
helen helena helle hillary ilana inga ingrid irene irina isabel isabella ivanka jacinda jacqueline jane
janet janice jeanine jennifer jessica jill joan joanna jody joyce joy juana judith julia julie jyoti kaja
kamala karen karin karine karoline kate katerina katherine kathleen kathy katrin katrina kelly kemi kersti
khaleda kimberly kirsten kirstjen kristalina kristi lara laura lauren laurence leila leslie leticia liana
lina linda lisa liz lois loretta louise lucia lucy luisa lydia lynn maia malala manuela margaret margarita
margrethe maria mariam marianne marie marina marine marta martha mary maryam maureen maya megan melania
melanie melinda mette mia michele michelle mihaela miriam moira monica monique myriam nabila nadia
nadine naledi nancy naomi natalia natalie natasha ngozi nicola nicole nikki nina nora nouriya olena olga
olivia ophelia paetongtarn pamela patricia paula penny petra priti rachel raisa rebecca regina
rita roberta rosa rosalia rose roza rosemary ruth sabine sahle-work salome sally samantha samia sana
sandra sanna sara sarah sheila sigrid simone simonetta slavica sofia
sonia sophie stella stephanie stormy sue susan susana suella suzanne svetlana sviatlana sylvia tamara
tanya tansu tarja tatiana teresa theresa tina tracy tsai tulsi tzipi urszula ursula vaira
valentina valerie vanessa vera veronica victoria vigdis viktoria viola violeta virginia vjosa winnie
xiomara yekaterina yingluck yulia yuliya yvette zainab zara zoe zuzana
"""
_WOMEN = frozenset(_WOMEN_WORDS.split())
_WHOLE = frozenset(
    (
        "aung san suu kyi",
        "park geun hye",
        "sheikh hasina",
        "khaleda zia",
        "tsai ing wen",
        "rebiya kadeer",
        "hua chunying",
        "mao ning",
        "kim yo jong",
        "megawati sukarnoputri",
        "gloria macapagal arroyo",
        "queen elizabeth ii",
        "elizabeth ii",
        "choe son hui",
        "kang kyung wha",
        "droupadi murmu",
        "pratibha patil",
        "sushma swaraj",
        "mamata banerjee",
        "ellen johnson sirleaf",
        "ameenah gurib fakim",
    )
)
_HERS = """
mrs ms miss queen princess lady baroness chairwoman spokeswoman congresswoman woman girl mother mum mom
girlfriend aunt grandmother actress wife daughter sister widow policewoman businesswoman
"""
_HIS = """
mr sir king prince lord pope guy dad uncle boyfriend grandfather chairman spokesman congressman man boy
father husband son brother policeman businessman emir sheikh ayatollah imam gunman sultan serviceman
"""
_TITLES: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(_HERS.split(), "f") | dict.fromkeys(_HIS.split(), "m")
)


def gender_of(name: str) -> str | None:
    """What a full name tells: "f" where it is a woman's, None else."""
    words = word_key(name).split(" ")
    return "f" if word_key(name) in _WHOLE or words[0] in _WOMEN else None


def gender_of_title(words: tuple[str, ...]) -> str | None:
    """What a title or noun tells."""
    found = (_TITLES.get(word.rstrip(".")) for word in words)
    return next((one for one in found if one), None)
