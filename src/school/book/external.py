"""Asking other sites whether an address still leads somewhere: few sites at a time, one question after another each."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urlsplit

GOOD, DEAD, DOUBT = "good", "dead", "doubt"
SITES_AT_ONCE = 4
NAME = "social-venture-kit-link-check/1.0"
# A site may refuse programs, ask for a pause or be out of order for a day; only these say that the page is gone.
GONE = {404, 410}
TRIES = 2


@dataclass(frozen=True)
class Answer:
    kind: str
    why: str = ""


def ask(address: str, timeout: float) -> Answer:
    """One address: HEAD first, GET where a site does not know HEAD; a second try after a failure to connect."""
    why = ""
    for trial in range(TRIES):
        for method in ("HEAD", "GET"):
            request = urllib.request.Request(address, method=method, headers={"User-Agent": NAME, "Accept": "*/*"})
            try:
                with urllib.request.urlopen(request, timeout=timeout) as answer:
                    return Answer(GOOD, str(answer.status))
            except urllib.error.HTTPError as error:
                error.close()
                if method == "HEAD":
                    continue  # some sites answer HEAD wrongly
                return Answer(DEAD if error.code in GONE else DOUBT, str(error.code))
            except (OSError, HTTPException, ValueError) as error:
                why = str(getattr(error, "reason", error)) or type(error).__name__
                break
        time.sleep(min(1.0, timeout / 10) * (trial + 1 < TRIES))
    return Answer(DOUBT, why)


def ask_all(addresses: Iterable[str], timeout: float, pause: float) -> Iterator[tuple[str, Answer]]:
    """Ask each address; the addresses of one site one after the other, with a pause."""
    by_site: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_site[urlsplit(address).netloc].append(address)

    def one_site(of_it: list[str]) -> list[tuple[str, Answer]]:
        told = []
        for number, address in enumerate(of_it):
            time.sleep(pause * bool(number))
            told.append((address, ask(address, timeout)))
        return told

    with ThreadPoolExecutor(SITES_AT_ONCE) as pool:
        for done in as_completed([pool.submit(one_site, of_it) for of_it in by_site.values()]):
            yield from done.result()
