"""Structured logs: one event a line, with the request's or the task's id."""

from typing import Any

import structlog

VOLUNTARY = "/self-identification/"


def forget_who_answers(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Take link and address out of the line of a voluntary question: when somebody answered would tell whose answer it is."""
    if VOLUNTARY in str(event.get("request", "")):
        event["request"] = f"{VOLUNTARY}…"
        event.pop("ip", None)
    return event


def configure_logs(*, json: bool, level: str) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING dictionary."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        forget_who_answers,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    # Plain tracebacks: the richer ones print local variables, and with them people's data.
    console = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    renderer = structlog.processors.JSONRenderer() if json else console
    # The console draws tracebacks itself; a line of JSON needs them as text.
    traceback: list[Any] = [structlog.processors.format_exc_info] if json else []
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *traceback, renderer],
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
    }
