"""The tools that a language model may call: each returns an object of the contract, with the places it stands on."""

# No annotations as text here: the protocol's package reads those of the tools, which hold names that are imported on need.

from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any, cast

from corpus.errors import CetuError, MissingExtraError
from search.library import Library

if TYPE_CHECKING:
    from mcp.server import MCPServer

MOST_HITS = 50
MOST_CHARACTERS = 200_000
_INSTRUCTIONS = (
    "策图是一个中文政策文献库。回答一律以库中文献为据：先用 ask 提问，答不上再用 search 找段落；"
    "引用时写明 citations 或 hits 中的题名与原句。status 为 not_found 就是文献没有说，不要自己补。"
)
Tool = Callable[..., dict[str, Any]]


def server_of(library: Callable[[], Library]) -> "MCPServer[Any]":
    """Return a server with the tools over a library.

    Args:
        library: Gives the library of each call, as who calls may see it.

    Raises:
        MissingExtraError: The package of the protocol is not installed.
    """
    try:
        from mcp.server import MCPServer
        from mcp_types import ToolAnnotations
    except ImportError as error:
        raise MissingExtraError(
            "没有安装 MCP 的程序包", where="cetu mcp", hint='运行 pip install "cetu[mcp]"'
        ) from error
    server: MCPServer[Any] = MCPServer("cetu", title="策图", instructions=_INSTRUCTIONS, version=version("cetu"))
    hints = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for title, tool in _tools(library):
        server.add_tool(_telling(tool), title=title, annotations=hints)
    return server


def _tools(library: Callable[[], Library]) -> tuple[tuple[str, Tool], ...]:
    from pydantic import Field

    from search import answering, entities, glossary
    from search.drafts.checking import check as check_draft
    from search.engine import search as find

    def search(
        query: Annotated[str, Field(description="词语、问句、“引号里的原话”、-不要的词、年:2023")],
        limit: Annotated[int, Field(ge=1, le=MOST_HITS, description="多少段")] = 10,
        year: Annotated[int | None, Field(ge=1, le=9999, description="只要这一年的文献")] = None,
        document: Annotated[str | None, Field(description="只在这份文献里：编号、文件名或题名的一段")] = None,
    ) -> dict[str, Any]:
        """按词和意思找段落，每段带题名、章节、起止位置和原文。"""
        return find(library(), query, limit=limit, year=year, document=document).to_dict()

    def ask(
        question: Annotated[str, Field(description="一个问题，如“2023年科普惠农安排了多少经费？”")],
        context: Annotated[list[str] | None, Field(max_length=10, description="此前问过的问题，先问的在前")] = None,
    ) -> dict[str, Any]:
        """回答问题，每一项都带出处（citations：题名、章节、原句）；文献没有说就是 not_found。"""
        return answering.ask(library(), question, tuple(context or ())).to_dict()

    def define(term: Annotated[str, Field(description="一个词语或提法")]) -> dict[str, Any]:
        """给出一个词在各文献、各年份里的解释和出处；没有时给出相近的词。"""
        return glossary.define(library(), term).to_dict()

    def entity(name: Annotated[str, Field(description="人、单位、项目、活动等的名称、简称或 IRI")]) -> dict[str, Any]:
        """给出一个实体的类型、名称、事实、指标、解释和提到它的段落，事实都带出处。"""
        return entities.view(library(), name).to_dict()

    def check(
        text: Annotated[str, Field(max_length=MOST_CHARACTERS, description="文稿全文")],
    ) -> dict[str, Any]:
        """校核文稿：名称、职务、数字、提法与库中文献不一致之处，各带依据。文稿不会存下来。"""
        return check_draft(library(), text).to_dict()

    return ("查找", search), ("提问", ask), ("释义", define), ("实体", entity), ("校核", check)


def _telling(tool: Tool) -> Tool:
    """Return a tool whose refusals reach the model as sentences; anything else is told to the log alone."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def call(**arguments: Any) -> dict[str, Any]:
        try:
            return tool(**arguments)
        except CetuError as error:
            raise ToolError(str(error)) from None

    return cast(Tool, call)
