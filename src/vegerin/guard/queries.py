"""What is read of staff and roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from vegerin.guard import once, prepared
from vegerin.guard.models import RoleGrant, Staff
from vegerin.guard.reader import KeyRing, Reader
from vegerin.guard.roles import Role


def roles_of(staff: Staff) -> frozenset[Role]:
    """The roles somebody holds now: of each role the latest row counts."""
    return _held_roles(prepared.rows(_grants_of, staff))[staff.pk]


def _all_grants() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.all()


def _grants_of(staff: Staff) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(staff=staff)


def reader_for(staff: Staff, keys: KeyRing | None = None) -> Reader:
    """Staff, roles and keys together."""
    return Reader(staff, roles_of(staff), keys)


@once.asked
def all_roles() -> defaultdict[object, frozenset[Role]]:
    """The roles of everybody, by staff id."""
    return _held_roles(prepared.rows(_all_grants))


def staff_with(*roles: Role) -> list[Staff]:
    """Everybody active who holds one of the roles now."""
    held = _held_roles(RoleGrant.objects.filter(role__in=roles))
    return list(Staff.objects.filter(pk__in=[pk for pk, their in held.items() if their], is_active=True))


def _held_roles(grants: Iterable[RoleGrant]) -> defaultdict[object, frozenset[Role]]:
    held: defaultdict[object, frozenset[Role]] = defaultdict(frozenset)
    for grant in grants:
        role = {Role(grant.role)}
        held[grant.staff_id] = held[grant.staff_id] | role if grant.granted else held[grant.staff_id] - role
    return held
