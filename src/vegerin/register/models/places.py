"""Places by their names in several scripts, and who controlled them when. Never matched on a name alone."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vegerin.engines.history.dates import InexactDate
from vegerin.guard.append_only import AppendOnly
from vegerin.register.models.base import date_fields, ends_after_it_begins, read_date


class Place(models.Model):
    """A town, village, camp or crossing of the gazetteer, or one an office added."""

    class Kind(models.TextChoices):
        """The kinds of the gazetteer."""

        CITY = "city", _("City")
        TOWN = "town", _("Town")
        COLLECTIVE = "collective_town", _("Collective town")
        VILLAGE = "village", _("Village")
        LOCALITY = "locality_uncurated", _("Locality")
        CAMP = "camp_idp", _("Camp for the displaced")
        DETENTION_CAMP = "camp_detention", _("Closed camp")
        CAPTIVITY = "captivity_place", _("Town where captives were held")
        CROSSING = "crossing", _("Crossing")
        SHRINE = "shrine", _("Shrine")
        MOUNTAIN = "mountain", _("Mountain")
        GRAVE = "mass_grave_site", _("Mass grave")

    id = models.UUIDField(primary_key=True, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    # The nearest town or city: all that is said of where a living person is.
    district = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=400, blank=True)
    invented = models.BooleanField(default=False)  # of an exercise office
    # All spellings by language, the preferred one first, where a query has laid them beside the row.
    spelt: dict[str, list[str]] | None = None

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class PlaceName(models.Model):
    """One spelling of one place."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=120, db_index=True)
    language = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField(default=0)  # 0: the preferred one of its language

    class Meta:
        ordering = ["place", "language", "position"]
        constraints = [
            models.UniqueConstraint(fields=["place", "language", "text"], name="one_spelling_once")
        ]

    def __str__(self) -> str:
        return self.text


class PlaceControl(AppendOnly):
    """Who controlled a place from when to when; a correction is a new row that names the old one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )  # nobody's: taken from a published source, which `from_basis` names
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="controls")
    controller = models.CharField(max_length=60)
    from_earliest, from_latest, from_precision, from_basis, from_anchor = date_fields()
    to_earliest, to_latest, to_precision, to_basis, to_anchor = date_fields()
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        constraints = [
            ends_after_it_begins("from", name="control_from_in_order"),
            ends_after_it_begins("to", name="control_to_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.controller}: {self.begins} to {self.ends}"

    @property
    def begins(self) -> InexactDate:
        """When the control began."""
        return read_date(self, "from")

    @property
    def ends(self) -> InexactDate:
        """When it ended; unknown while it lasts."""
        return read_date(self, "to")
