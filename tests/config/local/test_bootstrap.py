import json
import sys

import pytest

from config.local import bootstrap


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An empty project folder that the bootstrap takes for ours; no command leaves this machine."""
    (tmp_path / "uv.lock").write_text("lock")
    (tmp_path / "pyproject.toml").write_text("project")
    lock = {"packages": {"": {}, "node_modules/echarts": {"version": "6.1.0"}}}
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "STATE", tmp_path / ".local")
    monkeypatch.setattr(bootstrap, "TOOLS", tmp_path / ".local/tools")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: str(tmp_path / "bin" / name) if own(name) else None)

    def own(name):
        return (tmp_path / "bin" / name).exists()

    return tmp_path


def program(path, *, says="", code=0):
    """Put a small program at `path` that notes its arguments."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\necho "$@" >> "{path}.calls"\necho "{says}"\nexit {code}\n')
    path.chmod(0o755)
    return path


def calls(path):
    noted = path.with_name(f"{path.name}.calls")
    return noted.read_text().splitlines() if noted.exists() else []


def installed(project, version):
    package = project / "node_modules/echarts/package.json"
    package.parent.mkdir(parents=True)
    package.write_text(json.dumps({"version": version}))


def test_too_old_a_python_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(bootstrap, "OLDEST_PYTHON", (99, 0))

    with pytest.raises(SystemExit, match="make run PYTHON="):
        bootstrap.main("run")


def test_python_packages_are_installed_once(project):
    uv = program(project / "bin/uv")
    program(project / ".venv/bin/python")

    bootstrap.install_python_packages("run")
    bootstrap.install_python_packages("run")

    synced = [call for call in calls(uv) if call.startswith("sync")]
    assert synced == [f"sync --frozen --quiet --python {sys.executable} --no-dev --inexact"]


def test_python_packages_are_brought_up_to_a_changed_lock(project):
    uv = program(project / "bin/uv")
    program(project / ".venv/bin/python")
    bootstrap.install_python_packages("dev")

    (project / "uv.lock").write_text("another lock")
    bootstrap.install_python_packages("dev")

    assert len([call for call in calls(uv) if call.startswith("sync")]) == 2


def test_uv_that_does_not_work_is_not_used(project):
    program(project / "bin/uv", code=127)
    ours = program(project / ".local/tools/bin/uv")

    assert bootstrap.find_uv() == str(ours)


@pytest.mark.parametrize(("version", "there"), [("6.1.0", True), ("6.0.0", False)])
def test_static_packages_are_compared_with_their_lock(project, version, there):
    installed(project, version)

    assert bootstrap.static_packages_are_there() is there


def test_static_packages_that_are_missing_are_fetched(project):
    npm = program(project / "bin/npm", says="10.2.0")

    bootstrap.install_static_packages()

    assert calls(npm)[-1] == "ci --ignore-scripts --no-audit --no-fund --silent"


def test_npm_that_is_too_old_is_not_used(project):
    program(project / "bin/npm", says="6.14.0")
    ours = program(project / ".local/node/bin/npm", says="10.2.0")

    npm, path = bootstrap.find_npm()

    assert npm == str(ours)
    assert path.startswith(f"{ours.parent}:")


@pytest.mark.parametrize(
    ("said", "explained"),
    [("error: No space left on device", "is full"), ("error: could not resolve host", "check the network")],
)
def test_failed_installation_is_explained(project, said, explained):
    failing = program(project / "bin/uv", says=said, code=2)

    with pytest.raises(SystemExit, match=explained):
        bootstrap.execute([str(failing), "sync"])


def test_browser_that_cannot_be_installed_is_no_reason_to_stop(project, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    program(project / ".venv/bin/python", code=1)
    program(project / ".venv/bin/playwright", code=1)

    bootstrap.install_browser()

    assert "put one on the PATH" in capsys.readouterr().out


def test_browser_of_the_system_is_taken(project):
    program(project / "bin/chromium")
    playwright = program(project / ".venv/bin/playwright")

    bootstrap.install_browser()

    assert calls(playwright) == []


def test_folder_that_belongs_to_somebody_else_is_named(project, monkeypatch):
    monkeypatch.setattr(bootstrap, "STATE", project / "uv.lock" / "nowhere")

    with pytest.raises(SystemExit, match="Not a directory"):
        bootstrap.main("run")
