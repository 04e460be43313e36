from django.urls import path

from commitments.feeds import NewsOfCommitments
from commitments.views import plan, reports

app_name = "commitments"

urlpatterns = [
    # /commitments/
    path("commitments/", plan.commitment_list, name="commitments"),
    path("commitments/feed/", NewsOfCommitments(), name="feed"),
    path("commitments/<slug:slug>/", plan.commitment_page, name="commitment"),
    # /plan/
    path("plan/", plan.current_plan, name="current_plan"),
    path("plan/<slug:slug>/", plan.plan_page, name="plan"),
    # /reports/
    path("reports/", reports.report_list, name="reports"),
    path("reports/<int:year>/", reports.report_page, name="report"),
    path("reports/<int:year>/<int:number>/", reports.edition_page, name="edition"),
    path("reports/<int:year>/verify/", reports.verify, name="report_verify"),
]
