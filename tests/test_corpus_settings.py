"""Settings: defaults, the file, the environment, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.settings import SETTINGS, load_settings


def test_an_absent_file_means_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "cetu.toml", {})
    assert all(settings[setting.name] == setting.default for setting in SETTINGS)


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    file = tmp_path / "cetu.toml"
    file.write_text("[web]\nport = 9000\nthreads = 3\n", encoding="utf-8")
    settings = load_settings(file, {"CETU_WEB__PORT": "9100", "CETU_LIBRARY": "elsewhere", "PATH": "x"})
    assert (settings.number("web.port"), settings.number("web.threads")) == (9100, 3)


@pytest.mark.parametrize(
    ("text", "environment", "expected"),
    [
        ("[web]\nprot = 1\n", {}, "web.port"),
        ("[web]\nport = 'many'\n", {}, "类型不对"),
        ("[web]\nport = true\n", {}, "类型不对"),
        ("[web]\nport = 0\n", {}, "至少为 1"),
        ("[kg]\nstore = 'paper'\n", {}, "oxigraph"),
        ("port = 1\n", {}, "不在任何表中"),
        ("[web\n", {}, "TOML"),
        ("", {"CETU_WEB__PROT": "1"}, "web.port"),
        ("", {"CETU_WEB__PORT": "many"}, "类型不对"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(
    tmp_path: Path, text: str, environment: dict[str, str], expected: str
) -> None:
    file = tmp_path / "cetu.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=expected):
        load_settings(file, environment)


def test_every_setting_has_a_help_text_and_fits_its_own_choices() -> None:
    for setting in SETTINGS:
        assert setting.help
        assert not setting.choices or setting.default in setting.choices
