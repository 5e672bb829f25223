"""GraphML and GEXF: the network of entities with labels, types and weights."""

from __future__ import annotations

import re
from typing import IO

from kg.iris import Iris
from kg.network import network
from kg.stores.port import GraphStore

_DATE = re.compile(r' lastmodifieddate="[^"]*"')


def write_graphml(store: GraphStore, out: IO[bytes], _iris: Iris) -> None:
    """Write the network as GraphML."""
    import networkx as nx

    nx.write_graphml_xml(network(store), out, encoding="utf-8", named_key_ids=True)


def write_gexf(store: GraphStore, out: IO[bytes], _iris: Iris) -> None:
    """Write the network as GEXF 1.2, without the date that would make two exports differ."""
    import networkx as nx

    for line in nx.generate_gexf(network(store), encoding="utf-8", version="1.2draft"):
        out.write(_DATE.sub("", f"{line}\n").encode())
