"""Addresses of the app, under their language; each part of the app keeps its own list."""

from django.urls import path

from participation.feeds import NewestCases
from participation.views import mail_address, published, receipt, sending, start, statistics, tracking

app_name = "participation"
urlpatterns = [
    # sending
    path("participate/", start.start, name="start"),
    path("participate/published/", start.published_page, name="published"),
    path("participate/new/<slug:kind>/", sending.message, name="new"),
    path("participate/new/<slug:kind>/you/", sending.author, name="new_author"),
    path("participate/new/<slug:kind>/send/", sending.send, name="new_send"),
    path("participate/new/<slug:kind>/erase/", sending.discard, name="discard"),
    path("participate/new/<slug:kind>/photos/<uuid:key>/", sending.photo, name="draft_photo"),
    path("participate/receipt/", receipt.receipt, name="receipt"),
    path("participate/receipt/due.ics", receipt.due_file, name="receipt_due_file"),
    path("participate/receipt/close/", receipt.close_receipt, name="close_receipt"),
    # following: the author's own pages
    path("track/", tracking.track, name="track"),
    path("track/close/", tracking.close, name="track_close"),
    path("track/case/", tracking.case_page, name="track_case"),
    path("track/case/reply/", tracking.reply, name="track_reply"),
    path("track/case/not-solved/", tracking.not_solved, name="track_not_solved"),
    path("track/case/satisfaction/", tracking.rate, name="track_rate"),
    path("track/case/publication/", tracking.publication, name="track_publication"),
    path("track/case/contact/", tracking.erase_contact, name="track_contact"),
    path("track/case/address/", tracking.ask_mail_again, name="track_address"),
    path("track/case/withdraw/", tracking.withdraw, name="track_withdraw"),
    path("track/case/copy.json", tracking.copy_file, {"kind": "json"}, name="track_json_file"),
    path("track/case/copy.txt", tracking.copy_file, {"kind": "txt"}, name="track_text_file"),
    path("track/case/due.ics", tracking.due_file, name="track_due_file"),
    path("track/case/photos/<uuid:key>", tracking.photo_file, name="track_photo_file"),
    path("track/address/<str:token>/", mail_address.confirm_address, name="confirm_address"),
    # what the public reads
    path("participate/cases/", published.cases_page, name="cases"),
    path("participate/cases/feed/", NewestCases(), name="feed"),
    path("participate/cases/<str:reference>/", published.case_page, name="case"),
    path("participate/statistics/", statistics.statistics_page, name="statistics"),
    path("participate/statistics.<slug:kind>", statistics.statistics_file, name="statistics_file"),
]
