"""What the archives' codes of acts are in the codebook. What is not known is said, never guessed."""

from collections.abc import Mapping
from types import MappingProxyType

from detente.archives.model import Act
from detente.codebook import Codebook

_UNKNOWN = Act(fault="unknown event code")
_NOT_TOLD = Act()
# Source: UCDP GED codebook, type_of_violence: 1 state-based, 2 non-state, 3 one-sided.
_UCDP = ("1", "2", "3")
# Source: ACLED codebook, sub-event types. None: a change of state in which nobody acts upon anybody.
_ACLED: Mapping[str, tuple[str, str | None] | None] = MappingProxyType(
    {
        "government regains territory": ("ASSAULT", None),
        "non-state actor overtakes territory": ("ASSAULT", None),
        "armed clash": ("ASSAULT", None),
        "chemical weapon": ("ASSAULT", "unconventional"),
        "air/drone strike": ("ASSAULT", "aerial"),
        "suicide bomb": ("ASSAULT", "suicide-attack"),
        "shelling/artillery/missile attack": ("ASSAULT", "heavy-weapons"),
        "remote explosive/landmine/ied": ("ASSAULT", "explosives"),
        "grenade": ("ASSAULT", "explosives"),
        "sexual violence": ("ASSAULT", "sexual"),
        "attack": ("ASSAULT", None),
        "abduction/forced disappearance": ("ASSAULT", "abduct"),
        "excessive force against protesters": ("ASSAULT", "crowd-control"),
        "protest with intervention": ("PROTEST", "demo"),
        "peaceful protest": ("PROTEST", "demo"),
        "violent demonstration": ("PROTEST", "riot"),
        "mob violence": ("PROTEST", "riot"),
        "agreement": ("AGREE", None),
        "arrests": ("COERCE", "arrest"),
        "disrupted weapons use": ("COERCE", "seize"),
        "looting/property destruction": ("ASSAULT", "destroy"),
        "non-violent transfer of territory": ("RETREAT", "withdraw"),
        "headquarters or base established": ("MOBILIZE", "troops"),
        "change to group/activity": None,
        "other": None,
    }
)
UCDP_TYPES: tuple[str, ...] = ("ASSAULT",)
ACLED_TYPES: tuple[str, ...] = tuple(dict.fromkeys(act[0] for act in _ACLED.values() if act is not None))
# PLOVER's and POLECAT's older names of types.
_RENAMED: Mapping[str, str] = MappingProxyType({"DEMAND": "REQUEST"})


def cameo(codebook: Codebook, code: str) -> Act:
    """A CAMEO code with its leading zeros."""
    known = {entry.code: entry for entry in codebook.cameo_codes}.get(code)
    if known is None:
        return _UNKNOWN
    if not known.type:
        return _NOT_TOLD
    return _act(codebook, known.type, known.mode, known.contexts)


def plover(codebook: Codebook, code: str) -> Act:
    """A type of the codebook, with its mode after "/"; a mode that the codebook does not have is left out."""
    name, _, mode = (part.strip() for part in code.partition("/"))
    name = _RENAMED.get(name.upper(), name.upper())
    kind = next((kind for kind in codebook.event_types if kind.name == name), None)
    if kind is None:
        return _UNKNOWN
    modes = [entry.name for entry in kind.modes]
    spelled = mode.lower().replace("_", "-")
    return _act(codebook, name, spelled if spelled in modes else None)


def either(codebook: Codebook, code: str) -> Act:
    """A type of the codebook or a CAMEO code: what people write in tables of their own."""
    return cameo(codebook, code) if code[:1].isdigit() else plover(codebook, code)


def ucdp(codebook: Codebook, code: str) -> Act:
    """A type_of_violence: each is deadly."""
    return _act(codebook, "ASSAULT", None) if code in _UCDP else _UNKNOWN


def acled(codebook: Codebook, code: str) -> Act:
    """An event type and its sub-event type, with "|" between them."""
    sub_event = code.partition("|")[2].strip().lower()
    if sub_event not in _ACLED:
        return _UNKNOWN
    found = _ACLED[sub_event]
    return _NOT_TOLD if found is None else _act(codebook, *found)


def tells_no_direction(code: str) -> bool:
    """Whether a code is UCDP's or ACLED's, which leave open who acts upon whom; only theirs look so."""
    return code in _UCDP or "|" in code


def _act(codebook: Codebook, name: str, mode: str | None, contexts: tuple[str, ...] = ()) -> Act:
    known = {(kind.name, entry.name) for kind in codebook.event_types for entry in kind.modes}
    chosen = mode if mode is not None and (name, mode) in known else None
    if all(kind.name != name for kind in codebook.event_types):
        return _UNKNOWN  # a codebook of the user's own may lack a type
    return Act(type=name, mode=chosen, contexts=contexts, intensity=codebook.intensity(name, chosen))
