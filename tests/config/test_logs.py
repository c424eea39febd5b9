import json
import subprocess
import sys

import pytest

from config.local.places import ROOT

PROGRAM = """
import logging, logging.config, sys, structlog
from config.logs import configure_logs
logging.config.dictConfig(configure_logs(json=sys.argv[1] == "json", level="INFO"))
secret = "do not print me"
try:
    1 / 0
except ZeroDivisionError:
    structlog.get_logger("ours").exception("failed", application=7)
"""


def log_of(form):
    command = [sys.executable, "-c", PROGRAM, form]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stderr


def test_json_log_is_one_line_with_the_traceback():
    (line,) = log_of("json").splitlines()

    entry = json.loads(line)

    assert (entry["event"], entry["application"], entry["level"]) == ("failed", 7, "error")
    assert "ZeroDivisionError: division by zero" in entry["exception"]


@pytest.mark.parametrize("form", ["json", "console"])
def test_log_shows_no_local_variables(form):
    log = log_of(form)

    assert "ZeroDivisionError" in log
    assert "do not print me" not in log
