"""The guard's addresses; they hold ids only."""

from __future__ import annotations

from django.urls import path

from vegerin.guard import duty, views, views_decisions, views_help, views_office, views_papers

app_name = "guard"
urlpatterns = [
    path("unlock/", views.unlock, name="unlock"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("covered/", views.covered, name="covered"),
    path("lock/", views.lock, name="lock"),
    path("draft/", views.draft, name="draft"),
    path("account/", views.account, name="account"),
    path("account/passphrase/", views.passphrase, name="passphrase"),
    path("account/opener/", views.opener, name="opener"),
    path("account/second-factor/", views.set_up_second_factor, name="second_factor"),
    path("account/second-factor/off/", views.no_second_factor, name="no_second_factor"),
    path("staff/", views_office.staff, name="staff"),
    path("staff/invite/", views_office.invite, name="invite"),
    path("staff/<uuid:staff_id>/", views_office.person, name="person"),
    path("staff/<uuid:staff_id>/renew/", views_office.new_keys, name="renew"),
    path("staff/<uuid:staff_id>/propose/<str:kind>/", views_office.propose_for, name="propose"),
    path("keys/", views_office.keys, name="keys"),
    path("staff/<uuid:staff_id>/leaving/", views_office.leaver, name="leaver"),
    path("account/spoken-codes/", views_decisions.card, name="card"),
    path("account/blur/", views.blur, name="blur"),
    path("decisions/", views_decisions.decisions_waiting, name="decisions"),
    path("decisions/<uuid:decision_id>/", views_decisions.decision, name="decision"),
    path("decisions/<uuid:decision_id>/spoken/", views_decisions.spoken_signature, name="spoken"),
    path("authorities/", views_decisions.authority_requests, name="authorities"),
    path("authorities/<uuid:request_id>/", views_decisions.authority_request, name="authority"),
    path("papers/", views_papers.papers_page, name="papers"),
    path("papers/<uuid:printed_id>/shredded/", views_papers.shredded, name="shredded"),
    path("help/<str:view_name>/", views_help.help_page, name="help"),
    path("trail/", views_office.trail_page, name="trail"),
]
urlpatterns += duty.urlpatterns
