"""The addresses of paper forms; they hold ids and serials only."""

from django.urls import path

from vegerin.paper import views

app_name = "paper"
urlpatterns = [
    path("", views.forms, name="forms"),
    path("print/", views.print_batch, name="print"),
    path("printings/<uuid:printing_id>/", views.printing, name="printing"),
    path("printings/<uuid:printing_id>/sheets.pdf", views.pdf, name="pdf"),
    path("sheets/", views.find_sheet, name="find"),
    path("sheets/<str:serial>/", views.sheet, name="sheet"),
    path("sheets/<str:serial>/type/", views.type_in, name="type_in"),
    path("sheets/<str:serial>/photograph/", views.photograph, name="photograph"),
]
