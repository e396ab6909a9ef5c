"""The one catalogue of sentences, Thai and English, for window, command line and papers."""

import re
import string
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

_HEADING = re.compile(r"^\[([^\[\]\n]+)\]$", re.MULTILINE)


@dataclass(frozen=True)
class Both:
    """One sentence in both languages."""

    th: str
    en: str

    def say(self, language: str) -> str:
        """The sentence in `language`: "th" or "en"."""
        return self.en if language == "en" else self.th

    @property
    def on_a_line(self) -> str:
        """Thai and English on one line, for what speaks to both at once: the command line, a sheet's heading."""
        return f"{self.th} / {self.en}"


class Coded(Protocol):
    """Anything named by a code, with words for the gaps of its sentence."""

    @property
    def code(self) -> str: ...
    @property
    def params(self) -> Mapping[str, str]: ...


class MissingText(KeyError):
    """No sentence under this key: a mistake of ours, found by the tests."""


class Texts:
    """Sentences by key, with `{name}` gaps."""

    def __init__(self, tables: Mapping[str, Both] | Callable[[], Mapping[str, Both]]) -> None:
        self._given = tables

    @classmethod
    def load(cls, folder: Path) -> "Texts":
        """All sentences of `folder`'s TOML files. Raises ValueError or TypeError where the form is broken."""
        return cls(_read(_files(folder)))

    @classmethod
    def load_part(cls, file: Path) -> "Texts":
        """The sentences of one file, for what cannot wait for all of them. Raises as `load`."""
        return cls(_read([file]))

    @classmethod
    def at_need(cls, folder: Path) -> "Texts":
        """`load`, but each sentence is read when it is said first; raises as `load` only then."""
        return cls(lambda: _SaidSentences(_files(folder)))

    @cached_property
    def _tables(self) -> Mapping[str, Both]:
        return self._given() if callable(self._given) else self._given

    def keys(self) -> frozenset[str]:
        """Every key there is."""
        return frozenset(self._tables)

    def both(self, key: str, /, **params: str) -> Both:
        """The sentence under `key` with its gaps filled; a gap nobody filled stays empty. Raises MissingText."""
        if key not in self._tables:
            raise MissingText(key)
        found = self._tables[key]
        filler = _Filler()
        return Both(filler.vformat(found.th, (), params), filler.vformat(found.en, (), params))

    def say(self, key: str, language: str, /, **params: str) -> str:
        """`both` in one language."""
        return self.both(key, **params).say(language)

    def refusal(self, refusal: Coded) -> Both:
        """Why a rule says no: the sentence `refused.<code>`; a param that is itself a code (`reason.<value>`,
        `state.<value>`, `window.authority_<value>`) is said in words.
        """
        if (key := f"refused.{refusal.code}") in self._tables:
            return self._filled(key, refusal.params)
        return self._filled("refused.unknown_claim", {"reason": refusal.code, **refusal.params})

    def trouble(self, trouble: Coded) -> Both:
        """What the world did to us: the sentence `trouble.<code>`, with params in words (`detail.<value>`) as above; a
        code without a sentence is a mistake of ours.
        """
        if (key := f"trouble.{trouble.code}") in self._tables:
            return self._filled(key, trouble.params)
        return self._filled("trouble.bug", {"reference": trouble.code})

    def _filled(self, key: str, params: Mapping[str, str]) -> Both:
        words = {name: self._in_words(name, value) for name, value in params.items()}
        th = self.both(key, **{name: both.th for name, both in words.items()}).th
        en = self.both(key, **{name: both.en for name, both in words.items()}).en
        return Both(th, en)

    def _in_words(self, name: str, value: str) -> Both:
        as_it_stands = Both(value, value)
        return self._tables.get(f"{name}.{value}", self._tables.get(f"window.{name}_{value}", as_it_stands))

    def either(self, key: str, fallback: str, /, **params: str) -> Both:
        """`both`, or the sentence under `fallback` where `key` has none: for codes that come from elsewhere."""
        return self.both(key if key in self._tables else fallback, **params)


class _Filler(string.Formatter):
    """Fills gaps by name only: a parameter's text is never read as a format."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        return kwargs.get(str(key), "")

    def get_field(self, field_name: str, args: object, kwargs: Mapping[str, object]) -> tuple[object, str]:
        return self.get_value(field_name, args, kwargs), field_name


class _SaidSentences(Mapping[str, Both]):
    """The sentences of `files`, each read when it is said first. A desk says few of very many: to read them all takes
    longer than to open its stores. Each stands under a heading of its own, so cutting the files there is enough.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self._sections: dict[str, str] = {}
        self._said: dict[str, Both] = {}
        for file in files:
            _, *parts = _HEADING.split(file.read_text("utf-8"))
            self._sections.update(zip(parts[::2], parts[1::2], strict=True))

    def __getitem__(self, key: str) -> Both:
        if key not in self._said:
            self._said[key] = _sentence(key, tomllib.loads(self._sections[key]))
        return self._said[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)

    def __contains__(self, key: object) -> bool:
        return key in self._sections


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def _read(files: Iterable[Path]) -> dict[str, Both]:
    tables: dict[str, Both] = {}
    for file in files:
        with file.open("rb") as stream:
            _collect(tomllib.load(stream), "", tables)
    return tables


def _collect(table: Mapping[str, object], prefix: str, into: dict[str, Both]) -> None:
    for name, inner in table.items():
        key = f"{prefix}.{name}" if prefix else name
        if not isinstance(inner, dict):
            raise TypeError(f"{key} stands outside a sentence")
        if "th" in inner or "en" in inner:
            into[key] = _sentence(key, inner)
        else:
            _collect(inner, key, into)


def _sentence(key: str, table: Mapping[str, object]) -> Both:
    if set(table) != {"th", "en"}:
        raise ValueError(f"{key} needs exactly th and en")
    return Both(str(table["th"]), str(table["en"]))
