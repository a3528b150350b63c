"""The addresses of others' lists; they hold ids only."""

from django.urls import path

from vegerin.lists import panels
from vegerin.lists.views import learning, linking, owners, releases, review, rows, taking_back

app_name = "lists"
urlpatterns = [
    path("", releases.lists, name="lists"),
    path("import/", releases.choose_file, name="import"),
    path("import/<uuid:waiting_id>/", releases.choose_columns, name="columns"),
    path("<uuid:release_id>/", releases.release, name="release"),
    path("<uuid:release_id>/progress/", releases.progress, name="progress"),
    path("<uuid:release_id>/take-back/", taking_back.take_back, name="take_back"),
    path("<uuid:release_id>/asked/", owners.asked_about_all, name="asked_about_all"),
    path("<uuid:release_id>/rows-left-out/", releases.bad_rows, name="bad_rows"),
    path("row/<uuid:row_id>/", rows.row, name="row"),
    path("row/<uuid:row_id>/sealed/", rows.open_sealed, name="open_sealed"),
    path("row/<uuid:row_id>/new-person/", rows.new_person, name="new_person"),
    path("row/<uuid:row_id>/person/", rows.is_person, name="is_person"),
    path("questions/", owners.questions, name="questions"),
    path("gone/<int:gone_id>/", owners.gone, name="gone"),
    path("runs/", linking.runs, name="runs"),
    path("runs/<uuid:run_id>/", linking.run, name="run"),
    path("runs/<uuid:run_id>/progress/", linking.run_progress, name="run_progress"),
    path("runs/<uuid:run_id>/again/", linking.run_again, name="run_again"),
    path("runs/<uuid:run_id>/stop/", linking.stop_run, name="stop_run"),
    path("runs/<uuid:run_id>/audit/", review.audit, name="audit"),
    path("runs/<uuid:run_id>/families/<int:number>/", review.family, name="family"),
    path("review/", review.review, name="review"),
    path("review/undo/", review.undo, name="undo"),
    path("learning/", learning.lessons, name="lessons"),
    path("learning/<uuid:lesson_id>/", learning.lesson, name="lesson"),
    path("person/<uuid:person_id>/", panels.person_slot, name="person_slot"),
]
