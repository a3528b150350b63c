"""Start the office's pages: locked, until an opener types her passphrase."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import django.apps

from vegerin.guard import boot, commandline, passphrases, tls
from vegerin.guard.refusals import Refused

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PR_SET_PDEATHSIG = 1
# Each keeps one connection to the record; two turn pages even while all at the door wait for their keys.
THREADS = 2 + passphrases.AT_THE_DOOR
# The most there is: a thread that ends takes its connection and what it has read with it.
IDLE = 600  # seconds
# One process uses one core, whatever its threads do; a second lets a page turn while another is made.
WORKERS = min(2, os.cpu_count() or 1)


@commandline.in_one_line
def main(arguments: list[str]) -> int:
    """Refuse what would not be safe, then serve until Ctrl-C."""
    options = _parser().parse_args(arguments)
    folder = commandline.choose_office(options)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vegerin.config.settings")
    over_tls = _over_tls(folder, options.host, plain=options.plain)
    check_port_is_free(options.host, options.port)
    # A core dump would hold keys.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    typed = commandline.passphrases_from(options)
    if typed:
        _unlock(typed[0])
    boot.share()
    state = "open" if typed else "locked: an opener's passphrase opens it"
    address = f"{'https' if over_tls else 'http'}://{options.host}:{options.port}/"
    print(f"{address} ({state}). Duty screen: {address}duty/. Ctrl-C stops it.", flush=True)
    serve(
        options.host, options.port, workers=options.workers, certificates=folder / "tls" if over_tls else None
    )
    return 0


def serve(host: str, port: int, *, workers: int = 1, certificates: Path | None = None) -> None:
    """Run the server in this process until it is stopped."""
    _close_connections()
    from granian.constants import Interfaces, Loops  # noqa: PLC0415 -- slow import
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    Server(
        "vegerin.config.commands.serve:in_worker",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        loop=Loops.asyncio,
        workers=workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=IDLE,
        backpressure=64,
        log_level=LogLevels.error,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        ssl_cert=certificates / "server.pem" if certificates else None,
        ssl_key=certificates / "server.key" if certificates else None,
    ).serve()


def _close_connections() -> None:
    """What this process has open must not cross the fork into the workers."""
    if django.apps.apps.ready:
        from django.db import connections  # noqa: PLC0415 -- only where Django is set up

        from vegerin.guard import keystore  # noqa: PLC0415

        connections.close_all()
        keystore.current().close()


def in_worker() -> Callable[..., Any]:
    """The application, in a worker process that ends with its server, however that ends."""
    # Ctrl-C reaches the server alone, which then ends its workers: two signals at once block them.
    os.setpgid(0, 0)
    die_with_parent()
    from vegerin.config import warm  # noqa: PLC0415 -- needs Django
    from vegerin.config.wsgi import application  # noqa: PLC0415 -- Django belongs into the worker

    warm.warm()
    return application


def die_with_parent() -> None:
    """Ask Linux to kill this process when its parent is gone; elsewhere nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def check_port_is_free(host: str, port: int) -> None:
    """Refuse in one sentence, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"Port {port} of {host} cannot be used ({error.strerror}). "
                f"Stop what runs there, or take another: --port {port + 1}"
            ) from None


def _parser() -> ArgumentParser:
    parser = ArgumentParser("vegerin serve", description=__doc__)
    commandline.add_office(parser)
    parser.add_argument(
        "--host", default="127.0.0.1", help="an address of this computer (default: only itself)"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=WORKERS, help=f"processes (here: {WORKERS})")
    parser.add_argument("--plain", action="store_true", help="no TLS on 127.0.0.1 (default there)")
    return parser


def _over_tls(folder: Path, host: str, *, plain: bool) -> bool:
    if host in LOOPBACK:
        return False
    if plain or not tls.has_certificate(folder):
        raise Refused(f"Without a certificate the server stays on 127.0.0.1; {host} can be overheard.")
    os.environ["VEGERIN_TLS"] = "1"
    return True


def _unlock(passphrase: str) -> None:
    django.setup()
    from vegerin.guard import unlocking  # noqa: PLC0415

    unlocking.unlock(passphrase)
    unlocking.forget_last_run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
