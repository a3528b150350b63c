"""Two tabs with one form: whoever keeps it later hears who changed it meanwhile, sees what, loses no word.

    class SheetForm(UponWhatStands):
        def rows_kept(self): return list(sheet.answers.select_related("by"))   # the oldest first
        def told_by(self, row): return {row.question: row.answer}

    with in_turn(f"sheet:{sheet.pk}"):      # looked at and written in one go
        form = SheetForm(request.POST)
        if form.is_valid(): ...

A form that does not say upon what it was opened (a program's, not a page's) is taken as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as say

from vegerin.guard.one_at_a_time import wait_for_turn
from vegerin.ui.dates import moment
from vegerin.ui.scripts import isolated

Row = Any  # of any room: it has `pk`, `by` and `recorded_at`


@contextmanager
def in_turn(what: str) -> Iterator[None]:
    """What is looked at inside stays so until it is written."""
    with transaction.atomic():
        wait_for_turn(what)
        yield


class UponWhatStands(forms.Form):
    """A form upon what stands: it knows the last row it was opened upon, and says which came since."""

    upon = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.kept = self.rows_kept()
        self.initial["upon"] = str(self.kept[-1].pk) if self.kept else ""

    def rows_kept(self) -> Sequence[Row]:
        """Every row that says what stands, the oldest first."""
        raise NotImplementedError

    def told_by(self, row: Row) -> Mapping[str, str]:
        """What a row says in the fields of this form; nothing where it cannot be laid beside them."""
        return {}

    def clean(self) -> dict[str, Any]:
        """Nothing is kept upon what somebody has changed meanwhile, unless it says the same."""
        told = super().clean() or {}
        told.pop("upon", None)  # an address, nothing told
        if later := self.rows_since():
            self.say_what_differs(later)
        return told

    def rows_since(self) -> Sequence[Row]:
        """What others wrote after the form was opened."""
        name = self.add_prefix("upon")
        if name not in self.data or self.data[name] == self.initial["upon"]:
            return []
        places = [place for place, row in enumerate(self.kept) if str(row.pk) == self.data[name]]
        return self.kept[places[0] + 1 :] if places else self.kept

    def say_what_differs(self, later: Sequence[Row]) -> None:
        """Each field that says something else now, and the sentence on top."""
        self._write("upon", self.initial["upon"])
        stood = {name: words for row in self.kept[: -len(later)] for name, words in self.told_by(row).items()}
        stands = {name: (words, row) for row in later for name, words in self.told_by(row).items()}
        differ = [
            (name, words, row, stood.get(name, ""))
            for name, (words, row) in stands.items()
            if not _alike(words, self._mine(name)) and not _alike(words, stood.get(name, ""))
        ]
        for one in differ:
            self._say_of_field(*one)
        if differ or not stands:
            self.add_error(None, self.meanwhile(later))

    def meanwhile(self, later: Sequence[Row]) -> str:
        """The sentence on top."""
        return say(
            "{name} changed this meanwhile, {when}. Nothing of yours is kept yet: it stands here as you "
            "wrote it. Look at what differs, then keep it again."
        ).format(name=who(later[-1]), when=moment(later[-1].recorded_at))

    def _mine(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), ""))

    def _write(self, name: str, words: str) -> None:
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix(name)] = words
        self.data = data

    def _say_of_field(self, name: str, words: str, row: Row, stood: str) -> None:
        if _alike(self._mine(name), stood):
            self._write(name, words)
            self.add_error(name, say("Changed meanwhile by {name}; you had left it.").format(name=who(row)))
            return
        offered = dict(getattr(self.fields[name], "choices", ()))
        shown = str(offered.get(words, words)) or say("nothing")
        self.add_error(name, say("By {name} it says now: {words}").format(name=who(row), words=shown))


def who(row: Row) -> str:
    """Whose it is; a name keeps its own direction inside the sentence."""
    return isolated(row.by.working_name)


def _alike(one: str, other: str) -> bool:
    return one.split() == other.split()  # a browser sends other ends of lines
