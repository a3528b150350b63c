"""The addresses of missions; they hold codes only."""

from django.urls import path

from vegerin.missions import views, views_after, views_around, views_group, views_mission

app_name = "missions"
urlpatterns = [
    path("", views.board, name="board"),
    path("new/", views.new, name="new"),
    path("warning/", views.warning, name="warning"),
    path("field/<str:secret>/", views.field, name="field"),
    path("helpers/", views_around.helpers, name="helpers"),
    path("helpers/<uuid:helper_id>/<slug:name>/", views_around.helper_act, name="helper_act"),
    path("may-know/", views_around.may_know, name="may_know"),
    path("may-know/<uuid:question_id>/", views_around.may_know_step, name="may_know_step"),
    path("watching/", views_around.watching, name="watching"),
    path("watching/<uuid:watch_id>/", views_around.watch_day, name="watch_day"),
    path("speak/<uuid:speak_id>/", views_around.speak, name="speak"),
    path("news/", views_around.news, name="news"),
    path("kept/", views_after.kept_list, name="kept"),
    path("kept/<uuid:moved_id>/", views_after.open_kept, name="kept_one"),
    path("could-come/", views_group.could_come, name="could_come"),
    path("<str:code>/print/", views.print_mission, name="print"),
    path("<str:code>/print/manifest/", views.print_manifest, name="print_manifest"),
    path("<str:code>/risks/", views_group.risks, name="risks"),
    path("<str:code>/choose/", views_group.choose, name="choose"),
    path("<str:code>/take-out/<str:person_code>/", views_group.take_out, name="take_out"),
    path("<str:code>/close/", views_mission.close, name="close"),
    path("<str:code>/", views_mission.mission, name="mission"),
    path("<str:code>/<slug:name>/", views_mission.act, name="act"),
    path("<str:code>/<slug:name>/<uuid:row_id>/", views_mission.of_row, name="row"),
]
