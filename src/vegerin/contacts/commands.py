"""Stamps of time for what was taken in: a time authority, and our own signed list of each day."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from vegerin.guard import commandline

DONE, WRONG = 0, 1


@commandline.in_one_line
def main(arguments: list[str]) -> int:
    """Run `vegerin stamps authority | send | day | check`."""
    parser = argparse.ArgumentParser(prog="vegerin stamps", description=__doc__)
    words = parser.add_subparsers(required=True, dest="word", metavar="authority | send | day | check")
    authority = words.add_parser("authority", help="whom to ask for stamps (RFC 3161); the head sets it")
    authority.add_argument("address", nargs="?", default="", help="its address; without one, ask nobody")
    authority.add_argument("--certificate", type=Path, help="its certificates in PEM, the root among them")
    send = words.add_parser("send", help="ask for every stamp that waits, and sign the days that are over")
    day = words.add_parser("day", help="write one day's list, its signature and our public key into a folder")
    day.add_argument("day", type=date.fromisoformat, help="2026-11-20")
    day.add_argument("--to", type=Path, required=True, help="the folder")
    check = words.add_parser("check", help="verify every day, roll and stamp of the record")
    for word in (authority, send):
        commandline.add_sign_in(word)
    for word in (day, check):
        commandline.add_office(word)
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stopped:
        return int(stopped.code or DONE)
    return {"authority": set_authority, "send": ask, "day": write_day, "check": verify}[options.word](options)


def set_authority(options: argparse.Namespace) -> int:
    """Whom to ask."""
    certificate = options.certificate.read_bytes() if options.certificate else b""
    with commandline.signed_in(options) as reader:
        from vegerin.contacts.actions import stamps  # noqa: PLC0415 -- Django is set up only now

        stamps.set_authority(address=options.address, certificate=certificate, by=reader)
    print(f"Stamps are asked of {options.address}." if options.address else "Nobody is asked for stamps.")
    return DONE


def ask(options: argparse.Namespace) -> int:
    """Send what waits, sign what is over."""
    with commandline.signed_in(options) as reader:
        from vegerin.contacts.actions import stamps  # noqa: PLC0415

        came, waiting = stamps.ask_for_stamps(by=reader)
        signed = stamps.sign_days(by=reader)
    print(f"{came} stamps came, {waiting} wait; {len(signed)} days signed.")
    return DONE


def write_day(options: argparse.Namespace) -> int:
    """For whoever keeps our lists: hashes only."""
    with commandline.opened(options):
        from vegerin.contacts import days  # noqa: PLC0415
        from vegerin.contacts.models import Daily  # noqa: PLC0415

        row = Daily.objects.filter(day=options.day).first()
        key = days.public_key()
    if row is None:
        print(f"No list of {options.day} is signed.")
        return WRONG
    options.to.mkdir(parents=True, exist_ok=True)
    (options.to / f"{row.day}.txt").write_text(row.text, encoding="ascii")
    (options.to / f"{row.day}.sig").write_bytes(bytes.fromhex(row.signature))
    (options.to / "office.pem").write_bytes(key)
    print(f"{row.day}.txt, {row.day}.sig and office.pem are in {options.to}.")
    return DONE


def verify(options: argparse.Namespace) -> int:
    """Everything."""
    with commandline.opened(options):
        from vegerin.contacts.queries import stamps  # noqa: PLC0415

        wrong = stamps.faults()
    print("\n".join(wrong) or "Every day, roll and stamp is as it was.")
    return WRONG if wrong else DONE
