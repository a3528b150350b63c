"""The addresses of contacts; they hold ids and codes only."""

from django.urls import path

from vegerin.contacts import panels, views
from vegerin.contacts.views import evidence, portraits

app_name = "contacts"
GIVEN_OUT = ("export", "print", "download")  # each answers the refusal
ONE, OF_BATCH = "evidence/<uuid:evidence_id>/", "evidence/batches/<uuid:batch_id>/"
evidence_paths = [
    path("evidence/", evidence.evidence_room, name="evidence_room"),
    path("evidence/new/", evidence.hand_in, name="hand_in"),
    path("evidence/batches/new/", evidence.hand_in_batch, name="hand_in_batch"),
    path(ONE, evidence.evidence, name="evidence"),
    path(f"{ONE}open/", evidence.propose_opening, name="propose_opening"),
    path(f"{ONE}alone/", evidence.open_alone, name="open_alone"),
    path(f"{ONE}look/", evidence.look, name="look"),
    path(f"{ONE}said/", evidence.say_who, name="say_who"),
    path(f"{ONE}face/", evidence.cut_face, name="cut_face"),
    path(f"{ONE}check/", evidence.check, name="check_evidence"),
    path(f"{ONE}reader/", evidence.propose_reader, name="propose_reader"),
    path(f"{ONE}destroy/", evidence.propose_destroying, name="propose_destroying"),
    *(path(f"{ONE}{how}/", evidence.give_out, {"how": how}, name=f"evidence_{how}") for how in GIVEN_OUT),
    path(OF_BATCH, portraits.batch, name="batch"),
    path(f"{OF_BATCH}open/", portraits.propose_opening_batch, name="propose_opening_batch"),
    path(f"{OF_BATCH}show/", portraits.show, name="show"),
    path(f"{OF_BATCH}answered/", portraits.answered, name="answered"),
    path(f"{OF_BATCH}<int:number>/aside/", portraits.aside, name="aside"),
    *(
        path(f"{OF_BATCH}{how}/", portraits.give_out_batch, {"how": how}, name=f"batch_{how}")
        for how in GIVEN_OUT
    ),
    path("evidence/showings/<uuid:showing_id>/", portraits.showing, name="showing"),
    path("evidence/claims/<uuid:answer_id>/", portraits.claim, name="claim"),
]
urlpatterns = [
    path("", views.room, name="room"),
    path("checklist/<uuid:report_id>/", views.checklist, name="checklist"),
    path("checklist/<uuid:report_id>/why-not/", views.why_not, name="why_not"),
    path("why/<uuid:checklist_id>/", views.why, name="why"),
    path("why/<uuid:checklist_id>/clear/", views.clear, name="clear"),
    path("why/<uuid:checklist_id>/next/", views.ask_next, name="ask_next"),
    path("questions/<str:code>/", views.questions, name="questions"),
    path("questions/<str:code>/ask/", views.ask, name="ask"),
    path("weighing/<str:code>/", views.weighing, name="weighing"),
    path("weighing/<str:code>/alive/", views.alive, name="alive"),
    path("weighing/<str:code>/<uuid:report_id>/", views.side_by_side, name="side_by_side"),
    path("news/", views.news, name="news"),
    path("news/open/", views.open_news, name="open_news"),
    path("news/<uuid:call_id>/", views.answer_news, name="answer_news"),
    path("sources/", views.sources, name="sources"),
    path("sources/<uuid:source_id>/", views.source, name="source"),
    path("sources/<uuid:source_id>/who/", views.who, name="who"),
    path("sources/<uuid:source_id>/card/", views.card, name="card"),
    path("sources/<uuid:source_id>/helper/", views.helper, name="helper"),
    path("sources/<uuid:source_id>/burn/", views.burn, name="burn"),
    path("families/<uuid:burned_id>/", views.again, name="again"),
    path("stops/", views.stops, name="stops"),
    path("stops/<uuid:caution_id>/", views.clear_stop, name="clear_stop"),
    path("told/", views.purpose, name="purpose"),
    path("told/<str:code>/", views.told, name="told"),
    path("told/<str:code>/begin/", views.begin, name="begin"),
    path("told/<str:code>/pace/", views.pace, name="pace"),
    path("told/<str:code>/episode/", views.episode, name="new_episode"),
    path("told/<str:code>/episode/<str:id>/", views.episode, name="episode"),
    path("told/<str:code>/order/", views.order, name="order"),
    path("told/<str:code>/saw/", views.saw, name="saw"),
    path("told/<str:code>/reader/", views.name_reader, name="name_reader"),
    path("told/<str:code>/take-back/", views.take_back, name="take_back"),
    path("before/<str:code>/", views.before, name="before"),
    path("worth/<str:code>/", views.worth, name="worth"),
    path("worth/<str:code>/asked/", views.asked, name="asked"),
    path("told-by/<uuid:person_id>/", panels.told_slot, name="told_slot"),
    path("person/<uuid:person_id>/", panels.person_slot, name="person_slot"),
    *evidence_paths,
]
