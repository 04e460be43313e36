"""Addresses of the app, under their language; each part of the app keeps its own list."""

from django.urls import URLPattern

app_name = "participation"
urlpatterns: list[URLPattern] = []
