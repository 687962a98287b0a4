"""Contacts between sides: who met, called or visited whom, by which channel, and when they last did.

A contact is an incident that most voices call CONSULT and that names two sides. The channel is its mode:
phone, visit, third-party, multilateral; None where no text says how they met.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import permutations

from detente.crisis.known import sides
from detente.schema import Contact, Incident

METHOD = "contacts/1"
Dyad = tuple[str, str]


def find_contacts(incidents: Iterable[Incident]) -> tuple[Contact, ...]:
    """The contacts among incidents, in order of day; those without a day first."""
    found = [
        Contact(
            records=incident.records,
            method=METHOD,
            probability=incident.probability,
            steps=incident.steps,
            by=incident.by,
            to=incident.to,
            channel=incident.mode,
            when=incident.when,
        )
        for incident in incidents
        if incident.type == "CONSULT" and len(sides((*incident.by, *incident.to))) > 1
    ]
    return tuple(sorted(found, key=lambda contact: (_day(contact), contact.id)))


def met(contact: Contact) -> tuple[Dyad, ...]:
    """The dyads of a contact, in both directions: each of `by` with each of `to`, or all among one side."""
    by, to = sides(contact.by), sides(contact.to)
    if not by or not to:
        return tuple(permutations(sorted(by | to), 2))
    pairs = {tuple(sorted((one, other))) for one in by for other in to if one != other}
    return tuple(sorted(dyad for one, other in pairs for dyad in ((one, other), (other, one))))


def last_contacts(contacts: Iterable[Contact]) -> Mapping[Dyad, Contact]:
    """Of each dyad, in both directions, its latest contact. contacts: in order of day."""
    return {dyad: contact for contact in contacts for dyad in met(contact)}


def _day(contact: Contact) -> date:
    return contact.when.latest or contact.when.earliest or date.min
