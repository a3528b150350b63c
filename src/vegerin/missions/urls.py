"""The addresses of missions; they hold codes only."""

from django.urls import path

from vegerin.missions import views

app_name = "missions"
urlpatterns = [
    path("", views.board, name="board"),
    path("new/", views.new, name="new"),
    path("warning/", views.warning, name="warning"),
    path("field/<str:secret>/", views.field, name="field"),
    path("<str:code>/", views.mission, name="mission"),
    path("<str:code>/<slug:name>/", views.act, name="act"),
    path("<str:code>/<slug:name>/<uuid:row_id>/", views.of_row, name="row"),
]
