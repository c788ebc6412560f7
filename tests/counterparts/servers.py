"""Starts and stops the real servers, on free ports of 127.0.0.1, each in a folder of its own."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PATIENCE_SECONDS = 60.0


def _installer() -> Any:
    """packaging/counterparts.py; it is a script, and its folder is no package."""
    spec = importlib.util.spec_from_file_location("hubdesk_counterparts", HERE.parents[1] / "packaging/counterparts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


INSTALLER = _installer()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(ready: Any, what: str, alive: Any = lambda: True) -> Any:
    """Ask `ready` until it answers with something; fails loudly when it never does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (answer := ready()):
        if time.monotonic() > deadline or not alive():
            raise RuntimeError(f"{what} did not happen")
        threading.Event().wait(0.05)
    return answer


@contextlib.contextmanager
def running(
    command: Sequence[str | Path],
    log: Path,
    port: int | None,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A server while the block runs: a process group of its own, which ends with it, and with us if we are killed."""
    words = [str(word) for word in command]
    if setpriv := shutil.which("setpriv"):
        words = [setpriv, "--pdeathsig", "TERM", *words]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen(
            words,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        if port is not None:
            wait_until(lambda: _answers(port), f"{words[0]} (see {log})", lambda: process.poll() is None)
        yield process
    finally:
        _end(process)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and whatever it started; nothing else."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=2)
            break
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def mastodon_mock(state: Path) -> Iterator[str]:
    """A Mastodon emulator, a third party's. Tokens: tok-alice, tok-bob. Yields its address."""
    where, port = INSTALLER.home() / "mastodon-mock" / "venv", free_port()
    people = "".join(f'[[seed.accounts]]\nusername = "{one}"\naccess_token = "tok-{one}"\n' for one in ("alice", "bob"))
    state.mkdir(parents=True)
    (state / "conf.toml").write_text(
        f'[server]\nhost = "127.0.0.1"\nport = {port}\n[streaming]\nheartbeat_seconds = 1\n{people}', "utf-8"
    )
    program = INSTALLER.python_of(where).with_name("mastodon_mock")
    command = (program, "serve", "--config", state / "conf.toml", "--in-memory", "--log-level", "warning")
    with running(command, state / "log", port):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def isso(state: Path) -> Iterator[str]:
    """A comment server with an Atom feed a page. Yields its address."""
    where, port = INSTALLER.home() / "isso" / "venv", free_port()
    base = f"http://127.0.0.1:{port}"
    state.mkdir(parents=True)
    (state / "conf").write_text(
        f"[general]\ndbpath = {state}/isso.db\nhost = {base}\n[server]\nlisten = {base}\n"
        f"[moderation]\nenabled = false\n[guard]\nenabled = false\n[rss]\nbase = {base}\nlimit = 100\n",
        "utf-8",
    )
    with running((INSTALLER.python_of(where).with_name("isso"), "-c", state / "conf", "run"), state / "log", port):
        yield base


@contextlib.contextmanager
def snac(state: Path, people: Sequence[str] = ("alice", "bob")) -> Iterator[tuple[str, dict[str, str]]]:
    """A small ActivityPub server. Yields its address and its people's passwords."""
    program, port = INSTALLER.home() / "snac" / "root/usr/bin/snac", free_port()
    folder = state / "data"
    state.mkdir(parents=True)

    def tell(*words: str | Path, answers: str = "\n") -> str:
        done = subprocess.run([program, *words], input=answers, capture_output=True, text=True, check=False, timeout=30)
        return done.stdout + done.stderr

    tell("init", folder, answers=f"127.0.0.1\n{port}\n127.0.0.1:{port}\n\n\n")
    settings = (folder / "server.json").read_text("utf-8")
    settings = re.sub(r'"protocol": *"https"', '"protocol": "http"', settings)
    settings = re.sub(r'"max_timeline_entries": *50', '"max_timeline_entries": 500', settings)
    # It delivers every message to itself as well: with few threads they all wait for each other until the time is up.
    settings = re.sub(r'"(num_threads|queue_timeout)": *[0-9]+,', "", settings)
    extra = '{ "disable_sandbox": true, "disable_email_notifications": true, "num_threads": 24, "queue_timeout": 2, '
    (folder / "server.json").write_text(settings.replace("{", extra, 1), "utf-8")
    passwords = {}
    for person in people:
        found = re.search(r"User password is (\S+)", tell("adduser", folder, person))
        assert found is not None
        passwords[person] = found[1]
    with running((program, "httpd", folder), state / "log", port):
        yield f"http://127.0.0.1:{port}", passwords


@contextlib.contextmanager
def bluesky(state: Path) -> Iterator[tuple[str, str]]:
    """A data server with its directory, and the bridge. Yields the server's address and the stream's (without path)."""
    where = INSTALLER.home() / "bluesky"
    node = where / "node_modules" / INSTALLER.NODE / "bin"
    plc, pds, bridge = free_port(), free_port(), free_port()
    env = {"PATH": f"{node}{os.pathsep}{os.environ['PATH']}", "LOG_ENABLED": "false", "TMPDIR": str(state)}
    state.mkdir(parents=True)
    network = (node / "node", HERE / "bluesky_net.cjs", plc, pds)
    firehose = f"ws://127.0.0.1:{pds}/xrpc/com.atproto.sync.subscribeRepos"
    script = (INSTALLER.python_of(where / "venv"), HERE / "jetstream_bridge.py", firehose, bridge)
    with running([str(word) for word in network], state / "net.log", pds, env, where) as process:
        log = state / "net.log"
        wait_until(lambda: b"READY" in log.read_bytes(), f"Bluesky (see {log})", lambda: process.poll() is None)
        with running([str(word) for word in script], state / "bridge.log", bridge):
            yield f"http://127.0.0.1:{pds}", f"ws://127.0.0.1:{bridge}"


@contextlib.contextmanager
def wordpress(state: Path) -> Iterator[tuple[str, Path]]:
    """A French blog with its database. Yields its address and the script that writes to it."""
    port, database, site = free_port(), state / "mysql", state / "site"
    state.mkdir(parents=True)
    sock = state / "sock" if len(str(state)) < 80 else Path(f"/tmp/hubdesk-wp-{os.getpid()}.sock")
    me = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    common = ("--no-defaults", f"--datadir={database}", f"--user={me}")
    method = "--auth-root-authentication-method=normal"
    with (state / "install.log").open("wb") as out:
        create = ("mariadb-install-db", *common, method, "--skip-test-db")
        subprocess.run(create, check=True, stdout=out, stderr=out, timeout=120)
    server = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
    small = ("--skip-networking", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M")
    with running((server, *common, f"--socket={sock}", f"--pid-file={state}/pid", *small), state / "mysql.log", None):
        ask = ("mariadb", "--no-defaults", "-S", str(sock), "-u", "root", "-e")
        make = "CREATE DATABASE IF NOT EXISTS wp CHARACTER SET utf8mb4"
        wait_until(lambda: subprocess.run([*ask, make], capture_output=True, check=False).returncode == 0, "MariaDB")
        _install_site(site, sock, port)
        workers = {"PHP_CLI_SERVER_WORKERS": "4"}
        web = ("php", "-S", f"127.0.0.1:{port}", "-t", site, HERE / "wordpress" / "router.php")
        with running(web, state / "php.log", port, workers):
            yield f"http://127.0.0.1:{port}", site


def _install_site(site: Path, sock: Path, port: int) -> None:
    broken = shutil.ignore_patterns("wp-config.php")
    shutil.copytree("/usr/share/wordpress", site, ignore=broken, ignore_dangling_symlinks=True)
    config = (HERE / "wordpress" / "wp-config.php").read_text("utf-8")
    (site / "wp-config.php").write_text(config.replace("SOCKET", str(sock)).replace("PORT", str(port)), "utf-8")
    write_to_wordpress(site, "install")
    write_to_wordpress(site, "addresses")


def write_to_wordpress(site: Path, deed: str, *words: str) -> str:
    """Have WordPress itself do something; what it answers."""
    command = ["php", "-d", "display_errors=0", str(HERE / "wordpress" / "write.php"), str(site), deed, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        raise RuntimeError(f"WordPress could not {deed}: {done.stdout[-300:]} {done.stderr[-300:]}")
    return done.stdout.strip()
