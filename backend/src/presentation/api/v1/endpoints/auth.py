"""Sign-in.

The refresh token lives in an httpOnly, SameSite=Strict cookie that is sent to these routes only. `refresh` and `logout`,
which act on the cookie, also want the header `X-Requested-With`: a form or a link on another site cannot send it, and
a script there is stopped by CORS, which we never allow. `login` takes JSON only, for the same reason.
"""

from typing import Annotated

from fastapi import APIRouter, Cookie, Header, Request, Response

from application.services.auth_service import REFRESH_TOKEN_LIFE, AuthService, SignedIn
from domain.errors import Forbidden
from domain.users import User
from presentation.api.v1.dependencies import Access, client_address
from presentation.api.v1.errors import problems
from presentation.api.v1.schemas.users import LoginIn, PasswordIn, SignedInOut, UserOut

PATH = "/api/v1/auth"
COOKIE = "refresh_token"
Token = Annotated[str | None, Cookie(alias=COOKIE)]
RequestedWith = Annotated[str | None, Header(alias="X-Requested-With", description="Qualquer valor.")]


def build_auth_router(auth: AuthService, access: Access, *, is_cookie_secure: bool) -> APIRouter:
    """`is_cookie_secure`: send the cookie over HTTPS only (always, but in development)."""
    router = APIRouter(prefix="/auth", tags=["auth"])
    cookies = _Cookies(is_cookie_secure)

    @router.post(
        "/login",
        operation_id="login",
        summary="Entra com e-mail e senha",
        responses=problems(401, 422, 429, 503),
    )
    async def login(credentials: LoginIn, request: Request, response: Response) -> SignedInOut:
        signed_in = await auth.login(credentials.email, credentials.password, client_address(request))
        return cookies.give(response, signed_in)

    @router.post(
        "/refresh", operation_id="refresh", summary="Renova o acesso", responses=problems(401, 403, 503)
    )
    async def refresh(
        response: Response, token: Token = None, requested_with: RequestedWith = None
    ) -> SignedInOut:
        _refuse_forgery(requested_with)
        return cookies.give(response, await auth.refresh(token))

    @router.post(
        "/logout", operation_id="logout", summary="Sai", status_code=204, responses=problems(403, 503)
    )
    async def logout(response: Response, token: Token = None, requested_with: RequestedWith = None) -> None:
        _refuse_forgery(requested_with)
        await auth.logout(token)
        cookies.take(response)

    @router.post(
        "/password",
        operation_id="changePassword",
        summary="Muda a própria senha e encerra as outras sessões",
        responses=problems(401, 409, 422, 429, 503),
    )
    async def change_password(
        given: PasswordIn, response: Response, user: Annotated[User, access.require_role()]
    ) -> SignedInOut:
        return cookies.give(response, await auth.change_password(user, given.current, given.new))

    @router.get("/me", operation_id="me", summary="Quem está usando", responses=problems(401, 503))
    async def me(user: Annotated[User, access.require_role()]) -> UserOut:
        return UserOut.model_validate(user)

    return router


class _Cookies:
    def __init__(self, is_secure: bool) -> None:
        self._is_secure = is_secure

    def give(self, response: Response, signed_in: SignedIn) -> SignedInOut:
        response.set_cookie(
            COOKIE,
            signed_in.refresh_token,
            max_age=int(REFRESH_TOKEN_LIFE.total_seconds()),
            path=PATH,
            secure=self._is_secure,
            httponly=True,
            samesite="strict",
        )
        return SignedInOut.of(signed_in)

    def take(self, response: Response) -> None:
        response.delete_cookie(COOKIE, path=PATH, secure=self._is_secure, httponly=True, samesite="strict")


def _refuse_forgery(requested_with: str | None) -> None:
    if not requested_with:
        raise Forbidden("Falta o cabeçalho X-Requested-With.")
