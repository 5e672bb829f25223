"""Search on an OpenSearch cluster: the same results as embedded, through the loss of a node, and troubles said in words."""

from __future__ import annotations

import json
import secrets
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import urllib3

from corpus.errors import InputError, LibraryError
from corpus.settings import Settings
from search import indexes, ingest
from search.engine import search
from search.indexes.opensearch_server import Bulk, Cluster
from search.library import Library
from search.projections import project
from search.state import State
from tests.answering_badly import answering
from tests.services import free_port, running
from tests.test_search_indexes import passages


def held(address: str, path: Path, term: str) -> list[str]:
    index = indexes.open_reader(address, path)
    return sorted(index.passage(int(row)).id for row in index.postings(term).rows)


@pytest.mark.service
def test_nothing_is_lost_and_answers_go_on_when_a_node_dies(tmp_path: Path) -> None:
    with running("opensearch", tmp_path) as first:
        nodes = urllib3.request("GET", f"{first}/_nodes/http").json()["nodes"].values()
        hosts = ",".join(sorted(node["http"]["publish_address"] for node in nodes))
        address = f"http://{hosts}/cetu?shards=3&replicas=1"
        path = tmp_path / "index"
        writer = indexes.open_writer(address, path)
        for number in range(10):
            writer.replace(f"a{number}", passages(f"a{number}", *("科普工作" for _ in range(50))))
        writer.commit(1)
        reader = indexes.open_reader(address, path)
        (tmp_path / "opensearch" / "stop-2").touch()
        for number, term in enumerate(("科普", "工作", "没有", "科普", "工作")):
            assert len(reader.postings(term)) == (0 if term == "没有" else 500)
            writer.replace(f"b{number}", passages(f"b{number}", *("科普工作" for _ in range(50))))
        writer.commit(2)
        writer.close()
        assert len(held(address, path, "科普")) == 750


@pytest.mark.service
def test_a_search_finds_the_same_as_in_the_embedded_index(
    opensearch: str, sample_library: Path, tmp_path: Path
) -> None:
    settings = Settings({"search.index": f"{opensearch}/{secrets.token_hex(4)}?replicas=0"})
    folder = tmp_path / "library"
    shutil.copytree(sample_library, folder)
    with ingest.writing(folder) as record:
        project(folder, record, settings)
    there = Library(folder, settings, State.load(folder))
    here = Library.open(sample_library, {})
    for query in ("科普惠农", "科技工作者之家 2023", "培训 人次", "全民科学素质", "院士"):
        one, other = search(there, query), search(here, query)
        assert [(hit.passage, hit.score) for hit in one.hits] == [(hit.passage, hit.score) for hit in other.hits], query
        assert one.facets == other.facets


@pytest.mark.service
def test_the_alias_names_the_index_in_use_and_former_ones_go(opensearch: str, tmp_path: Path) -> None:
    alias = secrets.token_hex(4)
    address = f"{opensearch}/{alias}?replicas=0"
    for change in (1, 2):
        writer = indexes.open_writer(address, tmp_path)
        writer.clear()
        writer.replace("a", passages("a", "科普服务站"))
        writer.commit(change)
        assert Cluster(address).ask("GET", f"_alias/{alias}").keys() == {f"{alias}-{change + 1}"}
        writer.close()
    before = indexes.open_reader(address, tmp_path)
    writer = indexes.open_writer(address, tmp_path)
    writer.commit(3)
    writer.close()
    assert before.count() == 1
    assert Cluster(address).ask("GET", f"{alias}-*/_count?filter_path=count") == {"count": 1}


@pytest.mark.service
def test_other_programs_find_the_same_passages_nearest(opensearch: str, tmp_path: Path) -> None:
    address = f"{opensearch}/{secrets.token_hex(4)}?replicas=0"
    writer = indexes.open_writer(address, tmp_path)
    texts = ("农村科普服务", "科普活动进乡村", "污水处理厂扩建", "河道治理工程", "退休教师名单", "〇〇")
    writer.replace("a", passages("a", *texts))
    writer.commit(1)
    writer.close()
    reader = indexes.open_reader(address, tmp_path)
    vectors = reader.columns.vectors.astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1)
    assert lengths[-1] == 0
    cosines = vectors[:-1] @ vectors[0] / (lengths[:-1] * lengths[0])
    asked = {"vector": {"vector": reader.columns.vectors[0].tolist(), "k": 5}}
    alias = Cluster(address).alias
    found = Cluster(address).ask("POST", f"{alias}/_search", {"query": {"knn": asked}, "_source": ["number"]})
    hits = [(hit["_source"]["number"], hit["_score"]) for hit in found["hits"]["hits"]]
    assert [number for number, _ in hits] == np.argsort(-cosines).tolist()
    assert [score for _, score in hits] == pytest.approx(sorted(((1 + cosines) / 2).tolist(), reverse=True), abs=1e-4)


