"""The register's addresses; they hold ids only (D30)."""

from __future__ import annotations

from django.urls import path

from vegerin.register.views import desk, event, organisations, person, places, report, search

app_name = "register"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("search/", search.search, name="search"),
    path("search/as-you-type/", search.as_you_type, name="as_you_type"),
    path("search/<slug:token>/", search.found, name="found"),
    path("people/new/", person.add_person, name="add_person"),
    path("people/<str:code>/", person.person, name="person"),
    path("people/<str:code>/print/", person.print_person, name="print_person"),
    path("people/<str:code>/family/", person.family_view, name="family_view"),
    path("people/<str:code>/same/", event.judge, name="judge"),
    path("people/<str:code>/review/", event.review, name="review"),
    path("people/<str:code>/names/new/", event.add_name, name="add_name"),
    path("people/<str:code>/facts/new/", event.add_fact, name="add_fact"),
    path("reports/new/", report.new_report, name="new_report"),
    path("reports/new/people/", report.suggest_people, name="suggest_people"),
    path("reports/<uuid:report_id>/kept/", report.report_kept, name="report_kept"),
    path("reports/<uuid:report_id>/words/", person.open_words, name="open_words"),
    path("reports/<uuid:report_id>/withdraw/", report.withdraw, name="withdraw"),
    path("events/<uuid:event_id>/assess/", event.assess, name="assess"),
    path("events/<uuid:event_id>/correct/", event.correct, name="correct"),
    path("places/", places.places, name="places"),
    path("places/map/", places.map_of_places, name="map"),
    path("places/new/", places.add_place, name="add_place"),
    path("places/<uuid:place_id>/", places.place, name="place"),
    path("places/<uuid:place_id>/names/new/", places.add_place_name, name="add_place_name"),
    path("places/<uuid:place_id>/control/", places.add_control, name="add_control"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.add_organisation, name="add_organisation"),
    path("organisations/<uuid:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisations/<uuid:organisation_id>/agreement/", organisations.agree, name="agree"),
    path("organisations/<uuid:organisation_id>/share/", organisations.share, name="share"),
    path("agreements/<uuid:agreement_id>/end/", organisations.end, name="end_agreement"),
    path("promises/<uuid:promise_id>/answer/", desk.answer, name="answer_promise"),
]
