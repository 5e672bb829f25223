"""What programs talk to: the JSON API, the reconciliation service, the health check."""

from __future__ import annotations

from flask import Blueprint


def blueprints() -> tuple[Blueprint, ...]:
    """Return the blueprints of all interfaces for programs."""
    from web.api import health, reconciliation, v1
    from web.mcp import http as mcp

    return v1.blueprint, reconciliation.blueprint, health.blueprint, mcp.blueprint
