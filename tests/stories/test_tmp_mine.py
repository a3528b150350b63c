import pytest
from tests.stories import test_every_page as t
from tests.stories.test_every_page import *  # noqa
from tests.stories.cast import cast
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
@pytest.fixture
def people(transactional_db, office, staff):
    return cast(office, staff)
@pytest.mark.parametrize("language", ["en","ar"])
def test_mine(language, people, visitor, monkeypatch):
    monkeypatch.setattr(t, "paths", t.around_a_telling)
    t.test_every_page_is_open_to_everybody(language, people, visitor)
    people2 = people
for n in list(globals()):
    if n.startswith("test_") and n != "test_mine": del globals()[n]
