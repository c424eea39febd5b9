"""`manage.py draw_workflow`: write docs/workflow.md from the tables of legal moves."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from hiring.pipeline.workflow import workflow_document


class Command(BaseCommand):
    help = "Write docs/workflow.md from the tables of legal moves."

    def handle(self, *_args: Any, **_options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "workflow.md"
        path.write_text(workflow_document(), encoding="utf-8")
        self.stdout.write(f"wrote {path}")
