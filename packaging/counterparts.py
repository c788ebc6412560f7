"""Installs the real servers that the tests talk to, in a folder outside the clone that later runs reuse.

    python packaging/counterparts.py install [--only NAME ...]
    python packaging/counterparts.py list

The folder is ~/.cache/hubdesk-counterparts, or what HUBDESK_COUNTERPARTS names. Every step may be run again; a
counterpart that cannot be installed says why, and the others go on. Tests read `ready()` and skip, by name, the rest.
Only the clients this machine already uses are called: pip, npm, apt-get.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORDPRESS_PACKAGES = ("wordpress", "mariadb-server", "php-cli", "php-mysql", "php-xml", "php-mbstring", "php-curl")
ARM = ("arm64", "aarch64")
WORDPRESS = Path("/usr/share/wordpress")
NODE = f"node-{'darwin' if sys.platform == 'darwin' else 'linux'}-{'arm64' if platform.machine() in ARM else 'x64'}"
NODE_PACKAGES = (f"{NODE}@22", "@atproto/dev-env@0.6.7")  # today's servers want Node 22, whatever the system has


class InstallError(Exception):
    """Why a counterpart could not be installed, and what to do."""


def home() -> Path:
    """The folder of the counterparts; it may not exist yet."""
    return Path(os.environ.get("HUBDESK_COUNTERPARTS") or Path.home() / ".cache" / "hubdesk-counterparts").resolve()


def say(name: str, words: str) -> None:
    print(f"[{name}] {words}", flush=True)


def run(*command: str | Path, log: Path, cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    """Run one command, its output in `log`; on failure the error carries its last line and where the rest is."""
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        with log.open("w", encoding="utf-8") as out:
            done = subprocess.run(
                [str(word) for word in command],
                cwd=cwd,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=1800,
            )
    except FileNotFoundError:
        raise InstallError(f"{command[0]} is not on this machine") from None
    except subprocess.TimeoutExpired:
        raise InstallError(f"{command[0]} did not end within 30 minutes; see {log}") from None
    if done.returncode:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() or ["it said nothing"]
        raise InstallError(f"{Path(command[0]).name} ended with {done.returncode}: {lines[-1][:200]} (see {log})")


def python_of(folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def own_environment(folder: Path, *requirements: str) -> None:
    """A virtual environment with these requirements."""
    made = folder / "made"  # an environment that was interrupted has a Python and no pip
    if not made.exists():
        try:
            venv.create(folder, with_pip=True, clear=True)
            made.touch()
        except (subprocess.CalledProcessError, OSError) as error:
            raise InstallError(f"no virtual environment ({error}); on Debian: apt-get install python3-venv") from error
    pip = (python_of(folder), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, *requirements, log=folder.parent / "pip.log")


def apt_install(name: str, where: Path, *packages: str) -> None:
    """Debian packages, when we may; no service is started by their installation."""
    if not shutil.which("apt-get"):
        raise InstallError(f"needs the Debian packages {' '.join(packages)}, and there is no apt-get here")
    if os.geteuid() != 0:
        raise InstallError(f"needs Debian packages; as root: apt-get install {' '.join(packages)}")
    say(name, f"apt-get install {' '.join(packages)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    lock = ("-o", "DPkg::Lock::Timeout=600")
    try:
        run("apt-get", *lock, "update", "-q", log=where / "apt-update.log", env=quiet)
    except InstallError as error:
        say(name, f"the package lists stay as they are: {error}")
    command = ("apt-get", *lock, "install", "-y", "-q", "--no-install-recommends", *packages)
    run(*command, log=where / "apt-install.log", env=quiet)


def install_mastodon_mock(where: Path) -> None:
    own_environment(where / "venv", "mastodon-mock==0.6.1")


def install_isso(where: Path) -> None:
    own_environment(where / "venv", "isso==0.14.0")


def install_snac(where: Path) -> None:
    """A small ActivityPub server with Mastodon's API; unpacked, not installed (Debian 12 has it in its backports)."""
    if not shutil.which("apt-get"):
        raise InstallError("comes as a Debian package, and there is no apt-get here")
    root, apt = where / "root", where / "apt"
    for folder in (root, apt / "lists" / "partial", apt / "archives" / "partial"):
        folder.mkdir(parents=True, exist_ok=True)
    targets = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME) $(SIGNED_BY)"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    mirror = next((line.split()[0] for line in targets if line.split()[1:2] == ["bookworm"]), "")
    options: list[str] = ["-o", "APT::Sandbox::User=root"]
    if mirror:
        key = "/usr/share/keyrings/debian-archive-keyring.gpg"
        (apt / "list").write_text(f"deb [signed-by={key}] {mirror} bookworm-backports main\n", encoding="utf-8")
        options += ["-o", f"Dir::Etc::sourcelist={apt / 'list'}", "-o", "Dir::Etc::sourceparts=-"]
        options += ["-o", f"Dir::State::Lists={apt / 'lists'}", "-o", f"Dir::Cache={apt}"]
        run("apt-get", *options, "update", "-q", log=where / "apt-update.log")
    run("apt-get", *options, "download", "-q", "snac2", log=where / "apt-download.log", cwd=apt)
    package = max(apt.glob("snac2_*.deb"), key=lambda path: path.stat().st_mtime)
    run("dpkg", "-x", package, root, log=where / "unpack.log")
    libraries = subprocess.run(["ldd", root / "usr/bin/snac"], capture_output=True, text=True, check=False).stdout
    if missing := re.findall(r"(\S+) => not found", libraries):
        say("snac", f"lacks {', '.join(missing)}")
        apt_install("snac", where, "libcurl4", "libssl3")


