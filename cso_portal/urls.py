"""Every address of the portal starts here; each room brings its own."""

from django.contrib import admin
from django.urls import include, path

from cso_portal import code_views, health, views

urlpatterns = [
    path("healthz/live", health.live, name="health_live"),
    path("healthz/ready", health.ready, name="health_ready"),
    path("healthz/queue", health.queue, name="health_queue"),
    path("", include("requests_app.urls")),
    path("", include("coaching.urls")),
    path("", include("outbox.urls")),
    path("mijn/inloggen/", code_views.AskCode.as_view(), name="account_login"),
    # The names that allauth asks for.
    path("mijn/inloggen/", code_views.AskCode.as_view(), name="account_request_login_code"),
    path("mijn/inloggen/code/", code_views.EnterCode.as_view(), name="account_confirm_login_code"),
    path("mijn/uitloggen/", code_views.log_out, name="account_logout"),
    path("mijn/toegang/", code_views.ask_for_access, name="account_signup"),
    path("beheer/", admin.site.urls),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
