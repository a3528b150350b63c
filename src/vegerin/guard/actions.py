"""All that is written about staff, roles and compartments."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_noop as _
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.secret import Aead

from vegerin.guard import (
    boot,
    compartments,
    keys_in_words,
    keystore,
    leaving,
    office,
    passphrases,
    queries,
    slots,
    trail,
)
from vegerin.guard.models import Draft, RoleGrant, Staff
from vegerin.guard.reader import KeyRing, Reader, seal_to
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.ui.words import listed


def add_staff(
    *,
    working_name: str,
    passphrase: str,
    by: Reader | None,
    language: str = "",
    must_choose_passphrase: bool = False,
) -> Staff:
    """Enter somebody with a key pair of her own. `by` is None only while an office is founded.

    Without a `language` her pages are in the one in which she signs in, until she chooses another.
    """
    passphrases.check_strength(passphrase)
    private = PrivateKey.generate()
    staff = Staff(
        working_name=working_name.strip(),
        language=language,
        public_key=bytes(private.public_key),
        must_choose_passphrase=must_choose_passphrase,
    )
    _wrap(staff, private=bytes(private), passphrase=passphrase)
    with transaction.atomic():
        staff.save(force_insert=True)
        trail.record("staff.added", by=by, about=str(staff.pk))
    return staff


def open_private_key(staff: Staff, halves: passphrases.Halves) -> bytes:
    """The private key, with what her passphrase gave."""
    return Aead(halves.wrap).decrypt(bytes(staff.wrapped_private_key), staff.pk.bytes)


def change_passphrase(*, staff: Staff, private: bytes, passphrase: str, by: Reader) -> None:
    """Wrap the same private key under a passphrase she chose."""
    passphrases.check_strength(passphrase)
    _wrap(staff, private=private, passphrase=passphrase)
    staff.must_choose_passphrase = False
    if staff.opener_slot:
        become_opener(staff=staff, passphrase=passphrase, by=by)
    with transaction.atomic():
        staff.save(update_fields=["password", "wrapped_private_key", "must_choose_passphrase"])
        trail.record("staff.passphrase", by=by, about=str(staff.pk))


def renew_keys(*, staff: Staff, passphrase: str, by: Reader | None) -> None:
    """After a lost passphrase: a new pair, and every compartment has to be granted again by a member."""
    private = PrivateKey.generate()
    staff.public_key = bytes(private.public_key)
    staff.second_factor = b""
    staff.must_choose_passphrase = True
    _wrap(staff, private=bytes(private), passphrase=passphrase)
    with transaction.atomic():
        staff.save()
        trail.record("staff.new_keys", by=by, about=str(staff.pk))
    keystore.current().forget_staff(str(staff.pk), waiting_again=True)


def give_role(*, staff: Staff, role: Role, by: Reader | None) -> RoleGrant:
    """The role counts from now on; its compartments wait for a member to grant them.

    Rooms and pages propose it (`guard.decisions`, kind `role.give`); this is its effect.
    """
    with transaction.atomic():
        grant = RoleGrant.objects.create(staff=staff, role=role, by=by.staff if by else None)
        trail.record("role.given", by=by, about=str(staff.pk), detail={"role": str(role)})
    for code in compartments.codes_for(role):
        ask_into_compartment(code=code, staff=staff, by=by)
    return grant


def take_role(*, staff: Staff, role: Role, by: Reader) -> RoleGrant:
    """The role no longer counts, and the compartments that came with it alone close for her."""
    left = queries.roles_of(staff) - {role}
    closing = [code for code in compartments.codes_for(role) if not left & compartments.roles_of(code)]
    _check_somebody_else_opens(closing, staff)
    with transaction.atomic():
        grant = RoleGrant.objects.create(staff=staff, role=role, granted=False, by=by.staff)
        trail.record("role.taken", by=by, about=str(staff.pk), detail={"role": str(role)})
    for code in closing:
        keystore.current().remove_member(code, str(staff.pk))
    return grant


def make_compartment(code: str, *, members: Iterable[Staff], by: Reader, kind: str = "") -> None:
    """Make a compartment whose keepers are named, such as `source:K7`."""
    if kind and kind != code.partition(":")[0]:
        raise ValueError(f"{code!r} is not of kind {kind!r}.")
    members = list(members)
    compartments.make(code, members=members, asked_by=str(by.staff.pk))
    trail.record("compartment.made", by=by, about=code, detail={"members": [str(m.pk) for m in members]})


def ask_into_compartment(*, code: str, staff: Staff, by: Reader | None) -> None:
    """Let somebody wait for a compartment; a member's session grants it."""
    already = {member.staff: member for member in keystore.current().members(compartment=code)}
    held = already.get(str(staff.pk))
    if held and held.sealed:
        return
    keystore.current().put_member(code, str(staff.pk), sealed=None, asked_by=str(by.staff.pk) if by else "")
    trail.record("compartment.asked", by=by, about=code, detail={"staff": str(staff.pk)})


