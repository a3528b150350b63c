"""What is asked on the register's pages; few fields, none of them in the way."""

from vegerin.register.forms.judging import (
    AssessForm,
    CorrectForm,
    JudgeForm,
    NumberForm,
    ReviewForm,
    WithdrawByNumberForm,
    WithdrawForm,
)
from vegerin.register.forms.known import FactForm, NameForm
from vegerin.register.forms.organisations import AgreementForm, EndForm, OrganisationForm, ShareForm
from vegerin.register.forms.person import PersonForm
from vegerin.register.forms.places import ControlForm, PlaceForm, PlaceNameForm, PlaceSearchForm
from vegerin.register.forms.promise import AgainForm
from vegerin.register.forms.report import ReportForm
from vegerin.register.forms.search import SearchForm

__all__ = [
    "AgainForm",
    "AgreementForm",
    "AssessForm",
    "ControlForm",
    "CorrectForm",
    "EndForm",
    "FactForm",
    "JudgeForm",
    "NameForm",
    "NumberForm",
    "OrganisationForm",
    "PersonForm",
    "PlaceForm",
    "PlaceNameForm",
    "PlaceSearchForm",
    "ReportForm",
    "ReviewForm",
    "SearchForm",
    "ShareForm",
    "WithdrawByNumberForm",
    "WithdrawForm",
]
