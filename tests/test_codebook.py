"""The packaged codebook: it is whole, follows its own rules, and answers what is asked of it."""

import hashlib
import pickle
from importlib.resources import files
from statistics import median

import pytest

from detente.codebook import CameoCode, Codebook, load
from detente.schema import CodebookError

MODES = {
    "AGREE": "",
    "CONSULT": "visit third-party multilateral phone",
    "SUPPORT": "",
    "CONCEDE": "",
    "COOPERATE": "",
    "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack"
    " aerial drone heavy-weapons crowd-control unconventional",
}
QUADS = {
    "verbal cooperation": (1, "AGREE CONSULT SUPPORT CONCEDE"),
    "material cooperation": (2, "COOPERATE AID RETREAT"),
    "verbal conflict": (3, "REQUEST ACCUSE REJECT THREATEN"),
    "material conflict": (4, "PROTEST SANCTION MOBILIZE COERCE ASSAULT"),
}
CONTEXTS = (
    "military intelligence executive legislative election political_institutions pro_democracy pro_autocracy"
    " economic legal reparations human_rights rights_freedoms repression human_security gender lgbt"
    " religion_ethnicity inequality diplomatic territory peacekeeping health asylum migration disasters"
    " natural_resource environment technology terrorism cbrn cyber misinformation crime corruption"
    " illegal_drugs trafficking"
)
SECTORS = (
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC"
)
STATUSES = "denied demanded threatened promised planned possible reported"
STATEMENT_ACTS = (
    "say confirm deny claim announce warn threaten promise demand ask accuse praise propose predict express"
    " assess prescribe"
)
COMMITMENT_ACTS = "vow pledge ultimatum agreement plan"
QUANTITIES = "killed injured missing displaced detained released deployed amount"


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


def names(entries: tuple) -> list[str]:
    return [entry.name for entry in entries]


def sources_by_rule(codebook: Codebook, type: str, *mode: str) -> list[str]:
    """The codes with a value that go to the type (and mode) while their three-digit parent goes elsewhere."""
    by_code = {entry.code: entry for entry in codebook.cameo_codes}

    def goes(entry: CameoCode) -> bool:
        return entry.type == type and (not mode or entry.mode == mode[0])

    return [
        code
        for code, entry in by_code.items()
        if goes(entry)
        and entry.goldstein is not None
        and (len(code) == 3 or (len(code) == 4 and not goes(by_code[code[:3]])))
    ]


def test_label_sets_are_complete_and_in_order(codebook):
    assert {kind.name: names(kind.modes) for kind in codebook.event_types} == {
        name: modes.split() for name, modes in MODES.items()
    }
    assert sum(len(kind.modes) for kind in codebook.event_types) == 67
    assert names(codebook.contexts) == CONTEXTS.split()
    assert names(codebook.sectors) == SECTORS.split()
    assert names(codebook.statement_acts) == STATEMENT_ACTS.split()
    assert names(codebook.commitment_acts) == COMMITMENT_ACTS.split()
    assert names(codebook.quantities) == QUANTITIES.split()


def test_each_type_stands_in_plovers_quad(codebook):
    found = {
        quad.name: (quad.number, " ".join(k.name for k in codebook.event_types if k.quad == quad.name))
        for quad in codebook.quads
    }
    assert found == QUADS
    assert codebook.quad("SANCTION").number == 4


def test_a_recipient_is_required_where_plover_requires_one(codebook):
    assert {k.name for k in codebook.event_types if k.requires_recipient} == {"COOPERATE", "AID", "SANCTION"}


def test_signs_of_intensities_agree_with_quads(codebook):
    for kind in codebook.event_types:
        sign = 1 if kind.quad.endswith("cooperation") else -1
        for entry in (kind, *kind.modes):
            assert entry.intensity * sign >= 0, (kind.name, entry.name)


def test_intensities_of_types_follow_the_rule_of_the_file(codebook):
    values = {entry.code: entry.goldstein for entry in codebook.cameo_codes}
    for kind in codebook.event_types:
        assert list(kind.intensity_source) == sources_by_rule(codebook, kind.name), kind.name
        expected = median(values[code] for code in kind.intensity_source)
        assert kind.intensity == pytest.approx(expected), kind.name


def test_intensities_of_modes_follow_the_rule_of_the_file(codebook):
    values = {entry.code: entry.goldstein for entry in codebook.cameo_codes}
    for kind in codebook.event_types:
        for mode in kind.modes:
            by_rule = sources_by_rule(codebook, kind.name, mode.name)
            if by_rule:
                assert list(mode.intensity_source) == by_rule, mode
            else:
                assert mode.note, f"{kind.name}.{mode.name} does not say why it took another code"
            expected = [values[code] for code in mode.intensity_source] or [kind.intensity]
            assert mode.intensity == pytest.approx(median(expected)), mode


def test_an_exported_event_comes_back_as_the_same_type(codebook):
    for kind in codebook.event_types:
        for mode in (None, *names(kind.modes)):
            assert codebook.from_cameo(codebook.cameo(kind.name, mode)).type == kind.name


