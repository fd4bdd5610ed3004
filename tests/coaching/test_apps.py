import pytest
from django.contrib.auth.models import Group

from privacy.roles import COACH, COORDINATOR, FINANCE, ROLES


@pytest.mark.django_db
def test_coaches_and_coordinators_look_after_the_outbox_and_finance_does_not():
    found = {
        role: set(
            Group.objects.get(name=role)
            .permissions.filter(content_type__app_label="outbox")
            .values_list("codename", flat=True)
        )
        for role in ROLES
    }
    desk = {"view_outgoingmail", "resend_outgoingmail", "view_mailtask", "change_mailtask"}
    words = {"view_mailtext", "change_mailtext"}
    assert found == {COACH: desk, COORDINATOR: desk | words, FINANCE: set()}
