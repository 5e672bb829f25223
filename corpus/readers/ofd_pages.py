"""The pages of an OFD file in order, with their size and the picture that a scanned page consists of."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.errors import ReadError
from corpus.readers.ofd_package import Package, Place, all_named, first_named, numbers
from corpus.readers.page_layout import Size

_A4 = (210.0, 297.0)
_LEAST_SHARE = 0.3
"""A picture that covers less of its page is no scan of it: an emblem, a seal, a photograph."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image on a page: its bytes and where it stands, in millimetres."""

    data: bytes
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class OfdPage:
    """A page.

    Attributes:
        layers: Its content and the templates under it; empty where the part is missing or damaged.
        places: Where its resources are looked for: the page's own part, then the document's.
        picture: The picture that it consists of, if it is a scan.
    """

    number: int
    size: Size
    layers: tuple[Any, ...]
    places: tuple[Place, ...] = ()
    picture: Picture | None = None


def pages(package: Package) -> Iterator[OfdPage]:
    """Yield the pages of all documents of a package.

    Raises:
        ReadError: there is no document, or it has more pages than the limits allow.
    """
    number = 0
    for body in all_named(package.part("ofd.xml", "").root, "DocBody"):
        root = first_named(body, "DocRoot")
        if root is None or not (root.text or "").strip():
            raise ReadError("OFD 文件没有正文", where=package.where, hint="请检查文件是否完整")
        document = package.part(root.text, "")
        templates = {tag.get("ID"): tag.get("BaseLoc", "") for tag in all_named(document.root, "TemplatePage")}
        tags = [tag for group in all_named(document.root, "Pages") for tag in all_named(group, "Page")]
        if len(tags) > package.limits.pages:
            what = f"有 {len(tags)} 页，超过上限 {package.limits.pages}"
            raise ReadError(what, where=package.where, hint="请拆分后加入")
        for tag in tags:
            number += 1
            yield _page(package, number, tag, document, templates)


def _page(package: Package, number: int, tag: Any, document: Place, templates: dict[str | None, str]) -> OfdPage:
    size = _size(document.root) or _A4
    try:
        content = package.part(tag.get("BaseLoc", ""), document.folder)
    except ReadError:
        return OfdPage(number, size, ())
    layers = [content.root]
    for used in all_named(content.root, "Template"):
        location = templates.get(used.get("TemplateID"))
        if location and package.find(location, document.folder):
            layers.append(package.part(location, document.folder).root)
    size = _size(content.root) or size
    places = (content, document)
    return OfdPage(number, size, tuple(layers), places, _picture(package, places, content, size))


def _size(root: Any) -> Size | None:
    box = numbers(getattr(first_named(root, "PhysicalBox"), "text", None))
    return (box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else None


def _picture(package: Package, places: tuple[Place, ...], content: Place, size: Size) -> Picture | None:
    """Return the largest image of a page, where it covers a good part of it and its file is there."""
    boxes = [(numbers(tag.get("Boundary")), tag.get("ResourceID")) for tag in all_named(content.root, "ImageObject")]
    placed = [(box[2] * box[3], box, resource) for box, resource in boxes if len(box) == 4]
    if not placed:
        return None
    area, box, resource = max(placed, key=lambda image: image[0])
    if area < _LEAST_SHARE * size[0] * size[1]:
        return None
    data = media(package, places, resource)
    return Picture(data, *box) if data else None


def media(package: Package, places: tuple[Place, ...], resource: str | None) -> bytes | None:
    """Return the file of a resource; None where nobody declares it or it is missing."""
    for part in resources(package, places):
        base = part.root.get("BaseLoc", "")
        for tag in all_named(part.root, "MultiMedia"):
            file = getattr(first_named(tag, "MediaFile"), "text", None)
            if tag.get("ID") == resource and file:
                name = package.find(posixpath.join(base, file.strip()), part.folder)
                return package.content(name) if name else None
    return None


def resources(package: Package, places: tuple[Place, ...]) -> Iterator[Place]:
    """Yield the resource parts that places declare, those of the page first; missing ones are passed over."""
    for place in places:
        for kind in ("PageRes", "DocumentRes", "PublicRes"):
            for tag in all_named(place.root, kind):
                location = (tag.text or "").strip()
                if location and package.find(location, place.folder) is not None:
                    yield package.part(location, place.folder)
