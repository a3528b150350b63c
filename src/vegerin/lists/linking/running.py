"""A link run beside the pages: a thread hands rows to a process of its own; its steps lie in the record.

When the server stops, the run is gone and says so; anyone who may link starts it again. No key of a person is
needed: what is sealed is not compared.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection

from vegerin.guard.reader import Reader
from vegerin.lists import actions, queries, staging
from vegerin.lists.linking.sides import REGISTER, sides
from vegerin.lists.models import LinkReport, LinkRun, LinkStep

log = logging.getLogger(__name__)
_running: dict[UUID, threading.Thread] = {}
_lock = threading.Lock()


def start(run: LinkRun, *, by: Reader) -> None:
    """Let a run go on in a thread of this server."""
    with _lock:
        thread = threading.Thread(target=_run, args=(run, by), daemon=True, name="link-run")
        _running[run.pk] = thread
        thread.start()


def is_running(run: LinkRun) -> bool:
    """Whether it runs now, in this process or another."""
    thread = _running.get(run.pk)
    return (thread is not None and thread.is_alive()) or staging.is_held(str(run.pk))


def wait(run: LinkRun, *, seconds: float) -> None:
    """Wait for a run of this process."""
    thread = _running.get(run.pk)
    if thread is not None:
        thread.join(seconds)


def _run(run: LinkRun, by: Reader) -> None:
    try:
        link_now(run, by=Reader(by.staff, by.roles))  # without the session's keys
    except Exception:  # a thread has nobody to raise to: it is logged, and the run's page says it stopped
        log.exception("link run %s stopped", run.pk)
        _note_stopped(run, by)
    finally:
        connection.close()


def _note_stopped(run: LinkRun, by: Reader) -> None:
    try:
        actions.stop_run(run=run, by=by)
    except Exception:  # the database itself may be gone; the log is what is left to say it
        log.exception("link run %s could not be noted as stopped", run.pk)


def link_now(run: LinkRun, *, by: Reader, say: Callable[[str], None] = lambda stage: None) -> LinkReport:
    """The whole run, here and now."""

    def step(stage: str) -> None:
        actions.note_step(run=run, stage=stage, by=by)
        say(stage)

    with staging.only_one(str(run.pk)):
        step(LinkStep.Stage.READING)
        told = request_of(run, by=by)
        answer = asked(told, progress=step)
        step(LinkStep.Stage.WRITING)
        return actions.finish_run(run=run, answer=answer, by=by)


def request_of(run: LinkRun, *, by: Reader) -> dict[str, Any]:
    """What the process is told."""
    releases = queries.releases_of(by, run)
    lesson = queries.lesson_of(by, run)
    return {
        "sides": list(sides(by, releases, register=run.parameters["register"])),
        "repeats": [REGISTER],
        "spellings": [(a, b) for a, b, _times in lesson.get("spellings", [])],
        "slope": lesson.get("slope", 1.0),
        "shift": lesson.get("shift", 0.0),
    }


def asked(told: dict[str, Any], *, progress: Callable[[str], None]) -> dict[str, Any]:
    """What the process answers; its steps come while it works."""
    command = [sys.executable, "-m", "vegerin.lists.linking.child"]
    keep = {"PATH", "LANG", "PYTHONPATH", "PYTHONUTF8", "VIRTUAL_ENV"}
    environment = {name: value for name, value in os.environ.items() if name in keep} | {"PYTHONUTF8": "1"}
    with subprocess.Popen(  # noqa: S603 -- our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    ) as child:
        assert child.stdin is not None and child.stdout is not None
        json.dump(told, child.stdin, ensure_ascii=False)
        child.stdin.close()
        answer: dict[str, Any] | None = None
        for line in child.stdout:
            said = json.loads(line)
            if "stage" in said:
                progress(said["stage"])
            else:
                answer = said["done"]
        child.wait()
    if answer is None:
        raise RuntimeError(f"The process that compares ended with {child.returncode} and no answer.")
    return answer
