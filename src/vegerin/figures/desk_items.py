"""What figures lend to desks: somebody held dead lives, and what was published says otherwise (R18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vegerin.figures import rules
from vegerin.figures.rules import Act
from vegerin.guard import desk
from vegerin.guard.desk import Do, Item, Rank
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register.queries import corrections_due
from vegerin.register.rules import Act as RegisterAct
from vegerin.register.rules import may as may_in_register
from vegerin.ui import dates


def register_all() -> None:
    """Enter them."""
    desk.register("figures", items_for)
    for role in (Role.FIGURES_OFFICER, Role.PRESS_OFFICER):
        question, act = gettext_lazy("What may be said today?"), gettext_lazy("Figures")
        desk.asks(role, question, act=act, view="figures:figures", order=65)


def items_for(reader: Reader) -> Iterator[Item]:
    """For those who count and read nobody: that it is so, never who it is."""
    if not rules.may(reader, Act.ADD) or may_in_register(reader, RegisterAct.READ):
        return
    for task in corrections_due(reader):
        late = task.due_on < timezone.localdate()
        yield Item(
            Rank.OVERDUE if late else Rank.PROMISED,
            _("A correction is due"),
            _("Somebody held dead lives. Correct the last two of our statements that counted the dead."),
            about=f"task:{task.pk}",
            at=timezone.make_aware(datetime.combine(task.due_on, time(12))),
            when=dates.day(task.due_on),
            acts=(Do(_("Open"), reverse("figures:correction", args=[task.pk])),),
        )
