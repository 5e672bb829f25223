"""The pictures of a network in a browser: how long until they stand, and what moving them costs for each frame.

    python scripts/benchmark.py pictures --library DIR [--browser /usr/bin/chromium] [--frames 120]

Opens the network of the entity with the most others within three steps at 100 and 500 entities in a browser without WebGL, and the whole network in one
whose WebGL is drawn by the processor (SwiftShader): a graphics card only does better. Then the view is moved in every frame.
Milliseconds a frame are of the page's own thread, as the browser counts its tasks; the last column is the time of all its
processes, the drawing by the processor among them. Needs Playwright (the extra `test`).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from search.library import Library

_PLAIN = ("--no-sandbox", "--disable-gpu", "--disable-3d-apis")
_WEBGL = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
_STANDS = {
    "cetuGraph": "Boolean(window.cetuGraph)",
    "cetuWhole": "Boolean(window.cetuWhole)",
}
_SIZE = {
    "cetuGraph": "window.cetuGraph.nodes().length + ' / ' + window.cetuGraph.edges().length",
    "cetuWhole": "window.cetuWhole.getGraph().order + ' / ' + window.cetuWhole.getGraph().size",
}
_MOVE = {
    "cetuGraph": "(i) => window.cetuGraph.panBy({ x: i % 40 < 20 ? 6 : -6, y: 3 * Math.sin(i) })",
    "cetuWhole": "(i) => window.cetuWhole.getCamera().setState({ x: 0.5 + 0.1 * Math.sin(i / 9), ratio: 0.8 })",
}
# One move in each frame, as by a hand; gives the seconds that they took.
_PLAY = """(frames) => new Promise((done) => {
    const move = %s;
    const from = performance.now();
    let i = 0;
    const next = () => { if (i === frames) return done((performance.now() - from) / 1000); move(i); i += 1; requestAnimationFrame(next); };
    requestAnimationFrame(next);
})"""
# The widest network is looked for round so many of the most joined entities.
_TRIED = 60
_TICKS = os.sysconf("SC_CLK_TCK")


def _processor_s() -> float:
    """Return the processor time of all children of this process and theirs, so far."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            values = place.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        number = int(place.parent.name)
        parents[number], spent[number] = int(values[1]), (int(values[11]) + int(values[12])) / _TICKS
    return sum(time for number, time in spent.items() if number != os.getpid() and _descends(number, parents))


def _descends(number: int, parents: dict[int, int]) -> bool:
    while number > 1:
        if number == os.getpid():
            return True
        number = parents.get(number, 0)
    return False


def _measure(page: Any, address: str, name: str, frames: int) -> str:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def busy_s() -> float:
        return next(
            float(m["value"]) for m in session.send("Performance.getMetrics")["metrics"] if m["name"] == "TaskDuration"
        )

    page.goto(address)
    while not page.evaluate(_STANDS[name]):
        page.wait_for_timeout(50)
    page.wait_for_timeout(500)
    standing, size = busy_s(), page.evaluate(_SIZE[name])
    busy, spent = busy_s(), _processor_s()
    seconds = page.evaluate(_PLAY % _MOVE[name], frames)
    own, all_of_it = (busy_s() - busy) * 1000 / frames, (_processor_s() - spent) * 1000 / frames
    return f"{size} | {standing:.1f} | {own:.1f} | {all_of_it:.0f} | {frames / seconds:.0f}"


def _widest(library: Library, iris: Sequence[str]) -> str:
    """Return which of some entities has the most entities within three steps, up to 500."""
    from search.network import neighbourhood

    return max(iris, key=lambda iri: len(neighbourhood(library, iri, limit=500, depth=3).nodes))


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    from playwright.sync_api import sync_playwright

    from search import catalogue
    from search.library import Library
    from search.whole_network import whole_network
    from web.app import create_app
    from web.server import serving

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True, help="the library to show")
    parser.add_argument("--browser", default="/usr/bin/chromium", help="the browser")
    parser.add_argument("--frames", type=int, default=120, help="so many frames are moved")
    options = parser.parse_args(arguments)
    library = Library.open(options.library, {})
    known = {item.iri: item for item in catalogue.entities(library)}
    middle = quote(_widest(library, [node.iri for node in whole_network(library, known, most=_TRIED).nodes]))
    shown = [
        (_PLAIN, "one entity, 100, no WebGL", f"/graph?entity={middle}&depth=3&limit=100", "cetuGraph"),
        (_PLAIN, "one entity, 500, no WebGL", f"/graph?entity={middle}&depth=3&limit=500", "cetuGraph"),
        (_WEBGL, "the whole, SwiftShader", "/graph/whole", "cetuWhole"),
    ]
    print(
        "| picture | entities / links | busy until it stands, s | page ms a frame | all ms a frame | frames a second |"
    )
    print("|---|---|---|---|---|---|", flush=True)
    with serving(create_app(options.library)) as site, sync_playwright() as driver:
        for flags, title, address, name in shown:
            browser = driver.chromium.launch(executable_path=options.browser, args=list(flags))
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.set_default_timeout(600_000)
            print(f"| {title} | {_measure(page, site + address, name, options.frames)} |", flush=True)
            browser.close()
    sys.stdout.flush()
