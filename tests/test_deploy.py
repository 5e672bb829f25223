"""The files that bring the whole up: they keep to their schemas, and name settings and addresses that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.settings import load_settings
from tests.shared import PROJECT
from web.app import create_app

COMPOSE = PROJECT / "deploy" / "compose.yaml"
MANIFESTS = sorted((PROJECT / "deploy" / "kubernetes").glob("*.yaml"))
VERSIONS = ("1.28", "1.34")


def manifests() -> list[dict[str, Any]]:
    return [one for path in MANIFESTS for one in yaml.safe_load_all(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("version", VERSIONS)
def test_manifests_keep_to_the_schemas_of_kubernetes(version: str) -> None:
    kubernetes = pytest.importorskip("kubernetes_validate")
    for one in manifests():
        kubernetes.validate(one, version, strict=True)
    broken = manifests()[0]
    broken["spec"]["replica"] = 1
    with pytest.raises(kubernetes.ValidationError):
        kubernetes.validate(broken, version, strict=True)


def test_the_compose_file_keeps_to_the_compose_specification() -> None:
    compose = pytest.importorskip("compose_spec")
    text = re.sub(r"\$\{\w+:\?[^}]*\}", "secret", COMPOSE.read_text(encoding="utf-8"))
    found = compose.PyCompose.from_yaml(text)
    found.validate()
    assert set(found.service_names()) == {"proxy", "web", "postgresql", "opensearch", "oxigraph"}
    with pytest.raises(ValueError):
        compose.PyCompose.from_yaml(text.replace("depends_on:", "depend_on:"))


def test_services_and_volumes_of_the_compose_file_are_there() -> None:
    compose = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    services = compose["services"]
    for name, service in services.items():
        assert set(service.get("depends_on", ())) <= set(services), name
        mounted = {volume.split(":")[0] for volume in service.get("volumes", ()) if not volume.startswith(".")}
        assert mounted <= set(compose["volumes"]), name
    assert load_settings(Path("absent"), services["web"]["environment"]).number("web.proxies") == 1


def test_what_manifests_name_is_there() -> None:
    (deployment,) = (one for one in manifests() if one["kind"] == "Deployment")
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    variables = {one["name"]: one["value"] for one in container["env"]}
    assert load_settings(Path("absent"), variables).number("web.proxies") == 1
    rules = {rule.rule for rule in create_app(Path("absent")).url_map.iter_rules()}
    assert container["readinessProbe"]["httpGet"]["path"] in rules

    pods = {one["metadata"]["name"]: one for one in manifests() if one["kind"] in ("Deployment", "StatefulSet")}
    labels = [pod["spec"]["template"]["metadata"]["labels"] for pod in pods.values()]
    for one in manifests():
        wanted = one["spec"].get("selector") or one["spec"].get("podSelector") or {}
        wanted = wanted.get("matchLabels", wanted)
        assert any(wanted.items() <= given.items() for given in labels), one["metadata"]
    services = {one["metadata"]["name"] for one in manifests() if one["kind"] == "Service"}
    assert {pod["spec"].get("serviceName", "cetu") for pod in pods.values()} <= services


def test_both_ways_run_the_same_engines() -> None:
    compose = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
    sets = {one["metadata"]["name"]: one for one in manifests() if one["kind"] == "StatefulSet"}
    for name, one in sets.items():
        (container,) = one["spec"]["template"]["spec"]["containers"]
        assert container["image"] == compose[name]["image"]
