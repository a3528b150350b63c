"""The addresses of others' lists; they hold ids only."""

from django.urls import path

from vegerin.lists import panels, views

app_name = "lists"
urlpatterns = [
    path("", views.lists, name="lists"),
    path("import/", views.choose_file, name="import"),
    path("import/<uuid:waiting_id>/", views.choose_columns, name="columns"),
    path("<uuid:release_id>/", views.release, name="release"),
    path("<uuid:release_id>/progress/", views.progress, name="progress"),
    path("<uuid:release_id>/rows-left-out/", views.bad_rows, name="bad_rows"),
    path("row/<uuid:row_id>/", views.row, name="row"),
    path("row/<uuid:row_id>/sealed/", views.open_sealed, name="open_sealed"),
    path("row/<uuid:row_id>/new-person/", views.new_person, name="new_person"),
    path("row/<uuid:row_id>/person/", views.is_person, name="is_person"),
    path("gone/<int:gone_id>/", views.ask_owner, name="ask_owner"),
    path("person/<uuid:person_id>/", panels.person_slot, name="person_slot"),
]
