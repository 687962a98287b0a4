"""The language of a text: English stays English, whatever names are in it."""

import pytest

from detente.reports.language import find_language, language_code

ENGLISH = [
    "Zelensky met Macron, Merz and Starmer at the Elysee on Monday.",
    "Sergei Lavrov and Hakan Fidan spoke by telephone.",
    "Boko Haram fighters attacked Maiduguri and Damaturu in Nigeria's Borno State.",
    "Nguyen Phu Trong and Xi Jinping were to meet in Hanoi.",
    "Recep Tayyip Erdogan hosts Vladimir Putin in Sochi.",
    "Malagasy President Andry Rajoelina dismissed his prime minister, Christian Ntsay.",
    "Viktor Orban's Fidesz won in Hodmezovasarhely, Szeged and Debrecen.",
    "Jaroslaw Kaczynski attacked Donald Tusk over the Bialowieza decision.",
    "Aleksandar Vucic and Albin Kurti left Ohrid without signing.",
    "Cote d'Ivoire's Alassane Ouattara won in Abidjan, Bouake and Yamoussoukro.",
    "Andres Manuel Lopez Obrador handed over to Claudia Sheinbaum in Mexico City.",
    "Mahmoud Abbas, Ismail Haniyeh and Ziad al-Nakhalah met in El Alamein.",
    "Kim Jong Un inspected the Choe Hyon, a destroyer, in Nampho.",
    "The Seimas in Vilnius approved Gintautas Paluckas's cabinet.",
    "Ursula von der Leyen and Kaja Kallas flew to Tashkent.",
    "Muhammad bin Salman told Abdel Fattah al-Sisi that Riyadh would pay.",
    "Nigerian President Bola Tinubu fired his housing minister.",
    "In Tbilisi, Salome Zourabichvili refused to leave the Orbeliani Palace.",
    "Drones hit Belaya, Olenya, Dyagilevo and Ivanovo.",
    "Prime Minister Ulf Kristersson spoke in Gothenburg.",
    "Kyiv denies it.\nMoscow confirms it.\nWashington waits.",
    "A Deutsche Bundesbank spokesman in Frankfurt am Main gave no comment.",
    "Mette Frederiksen said that Nuuk would decide.",
]

NAMES = [
    "Yang di-Pertuan Agong Sultan Ibrahim of Johor received Anwar Ibrahim.",
    "Luiz Inacio Lula da Silva called Gustavo Petro.",
    "Tiësto releases Nyana, Montréal-Dorval.",
    "María Begoña Gómez Fernández testified.",
    "Côte d'Ivoire votes, Bamako watches.",
]

FOREIGN = [
    ("de", "Nach Angaben der Polizei wurden bei dem Angriff drei Menschen verletzt, zwei von ihnen schwer."),
    ("de", "Der Minister war am Montag in Kiew, was will er an der Front?"),
    ("fr", "Selon la police, trois personnes ont été blessées dans l'attaque."),
    ("es", "La policía informó de tres heridos en el ataque contra la base."),
    ("it", "Secondo la polizia tre persone sono rimaste ferite nell'attacco."),
    ("pt", "Segundo a polícia, três pessoas ficaram feridas no ataque."),
    ("nl", "Volgens de politie raakten drie mensen gewond bij de aanval, was het bericht."),
    ("da", "Ministeren sagde, at der ikke er grund til bekymring for byen, og at han vil have mere tid."),
    ("pl", "Według policji w ataku ranne zostały trzy osoby."),
    ("tr", "Polise göre saldırıda üç kişi yaralandı."),
    ("ro", "Potrivit poliției, trei persoane au fost rănite în atac."),
    ("ru", "По данным полиции, ранены три человека."),
    ("uk", "За даними поліції, поранено трьох людей."),
    ("ar", "قال الوزير إنه سيسافر يوم الاثنين إلى كييف."),
    ("fa", "وزیر روز دوشنبه به کی‌یف سفر خواهد کرد."),
    ("he", "השר ייסע ביום שני לקייב לשיחות על הפסקת אש."),
    ("zh", "外交部长将于星期一前往基辅进行会谈，双方将讨论停火问题，并将会见记者。"),
    ("ja", "外相は月曜日にキーウを訪問し、停戦について話し合う予定だ。"),
    ("id", "Menteri akan berangkat ke Kyiv pada hari Senin untuk membahas gencatan senjata."),
]


@pytest.mark.parametrize("text", ENGLISH)
def test_short_english_stays_english(text):
    assert find_language(text, None, None) == "en"


@pytest.mark.parametrize(("language", "text"), FOREIGN)
def test_other_languages_are_told_from_a_sentence(language, text):
    assert find_language(text, None, None) == language


@pytest.mark.parametrize("text", ["", "123 456", "No deal.", "Москва ответит.", "!" * 100])
def test_of_too_little_text_nothing_is_said(text):
    assert find_language(text, None, "de") is None
    assert find_language(text, "Russian", None) == "ru"


@pytest.mark.parametrize("text", NAMES)
def test_what_is_hardly_more_than_names_is_never_another_language(text):
    assert find_language(text, None, None) in {"en", None}


def test_metadata_count_where_the_text_does_not_decide():
    text = "Luiz Inacio Lula da Silva called Gustavo Petro."
    assert find_language(text, None, None) is None
    assert find_language(text, "en-US", "pt") == "en"
    assert find_language(text, None, "en") == "en"


def test_metadata_do_not_count_against_the_text():
    assert find_language(FOREIGN[0][1], "en", "en") == "de"
    assert find_language(ENGLISH[0], "ru", "ru") == "en"


def test_only_the_head_is_looked_at():
    assert (
        find_language("The ministers said that they would meet. " * 100 + FOREIGN[11][1] * 1000, None, None)
        == "en"
    )


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("en", "en"),
        ("EN-us", "en"),
        ("en_GB", "en"),
        ("English", "en"),
        ("eng", "en"),
        ("zh-Hant", "zh"),
        ("Russian, formal", "ru"),
        ("xx1", None),
        ("Klingon", None),
        ("", None),
        (None, None),
    ],
)
def test_names_of_languages(name, code):
    assert language_code(name) == code
