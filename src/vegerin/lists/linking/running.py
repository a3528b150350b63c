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
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from vegerin.guard.reader import Reader
from vegerin.lists import actions, queries, rules, staging
from vegerin.lists.linking.sides import REGISTER, sides
from vegerin.lists.models import LinkReport, LinkRun, LinkStep, ListRelease
from vegerin.lists.rules import Act
from vegerin.lists.threads import Threads

log = logging.getLogger(__name__)
_threads = Threads("link-run")
_children: dict[UUID, subprocess.Popen[str]] = {}
_stopped_by: dict[UUID, Reader] = {}
_lock = threading.Lock()
_starting = threading.Lock()
LOOKED_AT = 20  # runs without a report, the last first
STOPS_WITHIN = 5.0  # seconds


class Stopped(Exception):
    """Somebody stopped this run."""


def start_once(
    *, releases: Sequence[ListRelease], register: bool, run_id: UUID, by: Reader
) -> tuple[LinkRun, bool]:
    """A run under this id, and whether it is a new one; the same lists are not compared twice at once."""
    with _starting:
        if (made := LinkRun.objects.filter(pk=run_id).first()) is not None:
            return made, False
        asked = {str(release.pk) for release in releases}
        for run in LinkRun.objects.filter(report__isnull=True).order_by("-started_at")[:LOOKED_AT]:
            same = (set(run.parameters["releases"]), run.parameters["register"]) == (asked, register)
            if same and is_running(run):
                return run, False
        run = actions.start_run(releases=releases, register=register, run_id=run_id, by=by)
        start(run, by=by)
        return run, True


def start(run: LinkRun, *, by: Reader) -> None:
    """Let a run go on in a thread of this server."""
    _threads.start(run.pk, partial(_run, run, by))


def stop(run: LinkRun, *, by: Reader) -> None:
    """Stop a run of this server; what is written down already stays, as it was all written at once."""
    rules.check_may(by, Act.LINK)
    if run.is_finished or not is_running(run):
        return
    with _lock:
        _stopped_by[run.pk] = Reader(by.staff, by.roles)
        child = _children.get(run.pk)
        if child is not None:
            child.terminate()
    wait(run, seconds=STOPS_WITHIN)


def is_running(run: LinkRun) -> bool:
    """Whether it runs now, in this process or another."""
    return _threads.is_running(run.pk)


def wait(run: LinkRun, *, seconds: float) -> None:
    """Wait for a run of this process."""
    _threads.wait(run.pk, seconds=seconds)


def _run(run: LinkRun, by: Reader) -> None:
    try:
        link_now(run, by=Reader(by.staff, by.roles))  # without the session's keys
    except Stopped:
        _note_stopped(run, _stopped_by[run.pk])
    except Exception:  # a thread has nobody to raise to: it is logged, and the run's page says it stopped
        log.exception("link run %s stopped", run.pk)
        _note_stopped(run, by)


def _note_stopped(run: LinkRun, by: Reader) -> None:
    try:
        actions.stop_run(run=run, by=by)
    except Exception:  # the database itself may be gone; the log is what is left to say it
        log.exception("link run %s could not be noted as stopped", run.pk)


def link_now(run: LinkRun, *, by: Reader, say: Callable[[str], None] = lambda stage: None) -> LinkReport:
    """The whole run, here and now."""

    def step(stage: str) -> None:
        _check_goes_on(run)
        actions.note_step(run=run, stage=stage, by=by)
        say(stage)

    with staging.only_one(str(run.pk)):
        step(LinkStep.Stage.READING)
        told = request_of(run, by=by)
        answer = asked(told, progress=step, run=run)
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
        "judged": [[*key, same] for key, same in queries.judged_pairs(by)],
    }


def _check_goes_on(run: LinkRun) -> None:
    if run.pk in _stopped_by:
        raise Stopped


def asked(told: dict[str, Any], *, progress: Callable[[str], None], run: LinkRun) -> dict[str, Any]:
    """What the process answers; its steps come while it works."""
    command = [sys.executable, "-m", "vegerin.lists.linking.child"]
    keep = {"PATH", "LANG", "PYTHONPATH", "PYTHONUTF8", "VIRTUAL_ENV"}
    environment = {name: value for name, value in os.environ.items() if name in keep} | {"PYTHONUTF8": "1"}
    with subprocess.Popen(  # noqa: S603 -- our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    ) as child:
        with _lock:
            _children[run.pk] = child
        try:
            _check_goes_on(run)
            answer = _conversation(child, told, progress=progress)
        except BrokenPipeError:
            answer = None
        except BaseException:
            child.kill()
            raise
        finally:
            with _lock:
                _children.pop(run.pk, None)
    _check_goes_on(run)
    if answer is None:
        raise RuntimeError(f"The process that compares ended with {child.returncode} and no answer.")
    return answer


def _conversation(
    child: subprocess.Popen[str], told: dict[str, Any], *, progress: Callable[[str], None]
) -> dict[str, Any] | None:
    """Tell the process everything, pass its steps on, and hear its answer; None where it ended without."""
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
    return answer