@pytest.mark.parametrize(
    ("code", "type", "mode"),
    [
        ("02", "REQUEST", None),
        ("018", "SUPPORT", None),
        ("024", "REQUEST", "change"),
        ("055", "SUPPORT", None),
        ("057", "AGREE", None),
        ("075", "AID", None),
        ("0813", "CONCEDE", None),
        ("0831", "RETREAT", "resign"),
        ("0871", "RETREAT", "ceasefire"),
        ("10", "REQUEST", None),
        ("010", None, None),
        ("115", "ACCUSE", "allege"),
        ("116", "SANCTION", "convict"),
        ("139", "THREATEN", None),
        ("143", "PROTEST", None),
        ("163", "SANCTION", "discontinue"),
        ("164", "REJECT", "meet"),
        ("1712", "ASSAULT", "destroy"),
        ("1722", "COERCE", "restrict"),
        ("186", "ASSAULT", "targeted"),
        ("192", "ASSAULT", None),
        ("195", "ASSAULT", "aerial"),
        ("1952", "ASSAULT", "drone"),
    ],
)
def test_codes_are_read_as_the_annotation_guide_has_the_acts(codebook, code, type, mode):
    entry = codebook.from_cameo(code)
    assert (entry.type, entry.mode) == (type, mode)


def test_cameo_is_whole(codebook):
    codes = {entry.code for entry in codebook.cameo_codes}
    assert {code for code in codes if len(code) == 2} == {f"{root:02}" for root in range(1, 21)}
    assert all(code[:-1] in codes for code in codes if len(code) > 2)
    assert len(codes) == 318


def test_appeals_are_read_like_the_demands_they_soften(codebook):
    appeals = [entry for entry in codebook.cameo_codes if entry.code.startswith("02")]
    for appeal in appeals:
        demand = codebook.from_cameo("10" + appeal.code[2:])
        assert (appeal.type, appeal.mode, appeal.contexts) == (demand.type, demand.mode, demand.contexts)
    assert len(appeals) == 28


def test_codes_that_are_no_event_say_why(codebook):
    none = [entry for entry in codebook.cameo_codes if entry.type is None]
    assert [entry.code for entry in none] == ["01", *(f"0{n}" for n in (10, 11, 12, 13, 14, 15, 16, 17, 19))]
    assert all(entry.note for entry in none)


def test_relief_has_the_context_of_human_security(codebook):
    assert codebook.from_cameo("073").contexts == ("human_security",)
    assert codebook.from_cameo("1124").contexts == ("military", "legal")


def test_names_of_codes_are_unique_below_the_roots(codebook):
    found = [entry.name.casefold() for entry in codebook.cameo_codes if len(entry.code) > 2]
    assert len(found) == len(set(found))


def test_every_earlier_status_prevails_over_every_later_one(codebook):
    order = STATUSES.split()
    assert names(codebook.statuses) == order
    assert [status.precedence for status in codebook.statuses] == list(range(1, 8))
    for rank, status in enumerate(order):
        assert codebook.prevailing(*reversed(order[rank:])) == status


def test_tones_stay_in_range_and_tell_praise_from_blame(codebook):
    assert all(-1 <= act.tone <= 1 for act in codebook.statement_acts)
    tones = [codebook.tone(act) for act in ("threaten", "accuse", "say", "praise")]
    assert tones == sorted(set(tones))


def test_quantities_of_people_come_in_persons_and_amounts_in_money(codebook):
    units = {quantity.name: quantity.units for quantity in codebook.quantities}
    assert units.pop("amount") == ("currency",)
    assert {usual for usual, *_ in units.values()} == {"persons"}


def test_a_mode_has_its_own_intensity_and_a_bare_type_the_types(codebook):
    assert codebook.intensity("ASSAULT", "abduct") == -8.5
    assert codebook.intensity("ASSAULT") == codebook.event_type("ASSAULT").intensity == -9.75
    assert codebook.mode("REJECT", "meet").intensity != codebook.mode("REQUEST", "meet").intensity


def test_unknown_names_are_refused(codebook):
    with pytest.raises(CodebookError, match="no event type 'FIGHT'"):
        codebook.intensity("FIGHT", "drone")
    with pytest.raises(CodebookError, match="AGREE has no mode 'drone'"):
        codebook.cameo("AGREE", "drone")
    with pytest.raises(CodebookError, match=r"plover .* has no CAMEO code '0999'"):
        codebook.from_cameo("0999")
    with pytest.raises(CodebookError, match="no status 'maybe'"):
        codebook.prevailing("reported", "maybe")
    with pytest.raises(CodebookError, match="no statement act 'mutter'"):
        codebook.tone("mutter")


def test_the_packaged_codebook_is_read_once_and_carries_the_hash_of_its_bytes(codebook):
    content = files("detente.codebook").joinpath("plover.toml").read_bytes()
    assert codebook.sha256 == hashlib.sha256(content).hexdigest()
    assert load() is codebook


def test_a_codebook_survives_the_way_to_another_process(codebook):
    copy = pickle.loads(pickle.dumps(codebook))
    assert copy == codebook
    assert copy.from_cameo("190") == codebook.from_cameo("190")
