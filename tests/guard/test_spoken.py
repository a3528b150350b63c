"""A second signature by telephone: each line once, three wrong ones end the card (D13)."""

import pytest

from vegerin.guard import decisions, spoken
from vegerin.guard.decisions import Kind, When
from vegerin.guard.models import Signature, SpokenCode
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role

pytestmark = pytest.mark.record


@pytest.fixture
def effects(monkeypatch):
    """What happened, and two kinds: one may be spoken, one may not."""
    done = []
    verifier = frozenset({Role.VERIFIER})
    for code, by_telephone in (("test.spoken", True), ("test.by_hand", False)):
        kind = Kind(
            code,
            When.BEFORE,
            verifier,
            verifier,
            lambda decision, by: done.append(by),
            by_telephone=by_telephone,
        )
        monkeypatch.setitem(decisions.KINDS, code, kind)
    return done


@pytest.fixture
def here(staff):
    return staff(Role.VERIFIER, name="ferhan")


@pytest.fixture
def at_home(staff):
    return staff(Role.VERIFIER, name="zozan")


def asked(by, kind="test.spoken"):
    return decisions.propose(kind=kind, about="x", reason="It cannot wait.", by=by)


def say(decision, speaker, code, typed_by, *, approved=True, reason=""):
    return spoken.sign(
        decision=decision, staff=speaker.staff, code=code, approved=approved, reason=reason, typed_by=typed_by
    )


def test_the_right_line_signs_and_says_who_typed_it(office, effects, here, at_home):
    codes, decision = spoken.make_card(by=at_home), asked(here)

    signature = say(decision, at_home, codes[0].lower(), here)

    assert (signature.by, signature.approved) == (at_home.staff, True)
    assert [by.staff for by in effects] == [at_home.staff]
    assert decisions.signatures(decision)[1]["role"] == "by telephone, typed by ferhan"


def test_a_line_counts_once(office, effects, here, at_home):
    codes = spoken.make_card(by=at_home)
    say(asked(here), at_home, codes[0], here)

    with pytest.raises(Refused, match="not line 2"):
        say(asked(here), at_home, codes[0], here)


def test_three_wrong_lines_end_the_card(office, effects, here, at_home):
    codes, decision = spoken.make_card(by=at_home), asked(here)
    for n in (1, 2, 3):
        with pytest.raises(Refused, match=f"not line {n}"):
            say(decision, at_home, "NOTIT", here)

    with pytest.raises(Refused, match="used up"):
        say(decision, at_home, codes[3], here)
    assert not Signature.objects.exists()


def test_a_refusal_over_the_telephone_needs_a_reason(office, effects, here, at_home):
    codes, decision = spoken.make_card(by=at_home), asked(here)

    with pytest.raises(Refused, match="Say why not"):
        say(decision, at_home, codes[0], here, approved=False)
    say(decision, at_home, codes[1], here, approved=False, reason="Not before the second call.")

    assert (Signature.objects.get().approved, effects) == (False, [])


def test_a_new_card_makes_the_old_one_worthless(office, effects, here, at_home):
    old, _new = spoken.make_card(by=at_home), spoken.make_card(by=at_home)

    with pytest.raises(Refused, match="not line 1"):
        say(asked(here), at_home, old[0], here)


def test_nobody_speaks_for_what_she_proposed_or_may_not_decide(office, effects, here, at_home, staff):
    clerk = staff(Role.CLERK)
    own, codes, clerks = spoken.make_card(by=here), spoken.make_card(by=at_home), spoken.make_card(by=clerk)
    decision = asked(here)

    with pytest.raises(Refused, match="second person"):
        say(decision, here, own[0], at_home)
    with pytest.raises(Refused, match="do not decide"):
        say(decision, clerk, clerks[0], here)
    with pytest.raises(Refused, match="do not decide"):
        say(decision, at_home, codes[0], clerk)


def test_what_is_signed_by_hand_is_not_signed_by_telephone(office, effects, here, at_home):
    codes = spoken.make_card(by=at_home)

    with pytest.raises(Refused, match="by hand"):
        say(asked(here, "test.by_hand"), at_home, codes[0], here)


def test_codes_stand_nowhere_in_clear(office, here):
    codes = spoken.make_card(by=here)
    kept = b"".join(bytes(line.digest) for line in SpokenCode.objects.all())

    assert not any(code.encode() in kept for code in codes)


def test_the_page_signs_by_telephone_and_shows_a_wrong_line_beside_the_field(
    office, effects, here, at_home, client_for
):
    codes, decision, browser = spoken.make_card(by=at_home), asked(here), client_for(here)
    address, told = f"/decisions/{decision.pk}/", {"staff": str(at_home.staff.pk), "answer": "yes"}

    page = browser.get(address).content.decode()
    wrong = browser.post(f"{address}spoken/", {**told, "code": "WRONG"}).content.decode()
    right = browser.post(f"{address}spoken/", {**told, "code": codes[1]})

    assert "zozan: ask for line 1" in page
    assert "That is not line 1 of the card" in wrong
    assert right.status_code == 302
    assert Signature.objects.get().by == at_home.staff
