"""Settings: each declared once with default, unit and help; read from cetu.toml and the environment that is given."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.errors import InputError

SettingValue = str | int | float | bool

FILE = "cetu.toml"
ENVIRONMENT_PREFIX = "CETU_"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. Its type is the type of its default.

    Attributes:
        name: "table.key" as in cetu.toml.
        choices: The valid values of a text setting; empty where any text is valid.
        takes_url: Whether the address of a server is valid as well.
        minimum: The least valid number.
        is_shared: Whether it stands in cetu.toml alone, because all programs on a library must agree on it.
        is_secret: Whether it must not be shown.
    """

    name: str
    default: SettingValue
    help: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    takes_url: bool = False
    minimum: float | None = None
    is_shared: bool = False
    is_secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting("corpus.tokenizer", "rjieba", "分词器", choices=("rjieba", "jieba")),
    Setting("corpus.label", "公开", "新收入的文献的标签：公开、内部或组名"),
    Setting("corpus.max_file_mb", 200, "单个文件的上限", unit="MB", minimum=1),
    Setting("corpus.max_pages", 3000, "单个文件的页数上限", unit="页", minimum=1),
    Setting("corpus.max_unpacked_mb", 500, "压缩包解开后的上限", unit="MB", minimum=1),
    Setting("corpus.read_timeout_s", 300, "读取单个文件的时限", unit="s", minimum=1),
    Setting("corpus.read_memory_mb", 4096, "读取单个文件的进程的内存上限", unit="MB", minimum=256),
    Setting("corpus.max_characters", 5_000_000, "单个文件的字数上限", unit="字", minimum=1),
    Setting(
        "corpus.record",
        "",
        "记录所在：空为资料库中的 library.db，或 postgresql://用户@主机/数据库；只写在 cetu.toml",
        is_shared=True,
    ),
    Setting(
        "corpus.files",
        "",
        "原件与解析结果所在：空为资料库中的 blobs，或共享文件夹，或 s3://桶/文件夹 等；只写在 cetu.toml",
        is_shared=True,
    ),
    Setting("kg.base", "http://cetu.localhost", "实体 IRI 的前缀"),
    Setting(
        "kg.store", "oxigraph", "图存储，或 SPARQL 1.1 服务器的网址", choices=("oxigraph", "memory"), takes_url=True
    ),
    Setting(
        "kg.runner", "", "在集群上读取与抽取：dask://主机:8786，或 spark://主机:7077?folder=共用文件夹；空则在本机"
    ),
    Setting("kg.sparql_timeout_s", 10, "SPARQL 查询的时限", unit="s", minimum=1),
    Setting("kg.sparql_rows", 10_000, "SPARQL 结果的行数上限", unit="行", minimum=1),
    Setting("search.index", "whoosh", "检索索引，或 OpenSearch 的网址", choices=("whoosh", "tantivy"), takes_url=True),
    Setting("search.model", "", "本机上句向量模型的文件夹（ONNX，sentence-transformers 的布局）；空则用自带的词向量"),
    Setting("search.mode", "hybrid", "检索方式：词与义并用、只用词、只用义", choices=("hybrid", "words", "meaning")),
    Setting("search.log_unanswered", False, "把答不上的问题记入资料库的 unanswered.jsonl，供管理员查看；默认不记"),
    Setting(
        "check.severities",
        "",
        "校核各类问题或各条规则的级别，如 figure=warning names=hint numbering=off（error warning hint off）",
    ),
    Setting("check.rules_off", "", "校核时不用的规则，如 sums steps（规则名见 docs/drafts.md）"),
    Setting("web.host", "127.0.0.1", "网页服务监听的地址"),
    Setting("web.port", 8765, "网页服务监听的端口", minimum=1),
    Setting("web.open_reading", False, "有账号之后，未登录的人可否阅读"),
    Setting("web.oidc_issuer", "", "以 OpenID Connect 登录的身份服务的网址；空则不用"),
    Setting("web.oidc_client", "cetu", "在身份服务登记的客户端名"),
    Setting(
        "web.oidc_secret", "", "客户端的密钥，宜写在环境变量 CETU_WEB__OIDC_SECRET；空则为公开客户端", is_secret=True
    ),
    Setting("web.oidc_scope", "openid profile", "向身份服务要的范围"),
    Setting("web.oidc_name_claim", "preferred_username", "账号名取自凭证的哪一项"),
    Setting("web.oidc_role_claim", "groups", "角色取自凭证的哪一项"),
    Setting("web.oidc_roles", "*=reader", "值与角色的对应，如 cetu-admin=administrator *=reader；空则由管理员定"),
    Setting("web.oidc_group_claim", "", "可看的标签取自凭证的哪一项；空则由管理员定"),
    Setting(
        "web.requests_per_minute", 3000, "每人（未登录时每个地址）每分钟的请求数上限；0 为不限", unit="次", minimum=0
    ),
    Setting("web.proxies", 0, "前面有几层自己的反向代理；它们所说的来客地址和网址才算数", unit="层", minimum=0),
    Setting("web.backups", "", "网页上做的备份放在哪个文件夹，最好在另一个磁盘上；空为资料库中的 backups"),
    Setting("web.threads", 8, "网页服务的线程数", minimum=1),
)

