"""Compartments: one key pair each; anyone may seal into one, its members can open it.

A code reads `kind:which`, such as `report:verifier` or `contact:<person>`. Kinds whose members follow
from a role come into being when something is first sealed into them; the others are made by name with
`guard.actions.make_compartment`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from nacl.public import PrivateKey

from vegerin.guard import keystore
from vegerin.guard.reader import seal_to
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import LEADERS, Role
from vegerin.ui.words import listed

if TYPE_CHECKING:
    from vegerin.guard.models import Staff

RECOVERY_PUBLIC = "recovery-public"


@dataclass(frozen=True)
class CompartmentKind:
    """One row of the table of kinds."""

    words: str  # what a colleague reads on the page of keys
    roles: frozenset[Role] = frozenset()  # whose holders are asked in when it comes into being
    recoverable: bool = True
    expires: bool = False


CARING_FOR = frozenset({Role.NURSE, Role.DOCTOR, Role.PSYCHOLOGIST, Role.CARE_WORKER, Role.RECEPTION_MANAGER})
KINDS = {
    "report": CompartmentKind(_("Words and files of reports"), frozenset({Role.VERIFIER})),
    "case": CompartmentKind(
        _("Notes handed over with a case"),
        LEADERS | {Role.REGISTER_OFFICER, Role.VERIFIER, Role.LIAISON},
    ),
    "contact": CompartmentKind(_("Numbers and addresses"), frozenset({Role.LIAISON, Role.VERIFIER})),
    "papers": CompartmentKind(
        _("Documents of a person"),
        frozenset({Role.AID_CLERK, Role.LEGAL_ADVISER, Role.REGISTER_OFFICER, Role.LIAISON}),
    ),
    "description": CompartmentKind(
        _("What to know somebody again by"),
        frozenset({Role.LIAISON, Role.VERIFIER}),
    ),
    "source": CompartmentKind(_("A source"), recoverable=False),
    "mission": CompartmentKind(_("A mission"), recoverable=False, expires=True),
    "speak": CompartmentKind(_("Who else works on somebody"), recoverable=False),  # a go-between's
    "helper": CompartmentKind(_("A helper"), recoverable=False),
    "watch": CompartmentKind(_("Channels that are watched"), recoverable=False),
    "mayknow": CompartmentKind(_("A question to an authority")),
    "referral": CompartmentKind(_("Treatment that is asked for elsewhere"), CARING_FOR),
    "episode": CompartmentKind(_("What she or he chose to tell")),
    "interview": CompartmentKind(  # never her words
        _("What is not to be asked again"),
        frozenset({Role.PSYCHOLOGIST, Role.CHILD_PROTECTION, Role.VERIFIER}),
    ),
    "clinical": CompartmentKind(_("Care")),
    "tie": CompartmentKind(_("Who belongs together"), recoverable=False),
    "evidence": CompartmentKind(_("Evidence")),
    "forensics": CompartmentKind(
        _("Forensics"), frozenset({Role.FORENSIC_OFFICER, Role.DNA_OFFICER, Role.GENETICIST})
    ),
    "trail": CompartmentKind(_("Sealed parts of the trail"), frozenset({Role.AUDITOR})),
    "authority": CompartmentKind(_("Requests of authorities"), LEADERS | {Role.LEGAL_ADVISER}),
}

# A report is sealed at the level of the gravest thing in it; each level has its holders.
REPORT_LEVELS = {
    "report:verifier": frozenset({Role.VERIFIER}),
    "report:child_protection": frozenset({Role.CHILD_PROTECTION}),
    "report:care": frozenset({Role.PSYCHOLOGIST, Role.CHILD_PROTECTION}),
    "report:head": LEADERS,
}
TRAIL = "trail:secrets"


def kind_of(code: str) -> CompartmentKind:
    """The kind of a code; refuses codes of no kind."""
    kind = KINDS.get(code.partition(":")[0])
    if kind is None:
        raise ValueError(f"{code!r} is of no kind. Known: {', '.join(KINDS)}.")
    return kind


def words_of(code: str) -> str:
    """What a compartment holds."""
    return gettext(kind_of(code).words)


def level_of(code: str) -> str:
    """The roles a level of reports is for; nothing for other compartments."""
    return listed(str(role.label) for role in sorted(REPORT_LEVELS.get(code, ())))


def roles_of(code: str) -> frozenset[Role]:
    """The roles whose holders are asked into a compartment."""
    return REPORT_LEVELS.get(code, kind_of(code).roles)


def public_half(code: str) -> bytes:
    """What to seal to; makes the compartment where its members follow from a role."""
    found = keystore.current().public_half(code)
    if found is not None:
        return found
    roles = roles_of(code)
    if not roles:
        raise Refused(_("Nobody has been named yet who could open this; name its keepers first."))
    return make(code, members=_holders(roles) or _holders(LEADERS), keepers=not _holders(roles))


def make(code: str, *, members: Iterable[Staff], keepers: bool = False, asked_by: str = "") -> bytes:
    """Make a compartment and give its private half to its first members; returns the public half.

    With `keepers` they only keep it until the first proper member is granted.
    """
    private, store = PrivateKey.generate(), keystore.current()
    half, members = bytes(private), list(members)
    if not members:
        raise Refused(_("Nobody could open this: no member of staff holds the role yet."))
    recovery = store.setting(RECOVERY_PUBLIC) if kind_of(code).recoverable else None
    public = bytes(private.public_key)
    with store.work():
        sealed = seal_to(recovery, half) if recovery else None
        store.add_compartment(code, kind=code.partition(":")[0], public=public, recovery=sealed)
        for member in members:
            store.put_member(
                code,
                str(member.pk),
                sealed=seal_to(bytes(member.public_key), half),
                keeper=keepers,
                asked_by=asked_by,
            )
    return public


def codes_for(role: Role) -> list[str]:
    """The existing compartments into which a new holder of the role is asked."""
    return [code for code in keystore.current().compartments() if role in roles_of(code)]


def held_only_by(staff_id: str) -> list[str]:
    """The compartments nobody but this person can open."""
    store, alone = keystore.current(), []
    for mine in store.members(staff=staff_id):
        others = [m for m in store.members(compartment=mine.compartment) if m.sealed and m.staff != staff_id]
        if mine.sealed and not others:
            alone.append(mine.compartment)
    return alone


def _holders(roles: Iterable[Role]) -> list[Staff]:
    from vegerin.guard.queries import staff_with  # noqa: PLC0415 -- queries read through sealing

    return staff_with(*roles)
