from django.conf import settings

from hiring.pipeline.enums import MOVES, Standing
from hiring.pipeline.workflow import diagram, workflow_document


def test_the_drawn_workflow_is_fresh():
    written = (settings.BASE_DIR / "docs" / "workflow.md").read_text(encoding="utf-8")

    assert written == workflow_document(), "run manage.py draw_workflow"


def test_every_legal_move_is_drawn_and_no_other():
    drawn = {line.strip() for line in diagram(Standing, MOVES, start="active").splitlines() if "-->" in line}

    legal = {f"{before} --> {after}" for before, ways in MOVES.items() for after in ways}
    assert drawn == legal | {"[*] --> active"}


def test_every_standing_has_its_row():
    assert set(MOVES) == set(Standing)
