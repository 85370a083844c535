"""Who asks, and whether they may."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from application.creation import HEADER, HEADER_MEANS
from application.privacy.witness import Witness
from application.services.auth_service import AuthService
from domain.errors import Forbidden, Unauthenticated
from domain.users import Role, User

# Documents the scheme; a missing header is answered by our own problem document.
_bearer = HTTPBearer(auto_error=False, description="Token de acesso de `login` ou `refresh`.")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]

# The client sends the same one where it sends the same create again, not knowing what became of the first.
CreationKey = Annotated[UUID | None, Header(alias=HEADER, description=HEADER_MEANS)]


class Access:
    """Dependencies that let signed-in people in. One object, for routes and the integration's routers alike."""

    def __init__(self, auth: AuthService, witness: Witness) -> None:
        """`witness` is told by routes that show personal data."""
        self._auth, self.witness = auth, witness

    async def current_user(self, credentials: Bearer) -> User:
        """The active user of the Authorization header. Raises Unauthenticated."""
        if credentials is None:
            raise Unauthenticated
        return await self._auth.user_of(credentials.credentials)

    def require_role(self, *roles: Role) -> Any:
        """A dependency that gives the user, of one of `roles` (none named: any). Raises Unauthenticated, Forbidden."""

        async def allowed(credentials: Bearer) -> User:
            user = await self.current_user(credentials)
            if roles and user.role not in roles:
                raise Forbidden
            return user

        check: Callable[..., Awaitable[User]] = allowed
        return Depends(check)


def client_address(request: Request) -> str:
    """The peer's network address; the server has put a trusted proxy's X-Forwarded-For in its place already."""
    return request.client.host if request.client else "desconhecido"
