"""The picture of a page stands beside it, in the page's language."""

from django.urls import path

from commitments.views import cards

urlpatterns = [
    path("commitments/<slug:slug>/card.png", cards.commitment, name="commitment_card"),
    path("plan/card.png", cards.current_plan, name="current_plan_card"),
    path("plan/<slug:slug>/card.png", cards.plan, name="plan_card"),
    path("reports/<int:year>/card.png", cards.report, name="report_card"),
    path("reports/<int:year>/<int:number>/card.png", cards.report, name="edition_card"),
]
