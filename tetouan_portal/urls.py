"""The roof: the only module that names every app. Public pages begin with their language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from tetouan_portal.health import probes
from tetouan_portal.pages import cards, entrance, icons
from tetouan_portal.pages.sitemaps import SITEMAPS

handler400 = "tetouan_portal.pages.errors.bad_request"
handler403 = "tetouan_portal.pages.errors.permission_denied"
handler404 = "tetouan_portal.pages.errors.page_not_found"
handler500 = "tetouan_portal.pages.errors.server_error"

urlpatterns = [
    # outside the languages
    path("", entrance.choose_language, name="entrance"),
    path("livez", probes.live, name="live"),
    path("readyz", probes.ready, name="ready"),
    path("portal.<slug:digest>.css", entrance.portal_css, name="stylesheet"),
    path("logo.<slug:digest>.<slug:kind>", entrance.municipal_logo, name="logo"),
    path("favicon.ico", icons.favicon, name="favicon"),
    path("robots.txt", entrance.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("", include("commitments.file_urls")),
    path("", include("budget_docs.file_urls")),
    path("", include("participation.file_urls")),
    path("", include("tetouan_portal.journal.file_urls")),
    # /ar/ /fr/ /es/
    *i18n_patterns(
        path("admin/", include("commitments.staff.urls")),
        path("admin/", include("tetouan_portal.known.urls")),
        path("admin/", include("tetouan_portal.work.urls")),
        path("admin/", admin.site.urls),
        path("accounts/", include("tetouan_portal.accounts.urls")),
        path("manifest.webmanifest", icons.manifest, name="manifest"),
        path("card.png", cards.home, name="home_card"),
        path("about/card.png", cards.portal, name="portal_card"),
        path("", include("commitments.card_urls")),
        path("style-guide/", include("tetouan_portal.style_guide.urls")),
        path("", include("tetouan_portal.pages.urls")),
        path("", include("tetouan_portal.journal.urls")),
        path("", include("commitments.urls")),
        path("", include("budget_docs.urls")),
        path("", include("participation.urls")),
    ),
]
