"""Pages of a list that may be long: it is never counted to the end."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property


class ShortPaginator(Paginator[Any]):
    """Counts no further than some pages; who is looking for more narrows the list."""

    farthest = 500
    object_list: Any

    @cached_property
    def count(self) -> int:
        """Return the number of rows, or `farthest` when there are more."""
        return int(self.object_list.order_by().values("pk")[: self.farthest].count())

    @property
    def is_cut(self) -> bool:
        """Tell whether there may be more than was counted."""
        return self.count >= self.farthest
