"""The addresses of shifts; they hold ids only (D30)."""

from __future__ import annotations

from django.urls import path

from vegerin.shifts import views

app_name = "shifts"
urlpatterns = [
    path("", views.rota, name="rota"),
    path("turns/<uuid:turn_id>/drop/", views.drop_turn, name="drop_turn"),
    path("turns/<uuid:turn_id>/take/", views.take_turn, name="take_turn"),
    path("stand-ins/", views.stand_ins, name="stand_ins"),
    path("hand-over/", views.new_hand_over, name="new_hand_over"),
    path("hand-over/<uuid:hand_over_id>/", views.hand_over, name="hand_over"),
    path("hand-over/<uuid:hand_over_id>/print/", views.print_hand_over, name="print_hand_over"),
    path("out/", views.go_out, name="go_out"),
    path("out/<uuid:outing_id>/", views.out, name="out"),
    path("heeded/", views.heeded, name="heeded"),
]
