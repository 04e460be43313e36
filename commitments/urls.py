from django.urls import path

from commitments.feeds import NewsOfCommitments
from commitments.views import goals, plan, reports

app_name = "commitments"

urlpatterns = [
    # /commitments/
    path("commitments/", plan.commitment_list, name="commitments"),
    path("commitments/feed/", NewsOfCommitments(), name="feed"),
    path("commitments/<slug:slug>/", plan.commitment_page, name="commitment"),
    # /sdgs/
    path("sdgs/", goals.goal_list, name="goals"),
    path("sdgs/<int:number>/", goals.goal_page, name="goal"),
    # /plan/
    path("plan/", plan.current_plan, name="current_plan"),
    path("plan/<slug:slug>/", plan.plan_page, name="plan"),
    # /reports/
    path("reports/", reports.report_list, name="reports"),
    path("reports/<int:year>/", reports.report_page, name="report"),
    path("reports/<int:year>/<int:number>/", reports.edition_page, name="edition"),
    path("reports/<int:year>/verify/", reports.verify, name="report_verify"),
]
