"""Reports and what they claim: who told whom, in which words, how it was judged, who signed second."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vegerin.engines.history.dates import InexactDate
from vegerin.engines.history.status import Verdict
from vegerin.register.models.base import Written, date_fields, ends_after_it_begins, read_date
from vegerin.register.models.people import Person, Sex
from vegerin.register.models.places import Place


class Source(Written):
    """A source is a code name here. Who it is lies in another vault or nowhere (R14)."""

    code_name = models.CharField(max_length=20, unique=True)

    class Meta:
        ordering = ["code_name"]

    def __str__(self) -> str:
        return self.code_name

    @property
    def compartment(self) -> str:
        """Whose keys are the handler's and the deputy's, and nobody's after them."""
        return f"source:{self.code_name}"


class SourceHandler(Written):
    """Who handles a source from now on; the latest counts."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="handlers")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.source_id}: {self.handler_id}"


class Gravity(models.TextChoices):
    """The gravest thing in a report; its words and attachments are sealed at that level (D26)."""

    VERIFIER = "verifier", _("Ordinary: for verifiers")
    CHILD_PROTECTION = "child_protection", _("About a child in danger: for child protection")
    CARE = "care", _("About violence suffered: for the care of the one who suffered it")
    HEAD = "head", _("About our own people or a source: for the head of the office")


class SourceGrade(models.TextChoices):
    """How far the source can be relied on, whatever it says."""

    A = "A", _("Always reliable so far")
    B = "B", _("Usually reliable")
    C = "C", _("Fairly reliable")
    D = "D", _("Often not reliable")
    E = "E", _("Not reliable")
    F = "F", _("Cannot be judged")


class Report(Written):
    """One telling, as it was told. `words` are sealed; their key can be destroyed, the row remains."""

    class Channel(models.TextChoices):
        """How it reached the office."""

        CALL = "call", _("Telephone call")
        VISIT = "visit", _("Somebody came")
        VOICE_NOTE = "voice_note", _("Voice note")
        MESSAGE = "message", _("Message")
        VIDEO = "video", _("Video call or film")
        SOCIAL = "social", _("Contact on social media")
        POSTING = "posting", _("Posting seen on the net")
        DEBRIEF = "debrief", _("Debriefing")
        LIST = "list", _("Somebody's list")
        LETTER = "letter", _("Letter or paper form")
        PARTNER = "partner", _("Partner organisation")
        OFFICE = "office", _("The office's own finding")

    code = models.CharField(max_length=12, unique=True, editable=False)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    language = models.CharField(max_length=10, blank=True, default="")
    script = models.CharField(max_length=8, blank=True, default="")
    told_at = models.DateTimeField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="reports")
    source_grade = models.CharField(max_length=1, choices=SourceGrade.choices)
    content_grade = models.CharField(
        max_length=12, choices=[(verdict.value, verdict.value) for verdict in Verdict]
    )
    gravity = models.CharField(max_length=16, choices=Gravity.choices, default=Gravity.VERIFIER)
    verbatim_of = models.CharField(max_length=12, blank=True, default="")  # a step of the chain of telling
    serial = models.CharField(max_length=16, blank=True, default="")  # of the paper form it was typed from
    words = models.BinaryField(default=bytes, editable=False)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        ordering = ["-told_at", "-recorded_at"]
        indexes = [models.Index(fields=["by", "recorded_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["serial"], condition=~models.Q(serial=""), name="one_serial_once"
            ),
            models.CheckConstraint(
                condition=models.Q(told_at__lte=models.F("recorded_at")), name="told_then_written"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def compartment(self) -> str:
        """Where its words and attachments are sealed."""
        return f"report:{self.gravity}"


class Telling(Written):
    """One step of the chain: who saw, told, relayed, interpreted, wrote (D10). A name is sealed."""

    class Step(models.TextChoices):
        """The steps, in order."""

        SAW = "saw", _("Saw it")
        TOLD = "told", _("Told it")
        RELAYED = "relayed", _("Passed it on")
        INTERPRETED = "interpreted", _("Interpreted")
        WROTE = "wrote", _("Wrote it down")

    class Near(models.TextChoices):
        """Whether an interpreter or teller is from the family, tribe or village."""

        YES = "yes", _("From the family, tribe or village")
        NO = "no", _("Not from the family, tribe or village")
        NOT_ASKED = "not_asked", _("Not asked")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="chain")
    step = models.CharField(max_length=12, choices=Step.choices)
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=30)  # herself, mother, fellow captive, interpreter 7, clerk
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True, default="")
    near = models.CharField(max_length=10, choices=Near.choices, default=Near.NOT_ASKED)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=10, blank=True, default="")
    name = models.BinaryField(default=bytes, editable=False)

    class Meta:
        ordering = ["report", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="one_step_a_place")]

    def __str__(self) -> str:
        return f"{self.role} {self.step}"


class Event(Written):
    """One claim of one report about one person: what every reader of the register may know."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="events")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=30)  # a code of engines.history.kinds.KINDS
    happened_earliest, happened_latest, happened_precision, happened_basis, happened_anchor = date_fields()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    country = models.CharField(max_length=2, blank=True, default="")
    details = models.JSONField(default=dict)
    opinion = models.BooleanField(default=False)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [
            models.Index(fields=["person", "recorded_at"]),
            models.Index(fields=["kind"]),
            models.Index(fields=["recorded_at"]),
        ]
        constraints = [ends_after_it_begins("happened", name="event_happened_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened}"

    @property
    def happened(self) -> InexactDate:
        """When it happened, as told."""
        return read_date(self, "happened")


class Countersign(Written):
    """The second signature under an event; made by a decision of two, never by hand."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="countersign")
    decision = models.UUIDField()

    def __str__(self) -> str:
        return f"second under {self.event_id}"


class Assessment(Written):
    """How somebody judged an event; source and content apart. The latest counts."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="assessments")
    verdict = models.CharField(max_length=12, choices=[(verdict.value, verdict.value) for verdict in Verdict])
    source_grade = models.CharField(max_length=1, choices=SourceGrade.choices)
    why = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.source_grade} {self.verdict}"


class Unjudged(models.Model):
    """A claim that waits for a verifier: kept by the actions, so that no desk has to look for them."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, related_name="unjudged")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"waits: {self.event_id}"


class Phone(Written):
    """A number, sealed: as told and as +964… (D11). The HMAC knows it again and tells nothing else."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="phones")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="phones")
    number = models.BinaryField(editable=False)  # sealed JSON: as told, E.164, who answers, safe hours
    same_as = models.CharField(max_length=64, db_index=True, editable=False)
    from_captivity = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"phone {self.id}"

    @property
    def compartment(self) -> str:
        """Liaison and verifier."""
        return f"contact:{self.person_id or self.report_id}"


class PhonePermission(Written):
    """Whether a number may be rung or messaged: *never*, until two have said otherwise (D6)."""

    phone = models.ForeignKey(Phone, on_delete=models.PROTECT, related_name="permissions")
    may_ring = models.BooleanField(default=False)
    may_message = models.BooleanField(default=False)
    may_leave_word = models.BooleanField(default=False)
    may_say_who_we_are = models.BooleanField(default=False)
    decision = models.UUIDField()

    def __str__(self) -> str:
        return f"may ring: {self.may_ring}"


class Withdrawal(Written):
    """The key of one report or attachment was destroyed: when, by whose wish. Figures still count it (D4)."""

    class Wish(models.TextChoices):
        """By whose wish."""

        ABOUT = "about", _("The person it is about")
        TELLER = "teller", _("The one who told it")

    report = models.OneToOneField(Report, on_delete=models.PROTECT, null=True, related_name="withdrawal")
    attachment = models.OneToOneField(
        "register.Attachment", on_delete=models.PROTECT, null=True, related_name="withdrawal"
    )
    wish_of = models.CharField(max_length=10, choices=Wish.choices)
    keys_destroyed = models.PositiveSmallIntegerField(default=0)
    final_on = models.DateField(default=timezone.localdate)  # when the last backup of the keystore is gone

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(report__isnull=True) ^ models.Q(attachment__isnull=True),
                name="one_thing_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return f"withdrawn {self.report_id or self.attachment_id}"
