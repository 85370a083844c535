"""Texts of the environment as people paste them: a secret with its line end signs nothing that its other side signs."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import ModelWrapValidatorHandler, PrivateAttr, model_validator
from pydantic_settings import BaseSettings


class PastedSettings(BaseSettings):
    """Settings whose texts are read without the blanks and line ends around them."""

    _padded: tuple[str, ...] = PrivateAttr(default=())

    @model_validator(mode="wrap")
    @classmethod
    def _trim(cls, given: dict[str, Any], handler: ModelWrapValidatorHandler[Self]) -> Self:
        clean, padded = trimmed(given)
        settings = handler(clean)
        settings._padded = padded
        return settings

    @property
    def padded(self) -> tuple[str, ...]:
        """The variables that were given with blanks or line ends around them, which are not read."""
        return self._padded


def trimmed(given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The values without blanks and line ends around them, and the names of those that had some, as the environment spells
    them. Whatever is no text stays as it is."""
    clean = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
    return clean, tuple(name.upper() for name, value in given.items() if clean[name] != value)
