"""A mother's visit: who asks, whom she seeks, how she may be reached, what she allows; then what was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vegerin.engines.history.dates import UNKNOWN
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.register import queries
from vegerin.register.forms.report import LANGUAGES
from vegerin.register.models import CaseReview, Consent, InquirerMark, Person, Relation, Told
from vegerin.register.rules import Act, may
from vegerin.register.values import NewConsent, NewFamilyPhone, NewInquirer, NewQuestion, NewSought
from vegerin.ui.fields import WRITTEN, AnswerField, DayField, InexactDateField, ManyAnswers, line

SEXES = (("female", _("Female")), ("male", _("Male")))
HOW = (("visit", _("They came")), ("call", _("They rang us")), ("letter", _("Paper form or letter")))
MAY = (
    ("may_ring", _("We may ring it")),
    ("may_message", _("We may send a message")),
    ("may_leave_word", _("We may leave word with whoever answers")),
    ("may_say_who_we_are", _("We may say who we are")),
)
ANSWERS = (("given", _("Yes")), ("refused", _("No")), ("not_asked", _("Not asked")))
ASKED_AT_ONCE = ("search", "partner", "authority")


class SoughtForm(forms.Form):
    """One who is sought, as the family says it."""

    name = line(_("Name, as it was told"), help_text=_("Given name, father, grandfather. In any script."))
    relation = forms.ChoiceField(
        label=_("The one who asks is the"), choices=[("", "—"), *Relation.choices], required=False
    )
    sex = AnswerField(label=_("Sex"), choices=SEXES, small=True)
    born = InexactDateField(label=_("Born"))
    village = line(_("Home village or collective"), longest=120)
    last_heard = InexactDateField(
        label=_("Last heard of"), help_text=_("As they date it: a feast is enough.")
    )
    person = forms.CharField(required=False, widget=forms.HiddenInput)

    def as_new(self, reader: Reader) -> NewSought:
        """As the action takes it."""
        said = self.cleaned_data
        places = queries.place_named(reader, said["village"]) if said["village"] else []
        person: Person | None = queries.person_for(reader, said["person"]) if said["person"] else None
        return NewSought(
            name=said["name"],
            relation=said["relation"] or Relation.OTHER,
            sex=said["sex"],
            born=said["born"] or UNKNOWN,
            village=said["village"],
            place=places[0] if len(places) == 1 else None,
            last_heard=said["last_heard"] or UNKNOWN,
            person=person,
        )


class PhoneForm(forms.Form):
    """A number and what may be done with it; nothing, until they said yes (D11)."""

    number = line(_("Their number"), help_text=_("Kept sealed, with what may be done with it."), longest=40)
    who_answers = line(_("Who answers it?"), longest=60)
    since = line(_("Since when is it theirs?"), longest=60)
    safe_hours = line(_("Safe hours"), longest=60)
    rules = forms.MultipleChoiceField(
        label=_("What may we do with it?"),
        help_text=_("Tick only what they said yes to."),
        choices=MAY,
        required=False,
        widget=ManyAnswers,
    )

    def clean_number(self) -> str:
        """A number has digits."""
        number: str = self.cleaned_data["number"]
        if number and not any(sign.isdigit() for sign in number):
            raise forms.ValidationError(_("There are no digits in this number."))
        return number

    def as_phone(self) -> NewFamilyPhone:
        """As the action takes it."""
        said = self.cleaned_data
        told: dict[str, Any] = {name: said[name] for name in ("who_answers", "since", "safe_hours")}
        rules: dict[str, Any] = {rule: rule in said["rules"] for rule, _label in MAY}
        return NewFamilyPhone(said["number"], **told, **rules)


class HowGiven(forms.Form):
    """How a consent was given (D3)."""

    how = AnswerField(label=_("How did they say it?"), choices=Consent.How.choices)
    read_aloud = forms.BooleanField(label=_("It was read aloud in their language"), required=False)
    said_back = line(
        _("Said back, in their own words"), help_text=_("For a thumb or a voice. Kept sealed."), longest=400
    )
    witness = line(_("Witness"), help_text=_("As a role or working name; nobody of the family."), longest=60)
    interpreter = AnswerField(
        label=_("Who interpreted?"),
        help_text=_("Never a child or a relative. To wish none needs no reason."),
        choices=Consent.Interpreter.choices,
        initial="nobody",
    )

    def how_given(self) -> dict[str, Any]:
        """As the action takes it."""
        said = self.cleaned_data
        told = {name: said[name] for name in ("how", "read_aloud", "said_back", "witness")}
        return {**told, "interpreter": said["interpreter"] or "nobody"}


class RequestForm(PhoneForm, HowGiven):
    """All of the visit but those who are sought."""

    how_asked = AnswerField(label=_("How did it reach us?"), choices=HOW, initial="visit")
    serial = line(
        _("Number on the paper form"), help_text=_("The same form is never typed twice."), longest=16
    )
    inquirer = line(_("Who asks?"), help_text=_("Her or his own name, as it was said."), required=True)
    inquirer_sex = AnswerField(label=_("Sex"), choices=SEXES, small=True)
    known_inquirer = forms.CharField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What they told, in their words"),
        help_text=_("In the language they were said. Short is fine."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    language = AnswerField(label=_("Language"), choices=LANGUAGES, small=True, initial="kmr")
    question = line(
        _("Something only the family knows"),
        help_text=_("We ask every family, whomever they seek. Kept sealed."),
        longest=300,
    )
    answer = line(_("The answer"), longest=300)
    search = AnswerField(label=Consent.Purpose.SEARCH.label, choices=ANSWERS, small=True)
    partner = AnswerField(label=Consent.Purpose.PARTNER.label, choices=ANSWERS, small=True)
    authority = AnswerField(label=Consent.Purpose.AUTHORITY.label, choices=ANSWERS, small=True)

    field_order = (
        "how_asked",
        "serial",
        "inquirer",
        "inquirer_sex",
        "known_inquirer",
        *PhoneForm.base_fields,
        "words",
        "language",
        "question",
        "answer",
        *ASKED_AT_ONCE,
        *HowGiven.base_fields,
    )

    def as_request(self) -> dict[str, Any]:
        """As the action takes it, without those who are sought and without who asks."""
        said = self.cleaned_data
        language = said["language"] if said["language"] != "other" else ""
        questions = [NewQuestion(said["question"], said["answer"])] if said["question"] else []
        return {
            "words": said["words"],
            "channel": said["how_asked"] or "visit",
            "language": language,
            "serial": said["serial"].strip(),
            "questions": questions,
            "consents": self.consents(language),
        }

    def as_inquirer(self) -> NewInquirer:
        """Who asks, with the number."""
        said = self.cleaned_data
        phones = (self.as_phone(),) if said["number"] else ()
        return NewInquirer(said["inquirer"], sex=said["inquirer_sex"], phones=phones)

    def consents(self, language: str) -> list[NewConsent]:
        """Each purpose that was answered."""
        said, given = self.cleaned_data, self.how_given()
        return [
            NewConsent(
                purpose, said[purpose], language=language, **(given if said[purpose] == "given" else {})
            )
            for purpose in ASKED_AT_ONCE
            if said[purpose]
        ]


class ConsentForm(HowGiven):
    """One more purpose, or one taken back."""

    purpose = AnswerField(label=_("What for?"), choices=Consent.Purpose.choices, required=True)
    answer = AnswerField(label=_("What did they say?"), choices=Consent.Answer.choices, required=True)
    receiver = line(_("To whom may it go?"), help_text=_("Where the purpose has somebody."), longest=120)
    until = DayField(label=_("Until"), required=False)

    field_order = ("purpose", "answer", "receiver", "until", *HowGiven.base_fields)

    def as_consent(self) -> NewConsent:
        """As the action takes it."""
        said = self.cleaned_data
        named = {name: said[name] for name in ("purpose", "answer", "receiver", "until")}
        return NewConsent(**named, **(self.how_given() if said["answer"] == "given" else {}))


class TellForm(forms.Form):
    """What was told to whom: only what may be told today is offered, else what is said to everyone.

    Every answer can still be sent, so that a try behind the wall is refused with its sentence (D1).
    """

    inquirer = forms.ChoiceField(label=_("To whom?"), choices=())
    what = AnswerField(label=_("What was told?"), choices=(), required=True, initial="open")
    sought = forms.ChoiceField(label=_("About whom?"), choices=(), required=False)
    how = AnswerField(label=_("How?"), choices=Told.How.choices, required=True)
    day = DayField(label=_("On which day?"))
    words = line(_("What was said and asked"), help_text=_("Kept sealed."), longest=400)

    def __init__(
        self,
        *args: Any,
        reader: Reader,
        inquirers: list[tuple[str, str]],
        sought: list[tuple[str, str]],
        offered: frozenset[str],
        **kw: Any,
    ) -> None:
        kw["initial"] = {"day": timezone.localdate(), **(kw.get("initial") or {})}
        super().__init__(*args, **kw)
        whats = Told.What.choices if may(reader, Act.TELL) else Told.What.choices[:1]
        self.fields["what"].choices = whats  # type: ignore[attr-defined]
        shown = [(code, word) for code, word in whats if code in offered]
        self.fields["what"].widget.choices = shown
        self.fields["inquirer"].choices = inquirers  # type: ignore[attr-defined]
        if may(reader, Act.TELL):
            self.fields["sought"].choices = [("", "—"), *sought]  # type: ignore[attr-defined]
        else:
            del self.fields["sought"]

    def told_at(self) -> datetime:
        """Now, or noon of the day it was said."""
        day = self.cleaned_data["day"]
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        return timezone.now() if day == timezone.localdate() else noon


class WhoForm(forms.Form):
    """Is this the one who is sought?"""

    person = forms.CharField(widget=forms.HiddenInput)
    verdict = AnswerField(
        label=_("What do you say?"),
        choices=(
            ("same", _("It is her or him")),
            ("different", _("It is somebody else")),
            ("unsure", _("Cannot be said yet")),
        ),
        required=True,
    )
    why = line(_("Why"), help_text=_("One sentence a colleague would accept."), required=True, longest=400)


class MarkForm(forms.Form):
    """What is known of one who asks."""

    kind = AnswerField(label=_("What is so?"), choices=InquirerMark.Kind.choices, required=True)
    why = line(_("Why"), help_text=_("Kept sealed."), longest=400)


class RequestReviewForm(forms.Form):
    """Who looks after it, how often, and when next."""

    review_class = AnswerField(
        label=_("How often is it looked at?"),
        help_text=_("Live: every few days. Open: each quarter. Quiet: once a year, with a call."),
        choices=CaseReview.Class.choices,
        required=True,
    )
    review_on = DayField(label=_("Look again by"), required=False, help_text=_("Empty: as its class says."))
    who = AnswerField(
        label=_("Who looks after it?"),
        choices=(("me", _("I do")), ("team", _("The team for families")), ("other", _("A colleague"))),
        initial="me",
        required=True,
    )
    colleague = forms.ChoiceField(label=_("Which colleague?"), required=False)
    note = forms.CharField(
        label=_("What whoever takes over must know"),
        help_text=_("Asked for where somebody else knew this family until now. Kept sealed."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={**WRITTEN, "rows": 3}),
    )

    def __init__(self, *args: Any, colleagues: Sequence[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), one.working_name) for one in colleagues]
        cast(forms.ChoiceField, self.fields["colleague"]).choices = [("", _("Choose")), *named]

    def clean(self) -> dict[str, Any]:
        """A colleague has a name."""
        told = super().clean() or {}
        if told.get("who") == "other" and not told.get("colleague"):
            self.add_error("colleague", _("Choose who looks after it."))
        return told


class AnotherForm(PhoneForm):
    """Somebody else of the family asks too."""

    name = line(_("Who asks too?"), required=True)
    relation = forms.ChoiceField(label=_("She or he is to those sought the"), choices=Relation.choices)

    field_order = ("name", "relation", *PhoneForm.base_fields)

    def as_inquirer(self) -> NewInquirer:
        """As the action takes it."""
        phones = (self.as_phone(),) if self.cleaned_data["number"] else ()
        return NewInquirer(self.cleaned_data["name"], phones=phones)
