"""What the schema says of every operation: the errors it may answer."""

from typing import Any

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}
ALWAYS = {"400": "Not understood", "401": "No or no valid token", "403": "Not allowed", "429": "Too many requests"}
WITH_A_ROW = {"404": "Nothing here that you may see"}
WITH_A_BODY = {"409": "Understood, but refused", "415": "Not JSON"}


def add_problems(result: dict[str, Any], generator: object, request: object, public: bool) -> dict[str, Any]:
    """Add the problem answers to every operation."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            errors = (
                ALWAYS
                | (WITH_A_ROW if "{" in path else {})
                | (WITH_A_BODY if method in {"post", "put", "patch"} else {})
            )
            for status, words in errors.items():
                content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
                operation["responses"].setdefault(status, {"description": words, "content": content})
    return result