def install_wordpress(where: Path) -> None:
    """The blog, its database and PHP; then the theme that WordPress recommends, or its pages are blank."""
    if not wordpress_is_there():
        apt_install("wordpress", where, *WORDPRESS_PACKAGES)
    if not wordpress_has_theme():
        words = subprocess.run(
            ["apt-cache", "depends", "wordpress"], capture_output=True, text=True, check=False
        ).stdout
        themes = re.findall(r"Recommends: (wordpress-theme-\w+)", words)
        if not themes:
            raise InstallError("there is no package with a theme for WordPress")
        apt_install("wordpress", where, themes[0])


def wordpress_is_there() -> bool:
    found = shutil.which("php") and (shutil.which("mariadbd") or Path("/usr/sbin/mariadbd").exists())
    return bool(found) and (WORDPRESS / "wp-load.php").exists()


def wordpress_has_theme() -> bool:
    return any((WORDPRESS / "wp-content" / "themes").glob("*/style.css"))


def install_bluesky(where: Path) -> None:
    """The makers' own server and directory of identities, and our bridge from its firehose to Jetstream's shape."""
    own_environment(where / "venv", "atproto==0.0.73", "websockets>=15,<18")
    if not shutil.which("npm"):
        apt_install("bluesky", where, "nodejs", "npm")
    if not (shutil.which("make") and shutil.which("g++")):
        apt_install("bluesky", where, "make", "g++")
    if not (where / "package.json").exists():
        (where / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    say("bluesky", "npm install (about 400 MB: 2 to 8 minutes)")
    flags = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-progress")
    run("npm", "install", *flags, *NODE_PACKAGES, log=where / "npm.log", cwd=where)
    node = where / "node_modules" / NODE
    path = {"PATH": f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    sqlite = 'new (require("better-sqlite3"))(":memory:")'
    try:
        run(node / "bin" / "node", "-e", sqlite, log=where / "sqlite.log", cwd=where, env=path)
    except InstallError:
        say("bluesky", "compiling better-sqlite3 (about 90 seconds of one core)")
        (where / ".npmrc").write_text("allow-scripts=better-sqlite3\n", encoding="utf-8")
        rebuild = ("npm", "rebuild", "better-sqlite3", "--foreground-scripts", f"--nodedir={node}")
        run(*rebuild, log=where / "rebuild.log", cwd=where, env=path)
        run(node / "bin" / "node", "-e", sqlite, log=where / "sqlite.log", cwd=where, env=path)


@dataclass(frozen=True)
class Counterpart:
    """One server: how it is installed, and what else must still be on this machine for it to run."""

    name: str
    version: str
    install: Callable[[Path], None]
    is_there: Callable[[], bool] = lambda: True


COUNTERPARTS = {
    each.name: each
    for each in (
        Counterpart("bluesky", " ".join(NODE_PACKAGES), install_bluesky),
        Counterpart("mastodon-mock", "0.6.1", install_mastodon_mock),
        Counterpart("isso", "0.14.0", install_isso),
        Counterpart("snac", "debian", install_snac),
        Counterpart("wordpress", "debian", install_wordpress, lambda: wordpress_is_there() and wordpress_has_theme()),
    )
}


def ready(name: str) -> bool:
    """Whether this counterpart can be started here, in the version we ask for."""
    mark, counterpart = home() / name / "ready", COUNTERPARTS[name]
    return mark.exists() and mark.read_text(encoding="utf-8") == counterpart.version and counterpart.is_there()


def install(name: str) -> bool:
    where = home() / name
    if ready(name):
        say(name, "is there")
        return True
    say(name, f"installing into {where}")
    try:
        where.mkdir(parents=True, exist_ok=True)
        COUNTERPARTS[name].install(where)
        (where / "ready").write_text(COUNTERPARTS[name].version, encoding="utf-8")
    except (InstallError, OSError, subprocess.SubprocessError) as error:
        say(name, f"is NOT installed: {error}")
        return False
    say(name, "installed")
    return True


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help="which are there")
    verb = verbs.add_parser("install", help="install those that are not there")
    verb.add_argument("--only", nargs="+", choices=sorted(COUNTERPARTS), default=list(COUNTERPARTS), metavar="NAME")
    wanted = parser.parse_args(arguments)
    if wanted.verb == "list":
        for name in COUNTERPARTS:
            say(name, "is there" if ready(name) else "is not there")
        return 0
    slow = [name for name in wanted.only if name == "bluesky"]
    quick = [name for name in wanted.only if name != "bluesky"]
    with ThreadPoolExecutor(2) as lanes:  # the slow one waits for a compiler while the others wait for the network
        results = [
            done for lane in lanes.map(lambda names: [install(name) for name in names], (slow, quick)) for done in lane
        ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
