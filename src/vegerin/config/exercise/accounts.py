"""One account for each role of the exercise office. Their passphrases are no secret: nothing here is real."""

from __future__ import annotations

from dataclasses import dataclass

from vegerin.guard.roles import LEADERS, Role


@dataclass(frozen=True)
class Account:
    """Somebody of the exercise office."""

    working_name: str
    role: Role

    @property
    def passphrase(self) -> str:
        """Printed at every start."""
        return f"exercise {self.working_name.replace('-', ' ')} quince"


def account(role: Role) -> Account:
    """The account of a role; its working name is the role's."""
    return Account(role.value.replace("_", "-"), role)


LEADING = [account(Role.HEAD), account(Role.DEPUTY)]
STAFF = [account(role) for role in Role if role not in LEADERS]
# Verification takes two; the second verifier is nobody's deputy.
SECOND_VERIFIER = Account("verifier-two", Role.VERIFIER)
# A source has a handler and a deputy who handles sources too.
SECOND_HANDLER = Account("source-handler-two", Role.SOURCE_HANDLER)
ACCOUNTS = [*LEADING, *STAFF, SECOND_VERIFIER, SECOND_HANDLER]
