"""Signing in at an OpenID Connect provider: the authorization code flow with PKCE, state and nonce, and what its claims grant.

What must be remembered between the way out and the way back is one random secret in a cookie of the browser; state, nonce and code
verifier are derived from it. So an answer that belongs to another browser, or was asked for by nobody, opens nothing, and any
server beside this one can take the answer.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.accounts import ROLES
from corpus.errors import InputError, MissingExtraError
from corpus.settings import Settings

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

# Only keys that the provider alone holds: none of those that both sides know, and never "none".
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
_TIMEOUT_S = 10
_LEEWAY_S = 60


class ProviderError(InputError):
    """The provider cannot be reached, or what it says is not to be trusted."""

    code = "bad_gateway"
    http_status = 502


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says has come. `role` and `groups` are None where its claims do not decide about them."""

    subject: str
    name: str
    role: str | None
    groups: tuple[str, ...] | None


def is_set(settings: Settings) -> bool:
    """Return whether people may sign in at a provider."""
    return bool(settings.text("web.oidc_issuer"))


def new_secret() -> str:
    """Return what ties one sign-in to one browser."""
    return secrets.token_urlsafe(32)


def _derived(secret: str, use: str) -> str:
    digest = hmac.new(secret.encode(), use.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Provider:
    """One provider as its own description has it; read once.

    Raises:
        ProviderError: It cannot be reached or describes another one.
        InputError: The package is not installed, or the address is not one of https.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.issuer = settings.text("web.oidc_issuer").rstrip("/")
        parts = urlsplit(self.issuer)
        if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise InputError("身份服务的网址要以 https 开头", where="web.oidc_issuer", hint="改 cetu.toml 中的这项设置")
        self._about = self._read(f"{self.issuer}/.well-known/openid-configuration")
        if str(self._about.get("issuer", "")).rstrip("/") != self.issuer:
            raise ProviderError("身份服务自称另一个网址", where=self.issuer, hint="核对设置 web.oidc_issuer")

    def way_out(self, secret: str, back: str) -> str:
        """Return the address at which somebody signs in; `back` is the address that the provider leads back to."""
        address, _state = self._session(back).create_authorization_url(
            self._endpoint("authorization_endpoint"),
            state=_derived(secret, "state"),
            nonce=_derived(secret, "nonce"),
            code_verifier=_derived(secret, "verifier"),
        )
        return str(address)

    def way_back(self, secret: str, given: dict[str, str], back: str) -> Identity:
        """Return who has come back with an answer of the provider.

        Raises:
            InputError: The answer does not belong to this browser, or the provider refuses.
            ProviderError: What the provider says is not to be trusted.
        """
        from authlib.common.errors import AuthlibBaseError
        from requests import RequestException

        if not secret or not hmac.compare_digest(given.get("state", "").encode(), _derived(secret, "state").encode()):
            raise InputError("这次登录不是从这个浏览器开始的，或已过时", where="state", hint="从登录页重新开始")
        if "code" not in given:
            raise InputError(
                "身份服务没有让你登录", where=given.get("error", "")[:80] or "code", hint="再试，或问管理员"
            )
        try:
            token = self._session(back).fetch_token(
                self._endpoint("token_endpoint"),
                code=given["code"],
                code_verifier=_derived(secret, "verifier"),
                timeout=_TIMEOUT_S,
            )
        except (AuthlibBaseError, RequestException, ValueError) as error:
            raise ProviderError("身份服务没有认可这次登录", where=self.issuer, hint="从登录页重新开始") from error
        return self._identity(self._claims(str(token.get("id_token", "")), _derived(secret, "nonce")))

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        """Return the claims of an identity token after its signature, issuer, audience, times and nonce were checked."""
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        client = self._settings.text("web.oidc_client")
        expected = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": str(self._about["issuer"])},
            aud={"essential": True, "value": client},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            keys = KeySet.import_key_set(self._read(self._endpoint("jwks_uri")))  # type: ignore[arg-type]
            claims = jwt.decode(token, keys, algorithms=_ALGORITHMS).claims
            expected.validate(claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise ProviderError("身份服务给的凭证不可信", where=self.issuer, hint="请管理员核对设置") from error
        if claims.get("azp", client) != client:
            raise ProviderError("身份服务给的凭证是给别的程序的", where=self.issuer, hint="请管理员核对设置")
        return dict(claims)

    def _identity(self, claims: dict[str, Any]) -> Identity:
        text = self._settings.text
        name = str(claims.get(text("web.oidc_name_claim")) or claims["sub"]).strip()
        role, groups = None, None
        if text("web.oidc_roles"):
            granted = roles_of(text("web.oidc_roles"), set(_listed(claims.get(text("web.oidc_role_claim")))))
            if not granted:
                raise InputError("身份服务认得你，但没有给你这里的角色", where=name, hint="请管理员在身份服务里加上")
            role = granted
        if text("web.oidc_group_claim"):
            groups = tuple(_listed(claims.get(text("web.oidc_group_claim"))))
        return Identity(f"{self.issuer} {claims['sub']}", name, role, groups)

    def _session(self, back: str) -> OAuth2Session:
        from authlib.integrations.requests_client import OAuth2Session

        text = self._settings.text
        return OAuth2Session(
            text("web.oidc_client"),
            text("web.oidc_secret") or None,
            redirect_uri=back,
            scope=text("web.oidc_scope"),
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if text("web.oidc_secret") else "none",
        )

    def _endpoint(self, name: str) -> str:
        address = str(self._about.get(name, ""))
        if urlsplit(address).scheme not in ("https", urlsplit(self.issuer).scheme):
            raise ProviderError("身份服务的说明不完整", where=name, hint="核对设置 web.oidc_issuer")
        return address

    def _read(self, address: str) -> dict[str, Any]:
        try:
            import requests
        except ImportError as error:
            hint = '运行 pip install "cetu[oidc]"'
            raise MissingExtraError("没有安装 OIDC 的程序包", where="web.oidc_issuer", hint=hint) from error
        try:
            found = requests.get(address, timeout=_TIMEOUT_S, allow_redirects=False)
            found.raise_for_status()
            value = found.json()
        except (requests.RequestException, ValueError) as error:
            raise ProviderError("连不上身份服务", where=self.issuer, hint="稍后再试，或请管理员核对设置") from error
        if not isinstance(value, dict):
            raise ProviderError("身份服务的说明读不懂", where=self.issuer, hint="核对设置 web.oidc_issuer")
        return value


def roles_of(table: str, held: set[str]) -> str:
    """Return the highest role that a table of settings ("cetu-admins=administrator 全体=reader") gives; empty for none.

    Raises:
        InputError: The table names a role that there is not.
    """
    granted = []
    for item in table.split():
        value, _sign, role = item.rpartition("=")
        if role not in ROLES or not value:
            hint = "写成 值=角色，角色可用：" + "、".join(ROLES)
            raise InputError(f"“{item}”不是角色的对应", where="web.oidc_roles", hint=hint)
        if value in held or value == "*":
            granted.append(ROLES.index(role))
    return ROLES[max(granted)] if granted else ""


def _listed(value: object) -> list[str]:
    """Return a claim as a list: providers give one text, texts parted by spaces, or a list."""
    if isinstance(value, str):
        return value.split()
    return [str(item) for item in value] if isinstance(value, list) else []
