"""A small OpenID Connect provider on this machine, built with the provider library of Authlib: signs in whoever is set."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, jsonify, request
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "cetu-test", "kept-by-both-sides"


class Client(ClientMixin):
    """The one client that the provider knows."""

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return urlsplit(redirect_uri).path == "/sign-in/provider/back"

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class Code:
    """A code that was given out."""

    def __init__(self, asked: Any, user: Any) -> None:
        payload = asked.payload
        self.redirect_uri, self.scope, self.user = payload.redirect_uri, payload.scope, user
        self.nonce = payload.data.get("nonce")
        self.code_challenge = payload.data.get("code_challenge")
        self.code_challenge_method = payload.data.get("code_challenge_method")

    def get_redirect_uri(self) -> str:
        return str(self.redirect_uri)

    def get_scope(self) -> str:
        return str(self.scope)

    def get_nonce(self) -> Any:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class Provider:
    """The provider. Tests set the claims of who signs in, and may change what a token says (`forged`) or its key."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "u-1", "preferred_username": "林晚", "groups": ["staff"]}
        self.forged: dict[str, Any] = {}
        self.key = RSAKey.generate_key(2048, parameters={"kid": "1"})
        self.signs_with = self.key
        self.codes: dict[str, Code] = {}
        self.issuer = ""
        self.app = Flask(__name__)
        self._add_routes()

    def _add_routes(self) -> None:
        server = AuthorizationServer(self.app, lambda client: Client() if client == CLIENT else None, lambda *_: None)
        server.register_grant(_grant(self), [CodeChallenge(required=True), _identity(self)])

        @self.app.get("/.well-known/openid-configuration")
        def about() -> Any:
            return jsonify(
                issuer=self.issuer,
                authorization_endpoint=f"{self.issuer}/authorize",
                token_endpoint=f"{self.issuer}/token",
                jwks_uri=f"{self.issuer}/keys",
            )

        @self.app.get("/keys")
        def keys() -> Any:
            return jsonify(KeySet([self.key]).as_dict(private=False))

        @self.app.get("/authorize")
        def authorize() -> Any:
            grant = server.get_consent_grant(end_user=self.claims)
            return server.create_authorization_response(grant_user=self.claims, grant=grant)

        @self.app.post("/token")
        def token() -> Any:
            return server.create_token_response(request)


def _grant(provider: Provider) -> type[AuthorizationCodeGrant]:
    class Grant(AuthorizationCodeGrant):
        def save_authorization_code(self, code: str, request: Any) -> None:
            provider.codes[code] = Code(request, dict(provider.claims))

        def query_authorization_code(self, code: str, client: Any) -> Any:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Any) -> None:
            provider.codes = {name: code for name, code in provider.codes.items() if code is not authorization_code}

        def authenticate_user(self, authorization_code: Any) -> Any:
            return authorization_code.user

    return Grant


def _identity(provider: Provider) -> OpenIDCode:
    class Identity(OpenIDCode):
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return any(code.nonce == nonce for code in provider.codes.values())

        def resolve_client_private_key(self, client: Any) -> Any:
            return provider.signs_with

        def get_client_algorithm(self, client: Any) -> str:
            return "RS256"

        def get_encode_header(self, client: Any) -> dict[str, str]:
            return {"alg": "RS256", "kid": "1"}

        def get_client_claims(self, client: Any) -> dict[str, Any]:
            return {"iss": provider.issuer, "aud": [CLIENT]}

        def generate_user_info(self, user: Any, scope: str) -> dict[str, Any]:
            return {**user, **provider.forged}

    return Identity(require_nonce=True)


@contextmanager
def provider_served() -> Iterator[Provider]:
    """Serve a provider on a free port of this machine."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider.app, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def argument(address: str, name: str) -> str:
    """Return an argument of an address."""
    return parse_qs(urlsplit(address).query)[name][0]
