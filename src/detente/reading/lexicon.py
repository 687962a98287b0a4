"""The first reader's lexicon: what each word and name may mean, read from `codebook/first_reader.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.codebook import Codebook
from detente.codebook import load as load_codebook
from detente.schema import CodebookError

TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:-\w+)*|\d+(?:[.,]\d+)+|\w+(?:['\u2019](?!s\b)\w+)*(?:-\w+)*|['\u2019]s\b|[^\w\s]"
)
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Somebody or something with a name. offices: (since, until or None, title)."""

    text: str
    entity: str | None = None
    country: str | None = None
    sector: str | None = None
    person: bool = False
    offices: tuple[tuple[date, date | None, str], ...] = ()

    def office(self, day: date) -> str | None:
        """The title of the office held on a day."""
        held = (
            title for since, until, title in self.offices if since <= day and (until is None or day < until)
        )
        return next(held, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An entry of [acts]: a type of event, and where its words have their actors."""

    entry: str
    type: str
    mode: str | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    noun_to: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    bare: bool = True
    history: bool = False
    mutual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Governor:
    """An entry of [governors]: the status of what depends on its words, and the bond that they make."""

    entry: str
    status: str
    commitment: str | None = None
    control: str = "subject"
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a word or phrase may be.

    tag: its part of speech as anything but a verb, in the letters of [words] and of `units`.
    lemma, forms: as a verb. noun: base form of a noun that an entry lists.
    """

    tag: str = "w"
    lemma: str | None = None
    forms: frozenset[str] = frozenset()
    noun: str | None = None
    sector: str | None = None
    name: Name | None = None
    adjective: bool = False


UNKNOWN = Word()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Everything that the rules ask. longest: tokens in the longest phrase that begins with a token."""

    version: str
    codebook: Codebook
    names: Mapping[Phrase, Word]
    words: Mapping[Phrase, Word]
    longest: Mapping[str, int] = field(repr=False)
    verb_acts: Mapping[str, Act]
    noun_acts: Mapping[str, Act]
    verb_governors: Mapping[str, Governor]
    noun_governors: Mapping[str, Governor]
    speech: Mapping[str, str]
    classes: Mapping[str, frozenset[str]]
    modes: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]
    places: Mapping[str, tuple[str, str]]

    def is_conflict(self, type: str) -> bool:
        """Whether a type of event is on the side of conflict."""
        return "conflict" in self.codebook.quad(type).name


def load_lexicon(path: Path | None = None, *, codebook: Codebook | None = None) -> Lexicon:
    """Read the lexicon at `path`, or detente's own, for a codebook (default: detente's own).

    Raises: CodebookError for a file that cannot be read, breaks its form, or names what the codebook lacks.
    """
    file = path or files("detente.codebook").joinpath("first_reader.toml")
    try:
        return _lexicon(tomllib.loads(file.read_text(encoding="utf-8")), codebook or load_codebook())
    except OSError as error:
        raise CodebookError(f"{file}: cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CodebookError(f"{file}: not a lexicon: {type(error).__name__}: {error}") from error


def phrase(text: str) -> Phrase:
    """The tokens of a text in lower case."""
    return tuple(token.lower() for token in TOKEN.findall(text))


def _lexicon(raw: dict[str, Any], codebook: Codebook) -> Lexicon:
    acts = [Act(entry=f"acts.{key}", **_tuples(table)) for key, table in raw["acts"].items()]
    governors = [Governor(entry=f"governors.{k}", **_tuples(table)) for k, table in raw["governors"].items()]
    for act in acts:
        codebook.intensity(act.type, act.mode)
    for governor in governors:
        codebook.prevailing(governor.status)
    for statement_act in raw["speech"]:
        codebook.tone(statement_act)
    names, words = _names(raw), _words(raw, acts, governors)
    longest: dict[str, int] = {}
    for key in (*names, *words):
        longest[key[0]] = max(len(key), longest.get(key[0], 1))
    return Lexicon(
        version=raw["version"],
        codebook=codebook,
        names=names,
        words=words,
        longest=longest,
        verb_acts={verb: act for act in acts for verb in act.verbs},
        noun_acts={noun: act for act in acts for noun in act.nouns},
        verb_governors={verb: governor for governor in governors for verb in governor.verbs},
        noun_governors={n: governor for governor in governors for n in governor.nouns + governor.adjectives},
        speech={
            word: act
            for act, table in raw["speech"].items()
            for key in ("nouns", "verbs")
            for word in table.get(key, ())
        },
        classes={key: frozenset(members) for key, members in raw["classes"].items()},
        modes={
            type: tuple((m, frozenset(w)) for m, w in table.items()) for type, table in raw["modes"].items()
        },
        places={table["name"].lower(): (code, "country") for code, table in raw["countries"].items()}
        | {city.lower(): (code, "city") for code, cities in raw["places"].items() for city in cities},
    )


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _names(raw: dict[str, Any]) -> dict[Phrase, Word]:
    names: dict[Phrase, Word] = {
        phrase(c): Word(tag="W") for cities in raw["places"].values() for c in cities
    }
    for code, table in raw["countries"].items():
        country = Name(text=table["name"], entity=table["wikidata"], country=code)
        people, seat = replace(country, entity=None, sector="CVL"), replace(country, sector="GOV")
        for texts, name, tag in (
            ((country.text, *table.get("names", ())), country, "A"),
            (table.get("people", ()), people, "A"),
            (table.get("stands_for", ()), seat, "A"),
            (table.get("adjectives", ()), country, "J"),
        ):
            for text in texts:
                twice = tag == "J" and names.get(phrase(text), Word()).tag == "A"
                names[phrase(text)] = Word(tag="A" if twice else tag, name=name, adjective=tag == "J")
    for kind, section in (("body", "bodies"), ("person", "persons")):
        for text, table in raw[section].items():
            name = Name(
                text=text,
                entity=table.get("wikidata") or f"{kind}:{re.sub(r'[^a-z0-9]+', '-', text.lower())}",
                country=table.get("country"),
                sector=table.get("sector") or ("GOV" if kind == "person" else None),
                person=kind == "person",
                offices=tuple(_office(line) for line in table.get("offices", ())),
            )
            for alias in (text, *table.get("names", ())):
                names[phrase(alias)] = Word(tag="a" if name.person else "A", name=name)
    return names


def _office(line: str) -> tuple[date, date | None, str]:
    term, _, title = line.partition(" ")
    since, _, until = term.partition("..")
    return date.fromisoformat(since), date.fromisoformat(until) if until else None, title


def _words(raw: dict[str, Any], acts: list[Act], governors: list[Governor]) -> dict[Phrase, Word]:
    """Of several readings as no verb, the first that is told stays."""
    words: dict[Phrase, Word] = {}

    def tell(text: str, tag: str, noun: str | None = None, sector: str | None = None) -> None:
        if phrase(text) not in words:
            words[phrase(text)] = Word(tag=tag, noun=noun, sector=sector)

    for tag, section in (("O", "groups"), ("G", "roles")):
        for sector, nouns in raw[section].items():
            for noun in nouns:
                tell(noun, tag, sector=sector)
    for act in acts:
        for noun in act.nouns:
            tell(noun, "N", noun)
            tell(_with_s(noun), "N", noun)
    for adjective in (word for governor in governors for word in governor.adjectives):
        tell(adjective, "g", adjective)
    for noun in (
        n for table in (*raw["governors"].values(), *raw["speech"].values()) for n in table.get("nouns", ())
    ):
        tell(noun, "g", noun)
        tell(_with_s(noun), "g", noun)
    for tag, members in {"K": raw["classes"]["instrument"], **raw["words"]}.items():
        for text in members if tag != "v" else ():
            tell(text, tag)
    spoken = [verb for table in raw["speech"].values() for verb in table.get("verbs", ())]
    known = [verb for act in acts for verb in act.verbs]
    known += [verb for governor in governors for verb in governor.verbs]
    for verb in (*known, *spoken, *raw["classes"]["carrier"], *raw["words"]["v"]):
        _tell_verb(words, verb, raw["inflections"])
    return words


def _tell_verb(words: dict[Phrase, Word], verb: str, irregular: dict[str, str]) -> None:
    first, *rest = verb.split()
    ed = first + "d" if first.endswith("e") else re.sub(r"([^aeiou])y$", r"\1i", first) + "ed"
    ing = (first[:-1] if re.search(r"[^eoy]e$", first) else first) + "ing"
    past, participle, ing = irregular[first].split() if first in irregular else (ed, ed, ing)
    forms: dict[str, set[str]] = {}
    for text, form in (
        (first, "base"),
        (_with_s(first), "s"),
        (past, "past"),
        (participle, "participle"),
        (ing, "ing"),
    ):
        forms.setdefault(text, set()).add(form)
    for text, found in forms.items():
        key = phrase(" ".join((text, *rest)))
        word = words.get(key, Word())
        if word.lemma is None:
            words[key] = replace(word, lemma=verb, forms=frozenset(found))


def _with_s(word: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh)$", word):
        return word + "es"
    return re.sub(r"([^aeiou])y$", r"\1ie", word) + "s"
