"""The product's settings with the yardstick installed."""

from cso_portal.settings import *  # noqa: F403 - the point is that everything else is the same
from cso_portal.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.yardstick.apps.YardstickConfig"]
ROOT_URLCONF = "benchmarks.yardstick.urls"
