"""The addresses of figures; they hold ids only."""

from django.urls import path

from vegerin.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("correction/<uuid:task_id>/", views.correction, name="correction"),
    path("statements/", views.statements, name="statements"),
    path("statements/new/", views.add, name="add"),
    path("statements/<uuid:statement_id>/", views.statement, name="statement"),
    path("statements/<uuid:statement_id>/figure/", views.add_figure, name="add_figure"),
]
