"""What the help says of each page of this room, in whole sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.guard import help as page_help


def register_all() -> None:
    """Enter them; a page that is not here is helped by what is true of every page."""
    page_help.register(
        {
            "guard:account": (
                _("Your passphrase, your second factor, and what you are here. Only you open this page."),
            ),
            "guard:passphrase": (
                _(
                    "Choose several words that you can keep in your head. A lost passphrase opens "
                    "nothing again: you get new keys, and colleagues grant you what you need."
                ),
            ),
            "guard:second_factor": (
                _(
                    "A code from a telephone beside your passphrase. Keep the recovery codes on "
                    "paper, not on the telephone."
                ),
            ),
            "guard:no_second_factor": (
                _(
                    "It asks for your passphrase, so that nobody who sits at your page does it for you. "
                    "If you did not switch it off, tell the head at once."
                ),
            ),
            "guard:opener": (_("With this your passphrase also opens the office after a start."),),
            "guard:staff": (
                _(
                    "Who works here and as what. A role is given by one and counts when a second "
                    "person has agreed."
                ),
            ),
            "guard:invite": (
                _(
                    "A working name is never the real one. Hand the first passphrase over in "
                    "person; the newcomer chooses another at once."
                ),
            ),
            "guard:person": (
                _(
                    "What somebody is here, and what may be proposed: another role, new keys, an "
                    "end. Who proposes does not decide."
                ),
            ),
            "guard:keys": (
                _(
                    "Somebody waits for keys that you hold. Granting them takes one press, and is "
                    "written in the trail."
                ),
            ),
            "guard:decisions": (
                _(
                    "What two must sign. Open one and read what it rests on before you agree or "
                    "refuse; a refusal needs a sentence."
                ),
            ),
            "guard:decision": (
                _(
                    "Read what it would change and what it rests on. Who proposed it cannot sign "
                    "it, nor the person it concerns."
                ),
            ),
            "guard:trail": (
                _(
                    "Every writing, opening, print and refusal, in a chain that shows if a row is "
                    "missing. Search terms open to the auditor only."
                ),
            ),
            "guard:authorities": (
                _(
                    "Whatever an authority asks is written down, with the law it names. The legal "
                    "adviser looks first; what is given needs two, and a security service gets nothing."
                ),
            ),
            "guard:authority": (
                _("What was asked, on which ground, what the legal adviser found, and what was answered."),
            ),
            "guard:papers": (_("Every print with your name on it, until you say that it is shredded."),),
            "guard:duty_paper": (
                _(
                    "The board for a night without power: codes, times, and the word each code needs. "
                    "Shred it in the morning."
                ),
            ),
            "guard:leaver": (
                _(
                    "What this colleague holds: cases, calls, promises, keys. All of it passes to "
                    "named people before the account closes."
                ),
            ),
            "guard:card": (
                _(
                    "Words to sign with by telephone, when you are the second one and not in the "
                    "house. Each works once; keep the card on you."
                ),
            ),
        }
    )
