"""Training rows from the public corpora: EWT (syntax, names, roles, factuality), GUM (syntax, mentions,
attributions) and the examples of PropBank (roles).

A row holds `words` and, for what its source labels, one value a word: `upos`, `lemma` (edit script), `head`
(0 for the root, else 1 + index), `deprel`; `mention`, `type`, `statement`, `commitment`, `figure` as sets of
allowed labels (a bit each, 0: not labelled); and `anchors`, each a word with the spans that play a role for
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from detente.reading.words import split_words
from sources import QUOTES, read_rows
from tasks import MENTIONS, ROLES, srl_label

Row = dict[str, Any]
Token = Mapping[str, Any]
BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
NAMES = {"PER": "person", "ORG": "organisation", "LOC": "place"}
GUM_KINDS = {"person": "person", "organization": "organisation", "place": "place"}
MODIFIERS = ("ADJ", "NOUN", "PUNCT")  # before a common noun that stands for somebody
LINKS = ("of", "for", "and", "the", "de", "-", "'s")  # may stand inside of a name
BAD_EDGES = frozenset(("that", ",", '"', "\u201c", "\u201d", ".", ":", "``", "''", "'"))


def begins(kind: str) -> int:
    """The set that holds only the first word of a mention of this kind."""
    return 1 << (1 + 2 * MENTIONS.index(kind))


def goes_on(kind: str) -> int:
    """The set that holds only a further word of a mention of this kind."""
    return 1 << (2 + 2 * MENTIONS.index(kind))


OUTSIDE = 1
MAYBE_NOMINAL = OUTSIDE | begins("nominal") | goes_on("nominal")


def edit_script(form: str, lemma: str) -> str:
    """How a lemma comes from a form: keep the letters' case (k) or lower it (l), cut so many, add these."""
    keep = form == lemma or not lemma.islower()
    base = form if keep else form.lower()
    same = 0
    while same < min(len(base), len(lemma)) and base[same] == lemma[same]:
        same += 1
    return f"{'k' if keep else 'l'}{len(base) - same}+{lemma[same:]}"


def syntax(tokens: Sequence[Token]) -> Row:
    """The words of a sentence and their syntax."""
    return {
        "words": [token["form"] for token in tokens],
        "upos": [token["upos"] for token in tokens],
        "lemma": [edit_script(token["form"], token["lemma"]) for token in tokens],
        "head": [token["head"] + 1 for token in tokens],
        "deprel": [token["deprel"] for token in tokens],
    }


def seen_lower(tokens: Iterator[Token]) -> frozenset[str]:
    """Adjectives that occur in small letters, so that a capital on them means nothing."""
    return frozenset(token["form"] for token in tokens if token["upos"] == "ADJ" and token["form"].islower())


def is_group(token: Token, ordinary: frozenset[str]) -> bool:
    """Whether a token is an adjective made from a name ("Iraqi"), that is, always written with a capital."""
    form = token["form"]
    return bool(token["upos"] == "ADJ" and form[0].isupper() and form[1:].islower()) and (
        form.lower() not in ordinary and token["xpos"] == "JJ" and len(form) > 3
    )


def default_mention(token: Token, ordinary: frozenset[str]) -> int:
    """What a token may be where no name is marked and common nouns are not annotated."""
    if is_group(token, ordinary):
        return begins("group")
    if token["xpos"] == "NNPS":
        return OUTSIDE | begins("group")
    return MAYBE_NOMINAL if token["upos"] in ("NOUN", "ADJ", "PROPN", "PUNCT", "NUM") else OUTSIDE


def read_ewt(data: Path, part: str) -> Iterator[Row]:
    """Rows of one part of EWT."""
    sentences = list(read_rows(data / "ewt" / f"{part}.jsonl.gz"))
    ordinary = seen_lower(token for sentence in sentences for token in sentence["tokens"])
    for sentence in sentences:
        if part == "train" and sentence.get("overlaps_test"):
            continue
        tokens = sentence["tokens"]
        row = {"id": sentence["sent_id"], "set": "ewt", "split": part, **syntax(tokens)}
        if sentence["ner"] is not None:
            row["mention"] = [
                default_mention(token, ordinary)
                if tag == "O"
                else (begins if tag[0] == "B" else goes_on)(NAMES[tag[2:]])
                for token, tag in zip(tokens, sentence["ner"], strict=True)
            ]
            row["ner"] = sentence["ner"]
        if sentence["srl"] is not None:
            held = {predicate["i"] for predicate in sentence["srl"]}
            row["rolesets"] = [(predicate["i"], predicate["roleset"]) for predicate in sentence["srl"]]
            row["predicate"] = [int(index in held) for index in range(len(tokens))]
            row["anchors"] = [
                {"word": predicate["i"], "srl": srl_spans(predicate["args"])} for predicate in sentence["srl"]
            ]
        values = [(item["i"], item["value"]) for item in sentence["factuality"] or () if "value" in item]
        row["factuality"] = [value for value in values if value[1] is not None]
        yield row


def srl_spans(args: Sequence[Sequence[Any]]) -> list[list[int]]:
    """[label, start, end] of each argument whose role is among the model's."""
    return [[srl_label(role), start, end] for role, start, end in args if srl_label(role)]


