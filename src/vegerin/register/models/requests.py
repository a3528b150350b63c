"""Tracing requests: who asks, whom they seek, what was told to whom (R29, D1)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vegerin.engines.history.dates import InexactDate
from vegerin.register.models.base import Written, date_fields, ends_after_it_begins, read_date
from vegerin.register.models.inquirers import Inquirer
from vegerin.register.models.judgements import CaseReview
from vegerin.register.models.people import Person, Sex
from vegerin.register.models.places import Place
from vegerin.register.models.reports import Report


class TracingRequest(Written):
    """Somebody asks the office to look for somebody: one visit, call or letter, with one or more of each."""

    code = models.CharField(max_length=12, unique=True, editable=False)
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="tracing_request")

    class Meta:
        ordering = ["-recorded_at", "code"]

    def __str__(self) -> str:
        return self.code


class Standing(Written):
    """An inquirer stands behind a request; a father may join the mother's years later."""

    request = models.ForeignKey(TracingRequest, on_delete=models.PROTECT, related_name="standing")
    inquirer = models.ForeignKey(Inquirer, on_delete=models.PROTECT, related_name="stands_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "inquirer"], name="asks_once")]

    def __str__(self) -> str:
        return f"{self.inquirer_id} in {self.request_id}"


class Sought(Written):
    """Whom they seek, as they say it. Who that is in the register is judged apart, by `SoughtLink`."""

    request = models.ForeignKey(TracingRequest, on_delete=models.PROTECT, related_name="sought")
    name = models.CharField(max_length=200)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True, default="")
    born_earliest, born_latest, born_precision, born_basis, born_anchor = date_fields()
    village = models.CharField(max_length=120, blank=True, default="")  # as the family says it
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    heard_earliest, heard_latest, heard_precision, heard_basis, heard_anchor = date_fields()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            ends_after_it_begins("born", name="sought_born_in_order"),
            ends_after_it_begins("heard", name="sought_heard_in_order"),
        ]

    def __str__(self) -> str:
        return f"sought {self.id}"

    @property
    def born(self) -> InexactDate:
        """When she was born, as told."""
        return read_date(self, "born")

    @property
    def last_heard(self) -> InexactDate:
        """When the family heard of her last."""
        return read_date(self, "heard")


class Relation(models.TextChoices):
    """The inquirer is the ... of the one sought."""

    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    SISTER = "sister", _("Sister")
    BROTHER = "brother", _("Brother")
    DAUGHTER = "daughter", _("Daughter")
    SON = "son", _("Son")
    WIFE = "wife", _("Wife")
    HUSBAND = "husband", _("Husband")
    GRANDPARENT = "grandparent", _("Grandparent")
    GRANDCHILD = "grandchild", _("Grandchild")
    UNCLE_AUNT = "uncle_aunt", _("Uncle or aunt")
    NEPHEW_NIECE = "nephew_niece", _("Nephew or niece")
    COUSIN = "cousin", _("Cousin")
    IN_LAW = "in_law", _("Relative by marriage")
    NEIGHBOUR = "neighbour", _("Neighbour or friend")
    OTHER = "other", _("Somebody else")


# A neighbour or somebody else may ask, and is no family where her wish says *family*.
NO_FAMILY = frozenset({Relation.NEIGHBOUR, Relation.OTHER})


class Seeking(Written):
    """This inquirer seeks this one, and says to be the relation of hers. Many to many."""

    inquirer = models.ForeignKey(Inquirer, on_delete=models.PROTECT, related_name="seekings")
    sought = models.ForeignKey(Sought, on_delete=models.PROTECT, related_name="seekings")
    relation = models.CharField(max_length=12, choices=Relation.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inquirer", "sought"], name="seeks_once")]

    def __str__(self) -> str:
        return f"{self.relation} of {self.sought_id}"

    @property
    def is_family(self) -> bool:
        """Whether she says to be family."""
        return Relation(self.relation) not in NO_FAMILY


class SoughtLink(Written):
    """Whether somebody sought is a person of the register. The latest of a pair counts."""

    class Verdict(models.TextChoices):
        """What was judged."""

        SAME = "same", _("It is her or him")
        DIFFERENT = "different", _("It is somebody else")
        UNSURE = "unsure", _("Cannot be said yet")

    sought = models.ForeignKey(Sought, on_delete=models.PROTECT, related_name="links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sought_links")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    why = models.CharField(max_length=400)

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["person", "recorded_at"])]

    def __str__(self) -> str:
        return f"{self.sought_id} {self.verdict} {self.person_id}"


class SoughtMatch(Written):
    """What the search behind a request found: for a verifier's or officer's desk, never a clerk's."""

    sought = models.ForeignKey(Sought, on_delete=models.PROTECT, related_name="matches")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="sought_matches")
    row = models.CharField(max_length=36, blank=True, default="")  # or the row of a list
    name = models.CharField(max_length=200)
    band = models.CharField(max_length=12)  # as in search; *chosen* by whoever took the request
    score = models.FloatField()

    class Meta:
        ordering = ["-score", "id"]
        constraints = [models.UniqueConstraint(fields=["sought", "person", "row"], name="matched_once")]

    def __str__(self) -> str:
        return f"{self.band}: {self.person_id or self.row}"


class RequestReview(Written):
    """Who looks after a request, how often it is looked at, and when next (R29, D29). The latest counts."""

    request = models.ForeignKey(TracingRequest, on_delete=models.PROTECT, related_name="reviews")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    team = models.CharField(max_length=60, blank=True, default="")
    review_class = models.CharField(max_length=6, choices=CaseReview.Class.choices)
    review_on = models.DateField(db_index=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(team=""), name="a_request_has_an_owner"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.review_class} {self.review_on}"


class RequestNote(Written):
    """What whoever takes a family over must know (R12). Sealed."""

    review = models.OneToOneField(RequestReview, on_delete=models.PROTECT, related_name="note")
    words = models.BinaryField(editable=False)  # sealed

    def __str__(self) -> str:
        return f"note {self.id}"


class Told(Written):
    """What was told to whom, when, by whom, about whom. Nothing stands here that a wish does not allow."""

    class What(models.TextChoices):
        """What they learned. Only the first says nothing of anybody."""

        OPEN = "open", _("What we say to everyone: taken, and the search stays open")
        ALIVE = "alive", _("That she or he lives")
        WHERE = "where", _("That she or he lives, and where")
        DEAD = "dead", _("That she or he has died")

    class How(models.TextChoices):
        """How it was said."""

        IN_PERSON = "in_person", _("In person")
        CALL = "call", _("By telephone")
        LETTER = "letter", _("By letter")

    request = models.ForeignKey(TracingRequest, on_delete=models.PROTECT, related_name="told")
    inquirer = models.ForeignKey(Inquirer, on_delete=models.PROTECT, related_name="told")
    sought = models.ForeignKey(Sought, on_delete=models.PROTECT, null=True, related_name="told")
    what = models.CharField(max_length=8, choices=What.choices)
    how = models.CharField(max_length=10, choices=How.choices)
    told_at = models.DateTimeField()
    words = models.BinaryField(default=bytes, editable=False)  # sealed: what was said and asked
    rests_on = models.ForeignKey(
        "register.ContactWish", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-told_at", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what="open") | Q(sought__isnull=False), name="told_about_somebody"
            ),
            # Of the living nothing is told but what her own word allows (D1).
            models.CheckConstraint(
                condition=~Q(what__in=("alive", "where")) | Q(rests_on__isnull=False), name="told_by_her_wish"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.told_at:%Y-%m-%d}"
