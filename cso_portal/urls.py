"""Every address of the portal starts here; each room brings its own."""

from django.contrib import admin
from django.urls import include, path

from cso_portal import health, views

urlpatterns = [
    path("healthz/live", health.live, name="health_live"),
    path("healthz/ready", health.ready, name="health_ready"),
    path("healthz/queue", health.queue, name="health_queue"),
    path("", include("requests_app.urls")),
    path("", include("coaching.urls")),
    path("", include("outbox.urls")),
    path("beheer/", admin.site.urls),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
