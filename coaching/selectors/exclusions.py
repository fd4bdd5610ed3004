"""Which CSOs a request may not have. A follow-up talk inherits what was said before (N7)."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from coaching.models import SupporterExclusion
from requests_app.models import ConsultRequest

# UNION, not UNION ALL: a chain that bites its tail comes to an end too.
_EXCLUDED = """
    WITH RECURSIVE chain (id, follows_id) AS (
        SELECT id, follows_id FROM requests_app_consultrequest WHERE id = %s
        UNION
        SELECT earlier.id, earlier.follows_id
        FROM requests_app_consultrequest earlier JOIN chain ON earlier.id = chain.follows_id
    )
    SELECT exclusion.supporter_id
    FROM coaching_supporterexclusion exclusion JOIN chain ON exclusion.request_id = chain.id
"""


def excluded_here(request: ConsultRequest, column: str) -> RawSQL:
    """Return a condition on a column with the key of a CSO, so that lists need no more statements.

    The SQL is fixed text; the key of the request is a parameter.
    """
    sql = f"{column} IN ({_EXCLUDED})"
    return RawSQL(sql, [_key(request.pk)], output_field=BooleanField())  # noqa: S611 - see above


def excluded_ids(request: ConsultRequest) -> set[int]:
    """Return the keys of the CSOs that a request, or one that it follows, does not want."""
    with connection.cursor() as cursor:
        cursor.execute(_EXCLUDED, [_key(request.pk)])
        return {row[0] for row in cursor.fetchall()}


def _key(pk: UUID) -> Any:
    """Return the key of a request as this database keeps it."""
    return SupporterExclusion._meta.get_field("request").get_db_prep_value(pk, connection)
