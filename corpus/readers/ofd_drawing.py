"""Draws a page of an OFD file (GB/T 33190-2016) as SVG: text, paths and pictures, seals and clips left out.

Only to be looked at beside the text: fonts are those of the machine that shows it. Everything is written by lxml, so that
nothing of the file can become markup or script.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from corpus.readers.ofd_package import Package, all_named, first_named, local_name, numbers, steps
from corpus.readers.ofd_pages import OfdPage, media, resources

_SVG = "http://www.w3.org/2000/svg"
_BLACK = "#000000"
_LINE_WIDTH = 0.353
_SERIF = "FangSong, STFangsong, Noto Serif CJK SC, serif"
_COMMANDS = {"S": "M", "M": "M", "L": "L", "Q": "Q", "B": "C", "A": "A", "C": "Z"}
_PATH = re.compile(r"[SMLQBAC]|-?\d+(?:\.\d+)?")
_PICTURES = ((b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"), (b"BM", "image/bmp"))


def page_svg(package: Package, page: OfdPage) -> bytes:
    """Return a page as an SVG file in millimetres."""
    width, height = page.size
    root = etree.Element(f"{{{_SVG}}}svg", nsmap={None: _SVG}, viewBox=f"0 0 {width:g} {height:g}")
    _add(root, "rect", width=f"{width:g}", height=f"{height:g}", fill="#ffffff")
    fonts = dict(_fonts(package, page))
    for layer in reversed(page.layers):  # templates lie under the page
        for thing in layer.iter():
            if not isinstance(thing.tag, str) or thing.get("Visible") == "false":
                continue
            name = local_name(thing)
            if name == "TextObject":
                _draw_text(_group(root, thing), thing, fonts)
            elif name == "PathObject":
                _draw_path(_group(root, thing), thing)
            elif name == "ImageObject":
                _draw_picture(_group(root, thing), media(package, page.places, thing.get("ResourceID")))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _fonts(package: Package, page: OfdPage) -> Iterator[tuple[str, str]]:
    for part in resources(package, page.places):
        for font in all_named(part.root, "Font"):
            name = re.sub(r"[\"',;\\]", "", font.get("FamilyName") or font.get("FontName") or "")
            yield font.get("ID", ""), f"'{name}', {_SERIF}" if name else _SERIF


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    return etree.SubElement(parent, f"{{{_SVG}}}{tag}", named)


def _group(root: Any, thing: Any) -> Any:
    """Return a group in which an object's own coordinates hold."""
    box = numbers(thing.get("Boundary"))
    matrix = numbers(thing.get("CTM"))
    steps = [f"translate({box[0]:g} {box[1]:g})"] if len(box) == 4 else []
    if len(matrix) == 6:
        steps.append(f"matrix({' '.join(f'{number:g}' for number in matrix)})")
    group = _add(root, "g", transform=" ".join(steps))
    if (alpha := numbers(thing.get("Alpha"))) and alpha[0] < 255:
        group.set("opacity", f"{alpha[0] / 255:.3g}")
    return group


def _draw_text(group: Any, thing: Any, fonts: Mapping[str, str]) -> None:
    size = (numbers(thing.get("Size")) or [4.0])[0]
    weight = (numbers(thing.get("Weight")) or [400.0])[0]
    narrow = (numbers(thing.get("HScale")) or [1.0])[0] or 1.0
    for code in all_named(thing, "TextCode"):
        text = "".join(code.itertext())
        x, y = (
            " ".join(f"{place / scale:.2f}" for place in _running(code.get(axis), code.get(f"Delta{axis}"), len(text)))
            for axis, scale in (("X", narrow), ("Y", 1.0))
        )
        drawn = _add(group, "text", x=x, y=y, font_size=f"{size:g}", transform=f"scale({narrow:g} 1)")
        drawn.set("font-family", fonts.get(thing.get("Font", ""), _SERIF))
        drawn.set("fill", _colour(thing, "FillColor") or _BLACK)
        if weight >= 600:
            drawn.set("font-weight", "bold")
        drawn.text = re.sub(r"[\x00-\x1f\ufffe\uffff]", " ", text)


def _running(start: str | None, deltas: str | None, letters: int) -> Iterator[float]:
    """Yield where the letters of a text begin on one axis."""
    place = (numbers(start) or [0.0])[0]
    yield place
    for delta in steps(deltas, letters):
        place += delta
        yield place


def _draw_path(group: Any, thing: Any) -> None:
    data = getattr(first_named(thing, "AbbreviatedData"), "text", None)
    words = _PATH.findall(data or "")
    if not words or words[0] not in ("S", "M"):
        return
    width = (numbers(thing.get("LineWidth")) or [_LINE_WIDTH])[0]
    path = _add(group, "path", d=" ".join(_COMMANDS.get(word, word) for word in words), stroke_width=f"{width:g}")
    path.set("fill", (_colour(thing, "FillColor") or _BLACK) if thing.get("Fill") == "true" else "none")
    path.set("stroke", (_colour(thing, "StrokeColor") or _BLACK) if thing.get("Stroke") != "false" else "none")


def _colour(thing: Any, name: str) -> str:
    """Return a colour of one (grey) or three values, written as 238 32 37 or #ee #20 #25; empty for others."""
    tag = first_named(thing, name)
    words = (tag.get("Value") or "").split() if tag is not None else []
    try:
        values = [min(int(word[1:], 16) if word.startswith("#") else int(float(word)), 255) for word in words]
    except ValueError:
        return ""
    values = values * 3 if len(values) == 1 else values
    return "#" + "".join(f"{max(value, 0):02x}" for value in values) if len(values) == 3 else ""


def _draw_picture(group: Any, data: bytes | None) -> None:
    """Draw what a browser can show; an object's own coordinates make a picture a unit square."""
    kind = next((kind for start, kind in _PICTURES if data and data.startswith(start)), "")
    if data and kind:
        address = f"data:{kind};base64,{base64.b64encode(data).decode()}"
        _add(group, "image", width="1", height="1", preserveAspectRatio="none", href=address)