@pytest.mark.service
def test_vectors_can_be_left_out_of_the_cluster(opensearch: str, tmp_path: Path) -> None:
    address = f"{opensearch}/{secrets.token_hex(4)}?replicas=0&knn=0"
    writer = indexes.open_writer(address, tmp_path)
    writer.replace("a", passages("a", "科普服务站"))
    writer.commit(1)
    writer.close()
    mapping = Cluster(address).ask("GET", f"{Cluster(address).alias}/_mapping")
    assert [one["mappings"]["properties"].keys() & {"vector", "number"} for one in mapping.values()] == [{"number"}]
    assert indexes.open_reader(address, tmp_path).count() == 1


@pytest.mark.parametrize(
    ("status", "nodes", "held"),
    [(200, ["knn", "knn"], True), (200, ["knn", "other"], False), (200, [], False), (403, ["knn"], False)],
)
def test_vectors_go_to_a_cluster_whose_nodes_all_take_them(status: int, nodes: list[str], held: bool) -> None:
    classes = {"knn": "org.opensearch.knn.plugin.KNNPlugin", "other": "org.example.Other"}
    body = {"nodes": {str(i): {"plugins": [{"classname": classes[name]}]} for i, name in enumerate(nodes)}}
    with answering(status, json.dumps(body).encode()) as address:
        assert Cluster(f"{address}/cetu").holds_vectors() is held
        assert not Cluster(f"{address}/cetu?knn=0").holds_vectors()


def test_a_cluster_that_is_down_is_said_and_the_record_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.indexes.opensearch_server._DOWN_S", 0.5)
    with pytest.raises(LibraryError, match="连不上"):
        indexes.open_writer(f"http://127.0.0.1:{free_port()}/cetu", tmp_path)


@pytest.mark.parametrize(
    "address",
    ["http://u:p@127.0.0.1:9200/cetu", "http://127.0.0.1:9200/Cetu", "http://x/c?shards=many", "http://x/c?knn=yes"],
)
def test_an_address_that_cannot_be_meant_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(InputError, match="网址") as caught:
        indexes.open_writer(address, tmp_path)
    assert "u:p" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "kind", "asked"),
    [(500, "search_phase_execution_exception", 2), (429, "rejected", 2), (500, "illegal_argument_exception", 1)],
)
def test_what_passes_is_asked_again(status: int, kind: str, asked: int) -> None:
    answers = [(200, {"took": 1}), (status, {"error": {"type": kind, "reason": "shards failure"}})]

    class Node(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            number, body = answers.pop()
            data = json.dumps(body).encode()
            self.send_response(number)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Node) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cluster = Cluster(f"http://127.0.0.1:{server.server_port}/cetu")
        if asked == 2:
            assert cluster.ask("POST", "cetu/_search", {}) == {"took": 1}
        else:
            with pytest.raises(LibraryError, match="500"):
                cluster.ask("POST", "cetu/_search", {})
        server.shutdown()
    assert len(answers) == 2 - asked


def test_lines_of_many_documents_go_together_and_in_smaller_requests_while_a_node_is_busy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("search.indexes.opensearch_server._BULK_BYTES", 4_000)
    monkeypatch.setattr("search.indexes.opensearch_server._BULK_LEAST", 1_000)
    monkeypatch.setattr("search.indexes.opensearch_server._FIRST_WAIT_S", 0.01)
    requests: list[list[str]] = []
    taken: list[str] = []

    class Node(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).splitlines()
            ids = [json.loads(line)["index"]["_id"] for line in body[::2]]
            # The second request is more than it can take at once: the last of its lines are turned away.
            items = [{"index": {"status": 429 if len(requests) == 1 and n > 2 else 201}} for n in range(len(ids))]
            requests.append(ids)
            taken.extend(one for one, item in zip(ids, items, strict=True) if item["index"]["status"] == 201)
            data = json.dumps({"errors": len(requests) == 2, "items": items}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Node) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        bulk = Bulk(Cluster(f"http://127.0.0.1:{server.server_port}/cetu"), "cetu-1")
        for number in range(200):
            bulk.add({"index": {"_id": str(number)}}, {"passage": "x" * 60})
        bulk.flush()
        server.shutdown()
    assert sorted(taken, key=int) == [str(number) for number in range(200)]
    sizes = [len(ids) for ids in requests]
    assert sizes[2] == sizes[1] - 3
    assert sizes[3] == pytest.approx(sizes[0] / 2, abs=2)
    assert sizes[4] == pytest.approx(sizes[0], abs=2)
