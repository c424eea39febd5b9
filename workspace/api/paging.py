"""Cursor pages for programs, over the same keyset as the pages for people."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workspace.paging import BadCursor, keyset_page

ORDER = ("updated_at", "pk")
MOST = 200


class CursorPage(BasePagination):
    """Oldest change first, so that a program that asks again with the last `updated_at` misses nothing."""

    def paginate_queryset(self, queryset: "QuerySet[Any]", request: Request, view: APIView | None = None) -> list[Any]:
        order = getattr(view, "cursor_order", ORDER)
        size = self._size(request.query_params.get("limit", "50"))
        try:
            self.page = keyset_page(queryset, order=order, cursor=request.query_params.get("cursor", ""), size=size)
        except BadCursor as error:
            raise ValidationError({"cursor": [str(error)]}) from error
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data, "next_cursor": self.page.next_cursor or None})

    def _size(self, text: str) -> int:
        if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:6]) <= MOST:
            raise ValidationError({"limit": [f"A number from 1 to {MOST}."]})
        return int(text)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["results", "next_cursor"],
            "properties": {"results": schema, "next_cursor": {"type": ["string", "null"]}},
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "`next_cursor` of the page before.",
                "schema": {"type": "string"},
            },
            {
                "name": "limit",
                "in": "query",
                "required": False,
                "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50},
            },
        ]
