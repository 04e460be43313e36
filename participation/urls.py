"""Addresses of the app, under their language; each part of the app keeps its own list."""

from django.urls import path

from participation.views import tracking

app_name = "participation"
urlpatterns = [
    # following: the author's own pages
    path("track/", tracking.track, name="track"),
    path("track/close/", tracking.close, name="track_close"),
    path("track/case/", tracking.case_page, name="track_case"),
    path("track/case/reply/", tracking.reply, name="track_reply"),
    path("track/case/not-solved/", tracking.not_solved, name="track_not_solved"),
    path("track/case/satisfaction/", tracking.rate, name="track_rate"),
    path("track/case/publication/", tracking.publication, name="track_publication"),
    path("track/case/contact/", tracking.erase_contact, name="track_contact"),
    path("track/case/withdraw/", tracking.withdraw, name="track_withdraw"),
    path("track/case/copy.json", tracking.copy_file, {"kind": "json"}, name="track_json_file"),
    path("track/case/copy.txt", tracking.copy_file, {"kind": "txt"}, name="track_text_file"),
    path("track/case/due.ics", tracking.due_file, name="track_due_file"),
    path("track/case/photos/<uuid:key>", tracking.photo_file, name="track_photo_file"),
]