_DECLARED: dict[str, Setting] = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force. `values` holds only what differs from the defaults."""

    values: Mapping[str, SettingValue]

    def __getitem__(self, name: str) -> SettingValue:
        """Return a setting by "table.key"; an undeclared name is a programming error."""
        return self.values.get(name, _DECLARED[name].default)

    def shown(self) -> dict[str, SettingValue]:
        """Return what differs from the defaults, secrets hidden."""
        return {name: "（不显示）" if _DECLARED[name].is_secret else value for name, value in self.values.items()}

    def text(self, name: str) -> str:
        """Return a text setting."""
        return str(self[name])

    def number(self, name: str) -> int:
        """Return a whole-number setting."""
        return int(self[name])


def load_settings(file: Path, environment: Mapping[str, str]) -> Settings:
    """Return the settings of a cetu.toml, overridden by CETU_<TABLE>__<KEY>; an absent file means defaults.

    Raises:
        InputError: The file is no TOML, or a key is unknown or its value unfit.
    """
    settings, troubles = examine(file, environment)
    if troubles:
        raise troubles[0]
    return settings


def examine(file: Path, environment: Mapping[str, str]) -> tuple[Settings, tuple[InputError, ...]]:
    """Return the settings that can be used, and everything that is wrong with the others."""
    values: dict[str, SettingValue] = {}
    troubles: list[InputError] = []
    for read in (_file_values, _environment_values):
        try:
            for take in read(file, environment):
                try:
                    name, value = take()
                    values[name] = value
                except InputError as error:
                    troubles.append(error)
        except InputError as error:  # the file as a whole
            troubles.append(error)
    return Settings(values), tuple(troubles)


# A value that is checked when it is called for, so that one that is wrong does not hide the next.
_Taken = Callable[[], tuple[str, SettingValue]]


def _file_values(file: Path, _environment: Mapping[str, str]) -> Iterator[_Taken]:
    for name, value in _from_file(file).items():
        yield partial(_taken, name, value, f"{file} 的 {name}", str(file))


def _environment_values(_file: Path, environment: Mapping[str, str]) -> Iterator[_Taken]:
    for variable, text in sorted(environment.items()):
        if variable.startswith(ENVIRONMENT_PREFIX) and "__" in variable:
            name = variable.removeprefix(ENVIRONMENT_PREFIX).replace("__", ".", 1).lower()
            place = f"环境变量 {variable}"
            yield partial(_taken, name, text, place, place, is_text=True)


def _taken(name: str, value: object, where: str, place: str, *, is_text: bool = False) -> tuple[str, SettingValue]:
    setting = _declared(name, where=place)
    if is_text and setting.is_shared:
        hint = f"写进资料库的 {FILE}，让各个程序用的是同一处"
        raise InputError(f"“{name}”不能由环境变量改", where=place, hint=hint)
    return name, _checked(setting, _parsed(setting, str(value)) if is_text else value, where=where)


def _from_file(file: Path) -> dict[str, object]:
    if not file.exists():
        return {}
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(
            f"设置文件读不出来：{error}", where=str(file), hint="按 TOML 格式改正，或删去该文件"
        ) from error
    flat: dict[str, object] = {}
    for table, keys in tables.items():
        if not isinstance(keys, dict):
            raise InputError(f"设置“{table}”不在任何表中", where=str(file), hint="写成 [表] 下的一行")
        flat.update({f"{table}.{key}": value for key, value in keys.items()})
    return flat


def _declared(name: str, *, where: str) -> Setting:
    if name not in _DECLARED:
        from difflib import get_close_matches

        near = get_close_matches(name, _DECLARED, n=1, cutoff=0.0)
        raise InputError(f"没有“{name}”这项设置", where=where, hint=f"最接近的是“{near[0]}”")
    return _DECLARED[name]


def _parsed(setting: Setting, text: str) -> object:
    if isinstance(setting.default, bool):
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    for kind in (int, float):
        if isinstance(setting.default, kind):
            try:
                return kind(text)
            except ValueError:
                return text
    return text


def _checked(setting: Setting, value: object, *, where: str) -> SettingValue:
    default = setting.default
    fits = type(value) is type(default) or (isinstance(default, float) and type(value) is int)
    if not fits or not isinstance(value, str | int | float | bool):
        raise InputError(f"值“{value}”的类型不对", where=where, hint=f"例如 {default!r}")
    is_address = setting.takes_url and str(value).startswith(("http://", "https://"))
    if setting.choices and value not in setting.choices and not is_address:
        also = "，或服务器的网址" if setting.takes_url else ""
        raise InputError(f"值“{value}”不可用", where=where, hint="可用：" + "、".join(setting.choices) + also)
    if setting.minimum is not None and not isinstance(value, str) and value < setting.minimum:
        raise InputError(f"值 {value} 太小", where=where, hint=f"至少为 {setting.minimum:g}")
    return value
