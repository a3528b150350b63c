"""Persons: a stable id and what is known of them, each fact from somebody and for some use."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.engines.history.dates import InexactDate
from vegerin.engines.history.kinds import Fate, Where
from vegerin.engines.history.legal import Legal
from vegerin.engines.history.wish import Wish
from vegerin.register.models.base import (
    Written,
    date_fields,
    date_known_or_not,
    ends_after_it_begins,
    known_or_not,
    not_known_field,
    read_date,
)
from vegerin.register.models.places import Place


class Sex(models.TextChoices):
    """As families and lists say it."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class Household(Written):
    """A family or group: by its house at the abduction, or as it was taken or came back together."""

    class Kind(models.TextChoices):
        """What holds them together."""

        HOUSE = "house", _("House at the time of the abduction")
        GROUP = "group", _("Taken or freed together")

    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.HOUSE)
    village = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    house = models.CharField(max_length=120, blank=True)  # street, quarter or whose house it was

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Person(models.Model):
    """One person as one row; two rows for one person are joined by a judgement, never merged.

    The columns below the id are caches of facts and events, each written by one action and recomputed by
    `vegerin check`.
    """

    class Level(models.TextChoices):
        """To whom the person exists at all."""

        OFFICE = "office", _("All who use the register")
        VERIFIER = "verifier", _("Verifiers, child protection and the head")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True, editable=False)
    recorded_at = models.DateTimeField(auto_now_add=True)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.OFFICE)

    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True, default="")
    sex_not = not_known_field()
    born_earliest, born_latest, born_precision, born_basis, born_anchor = date_fields()
    born_not = not_known_field()
    origin = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    origin_not = not_known_field()
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, related_name="people")

    name = models.CharField(max_length=200, blank=True, default="")
    fate = models.CharField(max_length=20, default=Fate.NOTHING_KNOWN.value)
    whereabouts = models.CharField(max_length=30, default=Where.NOT_KNOWN.value)
    review_on = models.DateField(null=True)

    class Meta:
        ordering = ["code"]
        indexes = [
            models.Index(fields=["origin"]),
            models.Index(fields=["fate", "review_on"]),
            models.Index(fields=["review_on"]),
            models.Index(fields=["fate", "sex"]),
            models.Index(fields=["born_earliest"]),
        ]
        constraints = [
            known_or_not("sex", name="person_sex_known_or_not"),
            date_known_or_not("born", name="person_born_known_or_not"),
            known_or_not("origin", name="person_origin_known_or_not", empty=None),
            ends_after_it_begins("born", name="person_born_in_order"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def born(self) -> InexactDate:
        """When she was born."""
        return read_date(self, "born")


class PersonFact(Written):
    """One thing known of a person: since when, from whom, and what it may be used for. The latest counts."""

    class What(models.TextChoices):
        """What a fact can be of. Religion, caste and tribe are no facts of the register (R9, R10, D24)."""

        SEX = "sex", _("Sex")
        BORN = "born", _("Born")
        ORIGIN = "origin", _("Home")
        HOUSEHOLD = "household", _("House at the time of the abduction")
        TONGUE = "tongue", _("Languages and dialect")
        VOICE = "voice", _("Voice and way of speaking")
        MARK = "mark", _("Mark to know her by")
        # Instead of asking her again (D5).
        STATEMENT = "statement", _("Statement an evidence commission took")

    class Use(models.TextChoices):
        """What a fact may be used for; asked when it is told."""

        SEARCH = "search", _("To look for her")
        IDENTIFY = "identify", _("To know her again")
        CARE = "care", _("To care for her")
        FIGURES = "figures", _("To be counted")
        SHARE = "share", _("To be shared with a partner she named")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="facts")
    what = models.CharField(max_length=12, choices=What.choices)
    value = models.CharField(max_length=300, blank=True, default="")
    value_not = not_known_field()
    on_earliest, on_latest, on_precision, on_basis, on_anchor = date_fields()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, related_name="+")
    report = models.ForeignKey("register.Report", on_delete=models.PROTECT, null=True, related_name="facts")
    told_by = models.CharField(max_length=60, blank=True, default="")  # a role: mother, list, herself
    told_on = models.DateField(null=True)
    uses = models.JSONField(default=list)

    class Meta:
        ordering = ["what", "recorded_at", "id"]
        indexes = [models.Index(fields=["person", "what", "recorded_at"])]
        constraints = [known_or_not("value", name="fact_known_or_not")]

    def __str__(self) -> str:
        return f"{self.what}: {self.value or self.value_not}"


class HouseholdMember(Written):
    """Somebody belonged to a household, and as what."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, blank=True, default="")
    stayed_behind_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"


class KinKind(models.TextChoices):
    """The relative is the ... of the person."""

    FATHER = "father", _("Father")
    MOTHER = "mother", _("Mother")
    HUSBAND = "husband", _("Husband")
    WIFE = "wife", _("Wife")
    BROTHER = "brother", _("Brother")
    SISTER = "sister", _("Sister")
    SON = "son", _("Son")
    DAUGHTER = "daughter", _("Daughter")
    GRANDPARENT = "grandparent", _("Grandparent")
    GRANDCHILD = "grandchild", _("Grandchild")
    UNCLE_AUNT = "uncle_aunt", _("Uncle or aunt")
    NEPHEW_NIECE = "nephew_niece", _("Nephew or niece")
    COUSIN = "cousin", _("Cousin")
    IN_LAW = "in_law", _("Relative by marriage")
    GUARDIAN = "guardian", _("Guardian")


class TieKind(models.TextChoices):
    """What kind of tie it is. Spiritual kin vouch for a family, but are no kin here."""

    BLOOD = "blood", _("By blood")
    LEGAL = "legal", _("By law")
    CLAIMED = "claimed", _("Claimed")


class KinTie(Written):
    """`relative` is the `kind` of `person`; a correction names the old row, `not_so` takes it back."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kin")
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kin_of")
    kind = models.CharField(max_length=12, choices=KinKind.choices)
    tie = models.CharField(max_length=8, choices=TieKind.choices, default=TieKind.CLAIMED)
    report = models.ForeignKey("register.Report", on_delete=models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    not_so = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(person=models.F("relative")), name="nobody_is_her_own_kin"
            )
        ]

    def __str__(self) -> str:
        return f"{self.relative_id} is {self.kind} of {self.person_id}"


class ContactWish(Written):
    """What she wishes others to know of her (D1); who may be named lies in `named` as ids of inquirers."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wishes")
    wish = models.CharField(max_length=24, choices=[(wish.value, wish.value) for wish in Wish])
    asked_at = models.DateTimeField()
    named = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.wish


class LegalRuling(Written):
    """What a court has said (D31); it never changes the fate."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rulings")
    legal = models.CharField(max_length=16, choices=[(legal.value, legal.value) for legal in Legal])
    ruled_on = models.DateField()
    court = models.CharField(max_length=120, blank=True, default="")
    number = models.CharField(max_length=60, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.legal} {self.ruled_on}"
