from django.urls import path

from tetouan_portal.pages import calendar, guides, personal_data, views

app_name = "pages"

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", guides.about, name="about"),
    path("about/open-government/", guides.guide, {"name": "open_government"}, name="open_government"),
    path("about/reading-progress/", guides.guide, {"name": "reading_progress"}, name="reading_progress"),
    path("about/using-the-portal/", guides.guide, {"name": "using_the_portal"}, name="using_the_portal"),
    path("calendar/", calendar.calendar_page, name="calendar"),
    path("calendar.ics", calendar.calendar_file, name="calendar_file"),
    path("privacy/", views.privacy, name="privacy"),
    path("privacy/register/", personal_data.register_page, name="register"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("legal/", views.legal, name="legal"),
]
