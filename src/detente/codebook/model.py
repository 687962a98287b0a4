"""What a codebook holds, as frozen values, and what can be asked of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from detente.schema import CodebookError

# Acts in which both sides do the same: who stands in `by` and who in `to` is a matter of wording.
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A work that the codebook rests on. licence: None where the work states none."""

    name: str
    title: str
    authors: str
    year: int
    licence: str | None
    used_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quad:
    """Verbal or material, cooperation or conflict. number: PLOVER's, 1..4. polecat: POLECAT's "Quad Code"."""

    name: str
    number: int
    meaning: str
    polecat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """How an act of one type is done, or what it aims at. Its name is unique within the type alone.

    intensity: -10..10. intensity_source: the CAMEO codes it was computed from; empty where it is the type's.
    cameo: the code on export.
    """

    name: str
    meaning: str
    intensity: float
    intensity_source: tuple[str, ...]
    cameo: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """A kind of political act. quad: a quad's name. The rest as in Mode, for an event without one.

    includes, excludes: what belongs here, and what looks like it and where that belongs.
    """

    name: str
    meaning: str
    quad: str
    intensity: float
    intensity_source: tuple[str, ...]
    requires_recipient: bool
    cameo: str
    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    note: str | None
    modes: tuple[Mode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What an event is about."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """The part of society that an actor belongs to."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How real an event is to its nearest teller. precedence: where several fit, the lowest holds."""

    name: str
    precedence: int
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementAct:
    """What is done by saying something. tone: prior of Statement.tone, -1 hostile .. 1 friendly."""

    name: str
    tone: float
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentAct:
    """How somebody binds themselves, or sets somebody a term."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A kind of unit that figures come in."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What a figure counts. units: kinds of unit, the usual one first."""

    name: str
    units: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CameoCode:
    """A CAMEO code and what it is here. type: None where the code is no event; `note` then says why.

    code: two digits for a root, three or four else. goldstein: -10..10, None where no value is published.
    """

    code: str
    name: str
    type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    goldstein: float | None
    note: str | None


class _Named(Protocol):
    @property
    def name(self) -> str: ...


_Entry = TypeVar("_Entry", bound=_Named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """A whole codebook, checked, in the order of its file. statuses: the prevailing first.

    sha256: of the file's bytes. Every lookup raises CodebookError for a name that the codebook does not have.
    """

    name: str
    version: str
    licence: str
    sha256: str
    sources: tuple[Source, ...]
    quads: tuple[Quad, ...]
    event_types: tuple[EventType, ...]
    contexts: tuple[Context, ...]
    sectors: tuple[Sector, ...]
    statuses: tuple[Status, ...]
    statement_acts: tuple[StatementAct, ...]
    commitment_acts: tuple[CommitmentAct, ...]
    units: tuple[Unit, ...]
    quantities: tuple[Quantity, ...]
    cameo_codes: tuple[CameoCode, ...]
    _types: Mapping[str, EventType] = field(init=False, repr=False, compare=False)
    _modes: Mapping[tuple[str, str], Mode] = field(init=False, repr=False, compare=False)
    _codes: Mapping[str, CameoCode] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        modes = {(kind.name, mode.name): mode for kind in self.event_types for mode in kind.modes}
        object.__setattr__(self, "_types", {kind.name: kind for kind in self.event_types})
        object.__setattr__(self, "_modes", modes)
        object.__setattr__(self, "_codes", {entry.code: entry for entry in self.cameo_codes})

    def event_type(self, type: str) -> EventType:
        """Look an event type up by its name ("ASSAULT")."""
        if type not in self._types:
            raise CodebookError(f"codebook {self.name} {self.version} has no event type {type!r}")
        return self._types[type]

    def mode(self, type: str, mode: str) -> Mode:
        """Look a mode of a type up ("ASSAULT", "drone")."""
        if (type, mode) not in self._modes:
            raise CodebookError(f"{self.event_type(type).name} has no mode {mode!r}")
        return self._modes[type, mode]

    def quad(self, type: str) -> Quad:
        """The quad that a type belongs to."""
        return self._find(self.quads, "quad", self.event_type(type).quad)

    def intensity(self, type: str, mode: str | None = None) -> float:
        """How hard an act hits (-10) or helps (10) when it happens; the mode's where there is one."""
        return self.event_type(type).intensity if mode is None else self.mode(type, mode).intensity

    def cameo(self, type: str, mode: str | None = None) -> str:
        """The CAMEO code to export an event with. `from_cameo` of it gives the same type again."""
        return self.event_type(type).cameo if mode is None else self.mode(type, mode).cameo

    def from_cameo(self, code: str) -> CameoCode:
        """What a CAMEO code ("0841") is here. Leading zeros matter: "010" is not "10"."""
        if code not in self._codes:
            raise CodebookError(f"codebook {self.name} {self.version} has no CAMEO code {code!r}")
        return self._codes[code]

    def prevailing(self, first: str, *others: str) -> str:
        """The status that holds where several fit."""
        found = (self._find(self.statuses, "status", name) for name in (first, *others))
        return min(found, key=lambda status: status.precedence).name

    def tone(self, act: str) -> float:
        """The tone towards its target that a statement act starts from, -1..1."""
        return self._find(self.statement_acts, "statement act", act).tone

    def _find(self, entries: Iterable[_Entry], kind: str, name: str) -> _Entry:
        for entry in entries:
            if entry.name == name:
                return entry
        raise CodebookError(f"codebook {self.name} {self.version} has no {kind} {name!r}")
