"""Everything from a fresh clone: makes .venv, installs Hubdesk into it, then shows the desk or runs the tests.

    python3 packaging/run.py                        the desk on the demonstration session (no screen: a picture of it)
    python3 packaging/run.py test [PYTEST ARG]      style, types and tests
    python3 packaging/run.py hubdesk [ARG]          any verb of the command line
    python3 packaging/run.py counterparts install   the real servers that some tests talk to

Standard library only. Exit code: that of what was run, or 2 with one line that says what this machine lacks.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "hubdesk-installed"
DEBIAN_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
PICTURE = "hubdesk-demo.png"
# Two cores halve the time; tests of one file share what they prepared. `-n 0` among the arguments: one after the other.
PARALLEL = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")
OFFLINE = (
    "NewConnectionError",
    "Connection broken",
    "Name or service",
    "name resolution",
    "timed out",
)  # in pip's words


class MissingError(Exception):
    """This machine lacks something; the text is the one line to show."""


def main(words: list[str]) -> int:
    if words[:1] and words[0] not in ("test", "hubdesk", "counterparts"):
        print((__doc__ or "").strip())
        return 0 if words[0] in ("-h", "--help", "help") else 2
    try:
        if sys.version_info < (3, 11):  # noqa: UP036 — this file is read by whatever Python is at hand
            raise MissingError(f"Hubdesk needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
        testing = words[:1] == ["test"]
        screen = see_to_the_system()
        see_to_the_environment()
        install("dev" if testing else "")
        if not screen:
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        if testing:
            return test(words[1:])
        if words[:1] == ["counterparts"]:
            return call("packaging/counterparts.py", *words[1:])
        return call("-m", "hubdesk", *words[1:]) if words else demonstrate(screen)
    except MissingError as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def demonstrate(screen: bool) -> int:
    """The main job: the desk on the bundled demonstration session."""
    if screen:
        return call("-m", "hubdesk", "demo")
    picture = Path.cwd() / PICTURE
    say(f"no screen here: the same desk runs offscreen and leaves a picture, {picture}")
    return call("-m", "hubdesk", "demo", "--size", "1600x900", "--screenshot", str(picture))


def test(arguments: list[str]) -> int:
    """Style, types, then pytest, whose summary is the last thing printed. All run, whatever fails."""
    looks = {"ruff check": ["ruff", "check"], "ruff format": ["ruff", "format", "--check"], "mypy": ["mypy"]}
    failed = []
    for name, command in looks.items():
        say(name)
        if call("-m", *command) != 0:
            failed.append(name)
    say("failed before the tests: " + ", ".join(failed) if failed else "style and types are well; pytest")
    outcome = call("-m", "pytest", *PARALLEL, *arguments)
    return outcome or (1 if failed else 0)


def see_to_the_system() -> bool:
    """Install what Qt needs of Debian, or say what it is. Returns whether there is a screen."""
    sys.path.insert(0, str(ROOT))
    from hubdesk import doctor  # here, not above: too old a Python cannot read it

    screen = doctor.has_display()
    lacking = doctor.missing_packages(screen)
    if lacking:
        get_from_debian(sorted(lacking), "Qt cannot run here: " + ", ".join(sorted(set(lacking.values()))))
        if doctor.missing_packages(screen):
            raise MissingError("still missing after the installation: " + ", ".join(doctor.missing_packages(screen)))
    return screen


def get_from_debian(packages: list[str], why: str) -> None:
    """apt-get them where we may; otherwise one line that names them. HUBDESK_NO_APT=1 forbids."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    geteuid = getattr(os, "geteuid", None)  # there is none on Windows
    may = shutil.which("apt-get") and geteuid is not None and geteuid() == 0 and not os.environ.get("HUBDESK_NO_APT")
    if not may:
        raise MissingError(f"{why}. On Debian: sudo {' '.join(command[:3] + packages)}")
    say(f"{why}: installing the Debian packages {' '.join(packages)} (HUBDESK_NO_APT=1 forbids)")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    environment["PATH"] = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"  # dpkg wants these two
    for line in (["apt-get", "update"], command):
        done = subprocess.run(line, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode and line is command:
            print(done.stdout, file=sys.stderr)
            raise MissingError(f"Debian's packages could not be installed: {' '.join(command)}")


def see_to_the_environment() -> None:
    """A .venv of ours that runs; a broken one, or one of a Python too old, is made again."""
    if environment_runs():
        return
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif (VENV / "pyvenv.cfg").exists():
        say(f"making {VENV} again: it does not run")
        shutil.rmtree(VENV)
    elif VENV.exists() and any(VENV.iterdir()):
        raise MissingError(f"{VENV} is not a Python environment: move it away.")
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        package = f"python3.{sys.version_info.minor}-venv"
        get_from_debian([package], f"this Python ({sys.executable}) cannot make environments")
    say(f"making {VENV}")
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], text=True, capture_output=True)
    if made.returncode or not environment_runs():
        raise MissingError(f"{VENV} could not be made: {last_line(made.stdout + made.stderr)}")


def environment_runs() -> bool:
    question = "import sys, pip; print(sys.version_info >= (3, 11) and sys.prefix != sys.base_prefix)"
    try:
        answer = subprocess.run([str(PYTHON), "-I", "-c", question], text=True, capture_output=True)
    except OSError:
        return False
    return answer.stdout.strip() == "True"


def install(extra: str) -> None:
    """`pip install -e .`, skipped while pyproject.toml, the place and the Python are those of the last time."""
    version = subprocess.run([str(PYTHON), "-VV"], text=True, capture_output=True).stdout.strip()
    facts = hashlib.sha256(f"{ROOT}\n{version}\n".encode() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    done = STAMP.read_text("ascii").split() if STAMP.exists() else []
    if done[:1] == [facts] and (not extra or extra in done):
        return
    say("installing Hubdesk and what it stands on" + (" and its tests" if extra else "") + "; this takes a minute")
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1")
    if DEBIAN_CERTIFICATES.exists():  # firms that inspect traffic add their certificate here; older pips look elsewhere
        environment.setdefault("PIP_CERT", str(DEBIAN_CERTIFICATES))
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--retries", "2", "--editable", target]
    pip = subprocess.run(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if pip.returncode:
        if any(sign in pip.stdout for sign in OFFLINE):
            raise MissingError(
                "Hubdesk could not be installed: the package index cannot be reached. Is there a network?"
            )
        print(pip.stdout, file=sys.stderr)
        raise MissingError(f"Hubdesk could not be installed: {last_line(pip.stdout)}")
    STAMP.write_text(f"{facts} {extra}\n", "ascii")


def call(*words: str) -> int:
    """Run the environment's Python on these words: the tools in the checkout, the product where the person stands."""
    sys.stdout.flush()
    here = None if words[:2] == ("-m", "hubdesk") else ROOT
    return subprocess.call([str(PYTHON), *words], cwd=here)


def last_line(text: str) -> str:
    """What a long complaint comes down to: its last exception, else the last error it names, else its last line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["no reason given"]
    for sign in ("Error: ", "ERROR: "):
        if found := [line for line in lines if sign in line]:
            return found[-1]
    return lines[-1]


def say(line: str) -> None:
    print(f"run.py: {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
