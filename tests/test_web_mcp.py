"""The tools for language models, tried with the protocol's own client against the real processes."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp")

import httpx2
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from corpus.accounts import Accounts
from search import labelling
from search.library import Library
from tests.site import served
from web.app import create_app

PASSWORD = "清风徐来水波不兴之夜"
TOOLS = {"search", "ask", "define", "entity", "check"}


def evidence(folder: Path, citation: dict[str, Any]) -> bool:
    """Return whether a citation quotes the document that it names."""
    document = Library.open(folder, {}).document(citation["document"])
    return bool(document.text[citation["start"] : citation["end"]] == citation["quote"])


async def called(client: Client, name: str, /, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(name, arguments)
    assert not result.is_error, result
    assert result.structured_content == json.loads(result.content[0].text)  # type: ignore[union-attr]
    return dict(result.structured_content or {})


def test_a_model_finds_the_tools_and_gets_evidence_over_standard_input(sample_library: Path) -> None:
    process = StdioServerParameters(
        command=sys.executable, args=["-m", "scripts.cli", "--library", str(sample_library), "mcp"]
    )

    async def talk() -> None:
        async with Client(stdio_client(process)) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert set(tools) == TOOLS
            assert all(tool.description and tool.annotations.read_only_hint for tool in tools.values())  # type: ignore[union-attr]
            answer = await called(client, "ask", question="三进两送是什么意思？")
            assert answer["status"] == "answered"
            assert all(evidence(sample_library, citation) for citation in answer["citations"])
            assert (await called(client, "ask", question="火星基地由谁建设？"))["status"] == "not_found"
            found = await called(client, "search", query="科普惠农", limit=3)
            assert len(found["hits"]) == 3 and all("科普" in hit["text"] for hit in found["hits"][:1])
            defined = await called(client, "define", term="三进两送")
            assert evidence(sample_library, defined["matches"][0]["citation"])
            assert (await called(client, "entity", name="市科协"))["type"] == "Organization"
            assert (await called(client, "check", text="推进“三进两送”工作。"))["length"] == 11
            refused = await client.call_tool("entity", {"name": "没有这个单位的单位"})
            assert refused.is_error and "Traceback" not in refused.content[0].text  # type: ignore[union-attr]
            assert (await client.call_tool("search", {"query": "x", "limit": 10_000})).is_error

    asyncio.run(talk())


def test_over_http_a_token_opens_what_its_account_may_see(tmp_path: Path, sample_library: Path) -> None:
    folder = tmp_path / "library"
    shutil.copytree(sample_library, folder)
    people = Accounts(folder)
    people.add("苏明", PASSWORD, role="administrator")
    people.add("林晚", PASSWORD, role="reader")
    document = Library.open(folder, {}).find("管理办法").id
    labelling.relabel(folder, document, "人事组", environment={})

    async def hits(address: str, token: str) -> set[str]:
        headers = {"Authorization": f"Bearer {token}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60) as http,
            Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
        ):
            assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
            found = await called(client, "search", query="科普惠农驿站管理办法", limit=50)
        return {hit["document"] for hit in found["hits"]}

    with served(folder) as address:
        assert document in asyncio.run(hits(address, people.make_token("苏明", "模型")))
        reader = asyncio.run(hits(address, people.make_token("林晚", "模型")))
    assert reader and document not in reader


def test_over_standard_input_an_account_bounds_what_is_seen(tmp_path: Path, sample_library: Path) -> None:
    folder = tmp_path / "library"
    shutil.copytree(sample_library, folder)
    people = Accounts(folder)
    people.add("苏明", PASSWORD, role="administrator")
    people.add("林晚", PASSWORD, role="reader")
    document = Library.open(folder, {}).find("管理办法").id
    labelling.relabel(folder, document, "人事组", environment={})
    arguments = ["-m", "scripts.cli", "--library", str(folder), "mcp", "--as"]

    async def hits() -> set[str]:
        process = StdioServerParameters(command=sys.executable, args=[*arguments, "林晚"])
        async with Client(stdio_client(process)) as client:
            found = await called(client, "search", query="科普惠农驿站管理办法", limit=50)
            people.change("林晚", is_active=False)
            assert (await client.call_tool("search", {"query": "科普"})).is_error
        return {hit["document"] for hit in found["hits"]}

    seen = asyncio.run(hits())
    assert seen and document not in seen
    unknown = subprocess.run([sys.executable, *arguments, "无此人"], capture_output=True, text=True, check=False)
    assert unknown.returncode == 2 and "无此人" in unknown.stderr


def test_without_a_token_or_with_a_broken_message_there_is_one_clear_error(
    sample_library: Path, tmp_path: Path
) -> None:
    headers = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    client = create_app(sample_library).test_client()
    broken = client.post("/mcp", data="{", headers=headers)
    assert broken.status_code == 400 and "Traceback" not in broken.text
    assert client.get("/mcp").status_code == 405
    foreign = client.post("/mcp", data="{}", headers={**headers, "Origin": "http://example.org"})
    assert foreign.status_code == 403
    folder = tmp_path / "library"
    shutil.copytree(sample_library, folder)
    Accounts(folder).add("苏明", PASSWORD, role="administrator")
    refused = create_app(folder).test_client().post("/mcp", data="{}", headers=headers)
    assert refused.status_code == 401 and refused.headers["WWW-Authenticate"].startswith("Bearer")
