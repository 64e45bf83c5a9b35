"""Address of the gallery."""

from django.urls import path

from xueyou.surfaces.design import views

app_name = "design"
urlpatterns = [path("", views.gallery, name="gallery")]
