"""The product's addresses, and the yardstick beside them on the same server."""

from django.urls import include, path

from benchmarks.yardstick.views import ask

urlpatterns = [path("maatstaf/", ask, name="yardstick"), path("", include("cso_portal.urls"))]
