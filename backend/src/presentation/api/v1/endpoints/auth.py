"""Sign-in.

The refresh token lives in an httpOnly, SameSite=Strict cookie that is sent to these routes only. `refresh` and `logout`,
which act on the cookie, also want the header `X-Requested-With`: a form or a link on another site cannot send it, and
a script there is stopped by CORS, which we never allow. `login` takes JSON only, for the same reason. A second cookie, one
for each user of the browser, says that the user has signed in here before.
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
DEVICE_COOKIE = "device_"  # and the user's id
_DEVICE_COOKIE_LIFE = 180 * 24 * 3600  # seconds
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
        signed_in = await auth.login(
            credentials.email, credentials.password, client_address(request), _devices(request)
        )
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
        given: PasswordIn, request: Request, response: Response, user: Annotated[User, access.require_role()]
    ) -> SignedInOut:
        signed_in = await auth.change_password(user, given.current, given.new, _devices(request))
        return cookies.give(response, signed_in)

    @router.get("/me", operation_id="me", summary="Quem está usando", responses=problems(401, 503))
    async def me(user: Annotated[User, access.require_role()]) -> UserOut:
        return UserOut.model_validate(user)

    return router


class _Cookies:
    def __init__(self, is_secure: bool) -> None:
        self._is_secure = is_secure

    def give(self, response: Response, signed_in: SignedIn) -> SignedInOut:
        self._set(response, COOKIE, signed_in.refresh_token, int(REFRESH_TOKEN_LIFE.total_seconds()))
        if signed_in.device_token:
            name = DEVICE_COOKIE + signed_in.user.id
            self._set(response, name, signed_in.device_token, _DEVICE_COOKIE_LIFE)
        return SignedInOut.of(signed_in)

    def take(self, response: Response) -> None:
        response.delete_cookie(COOKIE, path=PATH, secure=self._is_secure, httponly=True, samesite="strict")

    def _set(self, response: Response, name: str, value: str, max_age: int) -> None:
        response.set_cookie(
            name,
            value,
            max_age=max_age,
            path=PATH,
            secure=self._is_secure,
            httponly=True,
            samesite="strict",
        )


def _devices(request: Request) -> list[str]:
    return [value for name, value in request.cookies.items() if name.startswith(DEVICE_COOKIE)]


def _refuse_forgery(requested_with: str | None) -> None:
    if not requested_with:
        raise Forbidden("Falta o cabeçalho X-Requested-With.")
