"""The engine's words as a page says them: likelihood and confidence never in one sentence (ICD 203)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LIKELIHOODS = {
    "almost no chance": _("Almost no chance"),
    "very unlikely": _("Very unlikely"),
    "unlikely": _("Unlikely"),
    "roughly even chance": _("Roughly even chance"),
    "likely": _("Likely"),
    "very likely": _("Very likely"),
    "almost certain": _("Almost certain"),
}
CONFIDENCES = {
    "high": _("Confidence: high. Three independent lines or more, one of them direct."),
    "moderate": _("Confidence: moderate. Two independent lines."),
    "low": _("Confidence: low. One line only."),
}
KINDS = {
    "private_question_correct": _("a private question answered rightly"),
    "voice_one_relative": _("a voice or hand one relative knew"),
    "eyewitness_knew": _("seen by somebody who knew her or him"),
    "eyewitness_stranger": _("seen by somebody who did not"),
    "undated_photo": _("a picture without a date"),
    "rumour": _("heard, nobody named who saw it"),
}


def likelihood_words(word: str) -> str:
    """A band of ICD 203."""
    return str(LIKELIHOODS[word])


def confidence_words(word: str) -> str:
    """How broad the ground is."""
    return str(CONFIDENCES[word])


def kind_words(kind: str) -> str:
    """A kind of observation."""
    return str(KINDS.get(kind, kind))


CONTENTS = {
    "corroborated": _("corroborated"),
    "plausible": _("plausible"),
    "doubted": _("doubted"),
    "refuted": _("refuted"),
}


def content_words(grade: str) -> str:
    """How what was said was judged."""
    return str(CONTENTS[grade])
