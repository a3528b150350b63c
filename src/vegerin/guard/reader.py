"""Who reads: the member of staff, her roles, and the keys her session has opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from vegerin.guard import keystore
from vegerin.guard.roles import Role

if TYPE_CHECKING:
    from vegerin.guard.models import Staff


class KeyRing:
    """Somebody's opened private key, and the compartments it opens. Lives for one request or command."""

    def __init__(self, *, staff_id: str, private: bytes, session: str = "", session_key: bytes = b"") -> None:
        self.staff_id = staff_id
        self.session = session
        self.session_key = session_key
        self._private = PrivateKey(private)
        self._halves: dict[str, bytes | None] = {}

    def open(self, sealed: bytes) -> bytes:
        """Open what was sealed to this person."""
        return SealedBox(self._private).decrypt(sealed)

    def seal(self, content: bytes) -> bytes:
        """Seal to this person herself."""
        return seal_to(bytes(self._private.public_key), content)

    def half_of(self, compartment: str) -> bytes | None:
        """The compartment's private half; None for one who is not in it, or still waits."""
        if compartment not in self._halves:
            self._halves[compartment] = self._find(compartment)
        return self._halves[compartment]

    def _find(self, compartment: str) -> bytes | None:
        for member in keystore.current().members(compartment=compartment):
            if member.staff == self.staff_id and member.sealed:
                try:
                    return self.open(member.sealed)
                except CryptoError:  # sealed to a key pair that was given up
                    return None
        return None

    def __repr__(self) -> str:
        return f"KeyRing(staff_id={self.staff_id!r})"


@dataclass(frozen=True)
class Reader:
    """First argument of every query, `by=` of every action."""

    staff: Staff
    roles: frozenset[Role]
    keys: KeyRing | None = field(default=None, compare=False, repr=False)

    def has(self, *roles: Role) -> bool:
        """Whether she has one of these roles."""
        return bool(self.roles.intersection(roles))

    def can_open(self, compartment: str) -> bool:
        """Whether her keys open a compartment now."""
        return self.keys is not None and self.keys.half_of(compartment) is not None


def seal_to(public_half: bytes, content: bytes) -> bytes:
    """Seal so that only the holder of the private half can open it."""
    return bytes(SealedBox(PublicKey(public_half)).encrypt(content))
