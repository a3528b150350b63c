"""Unlock a server that is running, from this terminal."""

from __future__ import annotations

import ssl
import sys
from argparse import ArgumentParser
from getpass import getpass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, OpenerDirector, Request, build_opener

from vegerin.guard import commandline
from vegerin.guard.refusals import Refused


@commandline.in_one_line
def main(arguments: list[str]) -> int:
    """Send the passphrase to the unlock page, as a browser would."""
    parser = ArgumentParser("vegerin unlock", description=__doc__)
    commandline.add_office(parser)
    parser.add_argument("--address", default="http://127.0.0.1:8000", help="where the server is")
    options = parser.parse_args(arguments)
    folder = commandline.choose_office(options)
    typed = commandline.passphrases_from(options)
    unlock(options.address.rstrip("/"), typed[0] if typed else getpass("An opener's passphrase: "), folder)
    print("The office is open.")
    return 0


def unlock(address: str, passphrase: str, folder: Path) -> None:
    """Unlock the server at an address; refuses with one sentence."""
    cookies = CookieJar()
    browser = _browser(folder, cookies)
    page = f"{address}/unlock/"
    try:
        browser.open(page).read()
        token = next((cookie.value for cookie in cookies if cookie.name == "csrftoken"), "") or ""
        values = urlencode({"passphrase": passphrase, "csrfmiddlewaretoken": token}).encode()
        browser.open(Request(page, values, {"Referer": page})).read()  # noqa: S310 -- the address is the opener's own
    except HTTPError as error:
        if error.code == 403:
            raise Refused("That did not open. After several tries, wait a minute.") from None
        raise Refused(f"The server at {address} answered {error.code}.") from None
    except URLError as error:
        raise Refused(f"No server answers at {address} ({error.reason}).") from None


def _browser(folder: Path, cookies: CookieJar) -> OpenerDirector:
    trust = ssl.create_default_context()
    authority = folder / "tls" / "ca.pem"
    if authority.exists():
        trust.load_verify_locations(authority)
    return build_opener(HTTPCookieProcessor(cookies), HTTPSHandler(context=trust))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