def read_gum(data: Path, part: str) -> Iterator[Row]:
    """Rows of one part of GUM, one a sentence, without entities and attributions that cross sentences."""
    documents = [row for row in read_rows(data / "gum" / f"{part}.jsonl.gz") if not row["overlaps_test"]]
    ordinary = seen_lower(token for document in documents for token in document["tokens"])
    for document in documents:
        for sentence in document["sentences"]:
            start, end = sentence["start"], sentence["end"]
            tokens = document["tokens"][start:end]
            row = {"id": sentence["sent_id"], "set": "gum", "split": part, **syntax(tokens)}
            entities = [
                (entity["start"] - start, entity["end"] - start, entity["type"])
                for entity in document["entities"]
                if start <= entity["start"] and entity["end"] <= end
            ]
            row["mention"] = gum_mentions(tokens, entities, ordinary)
            row["anchors"] = []
            for attribution in document["attributions"]:
                add_attribution(row, attribution, start, end)
            yield row


def gum_mentions(
    tokens: Sequence[Token], entities: Sequence[tuple[int, int, str]], ordinary: frozenset[str]
) -> list[int]:
    """The mention set of each token: names first, then nominal persons and organisations around them."""
    tags = [begins("group") if is_group(token, ordinary) else OUTSIDE for token in tokens]
    taken = [False] * len(tokens)
    found = []
    for start, end, label in entities:
        head = next((i for i in range(start, end) if not start <= tokens[i]["head"] < end), start)
        if label in GUM_KINDS and tokens[head]["upos"] in ("PROPN", "NOUN"):
            found.append((tokens[head]["upos"] == "NOUN", end - start, head, start, end, label))
    for nominal, _, head, start, end, label in sorted(found):
        if taken[head] or (nominal and label == "place"):
            continue
        left, right = head, head + 1
        if nominal:
            kind = "nominal"
            while left > start and tokens[left - 1]["upos"] in MODIFIERS and not taken[left - 1]:
                left -= 1
            left += tokens[left]["upos"] == "PUNCT"
        else:
            kind = "group" if tokens[head]["xpos"] == "NNPS" and label == "person" else GUM_KINDS[label]
            left, right = grow_name(tokens, head, start, end)
        if not any(taken[left:right]):
            tags[left:right] = [begins(kind)] + [goes_on(kind)] * (right - left - 1)
            taken[left:right] = [True] * (right - left)
    return tags


def grow_name(tokens: Sequence[Token], head: int, start: int, end: int) -> tuple[int, int]:
    """[start, end) of the proper nouns around a head, with the small words that stand between them."""

    def proper(index: int) -> bool:
        return start <= index < end and tokens[index]["upos"] == "PROPN"

    left, right = head, head + 1
    while proper(left - 1) or (proper(left - 2) and tokens[left - 1]["form"] in LINKS and left - 1 > start):
        left -= 1
    while proper(right) or (proper(right + 1) and tokens[right]["form"] in LINKS):
        right += 1
    return left, right


def add_attribution(row: Row, attribution: Mapping[str, Any], start: int, end: int) -> None:
    """Mark who says what in a sentence, where clause and content stand in it and the clause has one verb.

    Roles alone: what counts as an attribution there ("studies show") is no statement of the scheme at times.
    """
    spans = [*attribution["source"], *attribution["content"]]
    if len(attribution["source"]) != 1 or not all(start <= left and right <= end for left, right in spans):
        return
    left, right = (edge - start for edge in attribution["source"][0])
    verbs = [
        index
        for index in range(left, right)
        if row["upos"][index] == "VERB" and not left <= row["head"][index] - 1 < right
    ]
    content = [trim(row["words"], first - start, last - start) for first, last in attribution["content"]]
    if len(verbs) != 1 or any(first >= last for first, last in content):
        return
    roles = [[ROLES.index("statements.content"), first, last] for first, last in content]
    holder = [index - start for index in attribution["holder_tokens"] if left <= index - start < right]
    if holder:
        first, last = min(holder), max(holder) + 1
        first += row["upos"][first] == "DET" and last - first > 1
        roles.append([ROLES.index("statements.speaker"), first, last])
    row["anchors"].append({"word": verbs[0], "layers": ["statements"], "roles": roles})


def trim(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """A clause without "that", quotation marks and stops at its edges."""
    while start < end and words[start] in BAD_EDGES:
        start += 1
    while start < end and words[end - 1] in BAD_EDGES:
        end -= 1
    return start, end


def read_propbank(data: Path) -> Iterator[Row]:
    """Rows of PropBank's examples, those that share text with a test set left out."""
    for number, example in enumerate(read_rows(data / "propbank" / "examples.jsonl.gz")):
        if example["overlaps_test"]:
            continue
        words: list[str] = []
        first = []  # for each token the index of its first word
        for token in example["tokens"]:
            first.append(len(words))
            shown = BRACKETS.get(token, QUOTES.get(token, token))
            words += [shown[start:end] for start, end in split_words(shown)] or ["?"]
        first.append(len(words))
        spans = [[label, first[start], first[end]] for label, start, end in srl_spans(example["args"])]
        anchors = [{"word": first[example["predicate"][0]], "srl": spans}]
        row = {"id": f"pb-{number}", "set": "propbank", "split": "train", "words": words, "anchors": anchors}
        yield row | {"rolesets": [(anchors[0]["word"], example["roleset"])]}
