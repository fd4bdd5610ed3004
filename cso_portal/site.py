"""The staff site at /beheer/."""

from django.contrib.admin import AdminSite


class PortalAdminSite(AdminSite):
    """The Django admin under the portal's own name."""

    site_header = "CSO-portaal"
    site_title = "CSO-portaal"
    index_title = "Beheer"
    empty_value_display = "–"
    enable_nav_sidebar = False
