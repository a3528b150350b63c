"""Link runs: which rows of lists and people of the register may be one person; and who said what of it.

A run only proposes. Its pairs hold ids, never names; what people say of a pair outlives the run, for it is
kept under the two themselves.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vegerin.guard.append_only import AppendOnly

LONGEST_KEY = 44  # "person 11111111-1111-4111-8111-111111111111" and one to spare


class LinkRun(AppendOnly):
    """One comparison of some releases with one another and with the register."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    parameters = models.JSONField()  # {"releases": [id, ...], "register": bool, "lesson": id or ""}
    model = models.CharField(max_length=120)
    started_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_finished(self) -> bool:
        """Whether its report is written."""
        return hasattr(self, "report")


class LinkStep(AppendOnly):
    """How far a run has come; the last step counts, whoever looks, from whatever process."""

    class Stage(models.TextChoices):
        """What the run does, in this order; `stopped` ends a run without a report."""

        READING = "reading", _("Reading rows and people")
        BLOCKING = "blocking", _("Bringing rows together that share letters")
        COMPARING = "comparing", _("Comparing names, ages and places")
        HOUSEHOLDS = "households", _("Looking at whole families")
        CLUSTERS = "clusters", _("Putting rows of one person together")
        WRITING = "writing", _("Writing down what to look at")
        STOPPED = "stopped", _("Stopped in the middle")

    run = models.ForeignKey(LinkRun, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.stage}"


class LinkReport(AppendOnly):
    """A run is done: what it compared, what it expects of itself."""

    run = models.OneToOneField(LinkRun, on_delete=models.PROTECT, related_name="report")
    at = models.DateTimeField(auto_now_add=True)
    said = models.JSONField()

    def __str__(self) -> str:
        return str(self.run_id)


class LinkFamily(AppendOnly):
    """One screen of a review: the pairs of a family over all lists; `bits` is what answers would tell."""

    run = models.ForeignKey(LinkRun, on_delete=models.PROTECT, related_name="families")
    number = models.PositiveIntegerField()
    bits = models.FloatField()
    surest = models.FloatField()  # the least sure of its likely pairs: 0.9 is a family to begin with
    alone = models.JSONField(default=list)  # sides of this family that met nobody

    class Meta:
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="a_family_is_one_screen")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"


class LinkPair(AppendOnly):
    """Two that may be one, as the run saw them. `row <origin>` is a row of a list, `person <id>` a person."""

    class Said(models.TextChoices):
        """What the run makes of a pair: so likely that rows count as one, or a question to people."""

        LINK = "link", _("Very likely one")
        REVIEW = "review", _("To be looked at")

    family = models.ForeignKey(LinkFamily, on_delete=models.PROTECT, related_name="pairs")
    one = models.CharField(max_length=LONGEST_KEY)
    other = models.CharField(max_length=LONGEST_KEY)
    p_same = models.FloatField()
    p_family = models.FloatField()
    said = models.CharField(max_length=6, choices=Said.choices)
    reason = models.CharField(max_length=24, blank=True)
    shown = models.BooleanField()  # the rest follows from the shown ones
    evidence = models.JSONField(default=dict)

    class Meta:
        ordering = ["family", "id"]
        indexes = [models.Index(fields=["one", "other"]), models.Index(fields=["family", "shown"])]

    def __str__(self) -> str:
        return f"{self.one} {self.other}"

    @property
    def rests_on_a_place(self) -> bool:
        """Whether no name speaks for the pair, only that two families have one place left each."""
        return self.reason == "place_in_family"

    @property
    def key(self) -> tuple[str, str]:
        """The two, in their one order."""
        return self.one, self.other


class PairWord(AppendOnly):
    """What one reviewer said of two; her last word counts, and where two reviewers differ nobody has decided.

    `seen` is what the two sides said at that moment, as a digest: new evidence is seen by it.
    """

    class Verdict(models.TextChoices):
        """Same, different, unsure; `taken_back` undoes one's own word."""

        SAME = "same", _("Same")
        DIFFERENT = "different", _("Different")
        UNSURE = "unsure", _("Unsure")
        TAKEN_BACK = "taken_back", _("Taken back")

    one = models.CharField(max_length=LONGEST_KEY)
    other = models.CharField(max_length=LONGEST_KEY)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    why = models.CharField(max_length=300, blank=True)
    seen = models.JSONField(default=dict)  # side -> {field: text}: what stood there
    family = models.ForeignKey(LinkFamily, on_delete=models.PROTECT, null=True, related_name="words")
    p_same = models.FloatField(null=True)
    audit = models.BooleanField(default=False)  # drawn by chance among what a rule accepted
    sitting = models.UUIDField()  # what was kept together is undone together
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["one", "other"]), models.Index(fields=["by", "at"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="two_in_one_order")
        ]

    def __str__(self) -> str:
        return f"{self.one} {self.verdict} {self.other}"

    @property
    def key(self) -> tuple[str, str]:
        """The two, in their one order."""
        return self.one, self.other


class Lesson(AppendOnly):
    """What the decisions would teach: spellings, how far the probabilities were off, and figures."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learned = models.JSONField()  # {"spellings": [[a, b, times], ...], "slope": float, "shift": float}
    figures = models.JSONField()  # before and after, on decisions that were left out
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.pk)


class LessonWord(AppendOnly):
    """Whether a lesson is taken up or refused, by whom; the last word counts."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="words")
    taken_up = models.BooleanField()
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.taken_up}"
