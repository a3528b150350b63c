"""Captivity episodes: off, until two have named a purpose (D5). Wholly sealed, for named readers."""

from __future__ import annotations

from django.db import models

from vegerin.register.models.base import Written
from vegerin.register.models.people import Person


class EpisodePurpose(Written):
    """What episodes are kept for from now on; an empty purpose switches them off again."""

    purpose = models.CharField(max_length=400, blank=True, default="")
    decision = models.UUIDField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return self.purpose


class Episode(Written):
    """One thing kept of her telling: an episode, their order, whom she saw, that she paused.

    All of it is sealed, also which of these it is; `position` numbers the rows as they came. So nobody who
    is not named as a reader can tell, by counting rows, how often she was moved.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="episodes")
    position = models.PositiveSmallIntegerField()
    content = models.BinaryField(editable=False)

    class Meta:
        ordering = ["person", "position"]
        constraints = [models.UniqueConstraint(fields=["person", "position"], name="one_episode_a_place")]

    def __str__(self) -> str:
        return f"told {self.position}"

    @property
    def compartment(self) -> str:
        """Named readers of this person's telling, and nobody else."""
        return telling_of(self.person_id)


def telling_of(person_id: object) -> str:
    """The compartment of one person's telling."""
    return f"episode:{person_id}"