def grant_compartment(*, code: str, staff: Staff, by: Reader) -> None:
    """Give the private half to one who waits; a keeper of the founding days steps out."""
    half = by.keys.half_of(code) if by.keys else None
    if half is None:
        raise Refused(_("Only a member of this compartment can grant it, after signing in."))
    store = keystore.current()
    waiting = [m for m in store.members(compartment=code) if m.staff == str(staff.pk) and m.sealed is None]
    if not waiting:
        raise Refused(_("Nobody asked for this any more."))
    with store.work():
        store.put_member(code, str(staff.pk), sealed=seal_to(bytes(staff.public_key), half))
        for member in store.members(compartment=code):
            if member.keeper and member.staff != str(staff.pk):
                store.remove_member(code, member.staff)
    trail.record("compartment.granted", by=by, about=code, detail={"staff": str(staff.pk)})


def ring_for(staff: Staff, passphrase: str) -> KeyRing | None:
    """The key ring a passphrase opens, for commands; None when it is not hers."""
    halves = passphrases.recognise(passphrase, staff.password)
    if halves is None:
        return None
    try:
        return KeyRing(staff_id=str(staff.pk), private=open_private_key(staff, halves))
    except CryptoError:
        return None


def keep_language(*, language: str, by: Reader) -> None:
    """The language her pages begin in, from her next sign-in on."""
    if by.staff.language == language:
        return
    by.staff.language = language
    with transaction.atomic():
        by.staff.save(update_fields=["language"])
        trail.record("staff.language", by=by, about=str(by.staff.pk), detail={"language": language})


def choose_blur(*, blurs: bool, by: Reader) -> None:
    """Names on her pages are blurred until touched: somebody may stand behind the chair (D30)."""
    by.staff.blurs_names = blurs
    with transaction.atomic():
        by.staff.save(update_fields=["blurs_names"])
        trail.record("staff.blur", by=by, about=str(by.staff.pk), detail={"blurs": blurs})


def become_opener(*, staff: Staff, passphrase: str, by: Reader | None) -> None:
    """Her passphrase opens the office at its start from now on."""
    folder = office.folder_from_environment()
    if staff.opener_slot:
        slots.remove(folder, staff.opener_slot)
    staff.opener_slot = slots.add(folder, k0=boot.k0(), passphrase=passphrase)
    with transaction.atomic():
        staff.save(update_fields=["opener_slot"])
        trail.record("opener.added", by=by, about=str(staff.pk))


def close_opener(*, staff: Staff, by: Reader) -> None:
    """Her passphrase no longer opens the office."""
    slots.remove(office.folder_from_environment(), staff.opener_slot)
    staff.opener_slot = ""
    with transaction.atomic():
        staff.save(update_fields=["opener_slot"])
        trail.record("opener.closed", by=by, about=str(staff.pk))


def close_account(*, staff: Staff, by: Reader) -> None:
    """She has left: roles, keys and slot go, once all that she held has passed on (D28)."""
    leaving.check_nothing_held(staff)
    _check_somebody_else_opens(keystore.current().compartments(), staff)
    for role in queries.roles_of(staff):
        take_role(staff=staff, role=role, by=by)
    if staff.opener_slot:
        close_opener(staff=staff, by=by)
    keystore.current().forget_staff(str(staff.pk), waiting_again=False)
    Draft.objects.filter(staff=staff).delete()
    staff.is_active = False
    with transaction.atomic():
        staff.save(update_fields=["is_active"])
        trail.record("staff.closed", by=by, about=str(staff.pk))


def _check_somebody_else_opens(codes: Iterable[str], staff: Staff) -> None:
    alone = sorted(set(codes) & set(compartments.held_only_by(str(staff.pk))))
    if alone:
        raise Refused(
            _("Nobody else can open {what}; a colleague must be let in first."),
            what=listed(keys_in_words.sentences(alone)),
        )


def _wrap(staff: Staff, *, private: bytes, passphrase: str) -> None:
    staff.password, halves = passphrases.make(passphrase)
    staff.wrapped_private_key = bytes(Aead(halves.wrap).encrypt(private, staff.pk.bytes))
