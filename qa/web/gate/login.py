"""``/login`` and ``/logout``: the form to sign in with, where ``QA_AUTH`` names a file of users."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from qa.web.gate.signing_in import COOKIE, SigningIn
from qa.web.rendering import render
from qa.web.roots import rooted
from qa.web.texts import choose_texts

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""A form and nothing else; no site may show it in a frame."""


CLEARED = {"Clear-Site-Data": '"cache", "storage"'}
"""What the browser forgets when someone signs out; heeded over https and on this machine. Where it
is not, the page drops the questions of another visitor before it shows any."""


def login_routes(signing_in: SigningIn) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(include_in_schema=False)

    def form(request: Request, next_: str, said: str = "", status: int = 200) -> HTMLResponse:
        texts = choose_texts(request.headers.get("accept-language"))
        html = render("login.html", texts, next=next_, said=said)
        return HTMLResponse(
            html, status, {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        )

    @routes.get("/login")
    def show(request: Request, next: str = "/") -> Response:  # noqa: A002 - the address says so
        """Show the form."""
        return form(request, _local(next))

    @routes.post("/login")
    def sign_in(
        request: Request,
        name: Annotated[str, Form(max_length=100)],
        password: Annotated[str, Form(max_length=2000)],
        next_: Annotated[str, Form(alias="next", max_length=4000)] = "/",
    ) -> Response:
        """Sign in, and go on to what was asked for."""
        texts = choose_texts(request.headers.get("accept-language"))
        address = request.client.host if request.client else ""
        pause = signing_in.pause(name, address)
        if pause:
            said = texts.too_many_tries.format(-(-pause // 60))
            response: Response = form(request, _local(next_), said, 429)
            response.headers["Retry-After"] = str(pause)
            return response
        token = signing_in.sign_in(name, password, address)
        if token is None:
            return form(request, _local(next_), texts.wrong_password, 401)
        response = RedirectResponse(rooted(_local(next_)), 303)
        response.set_cookie(
            COOKIE,
            token,
            httponly=True,
            samesite="lax",
            path=rooted("/"),
            secure=request.url.scheme == "https",
        )
        return response

    @routes.post("/logout")
    def sign_out(request: Request) -> Response:
        """End the session."""
        signing_in.sign_out(request.cookies.get(COOKIE, ""))
        response = RedirectResponse(rooted("/login"), 303, CLEARED)
        response.delete_cookie(COOKIE, path=rooted("/"))
        return response

    return routes


def _local(address: str) -> str:
    """Return an address on this server; the front door for any other."""
    is_local = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_local and "\\" not in address and address.isprintable() else "/"
