"""A grammar in use: the Python interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..catalogues.catalogue import Catalogue
from ..catalogues.rows import Entry, Rows
from ..compiler.binding import called, misfits, named_as
from ..compiler.compiled import Compiled
from ..corpora.utterance import Utterance
from ..dsl.findings import Finding, has_errors
from ..dsl.span import Span
from .parse import Parse, Parser
from .sample import Sampler
from .walk import walk


class GrammarError(ValueError):
    """A grammar or artifact that can't be used; `findings` say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        errors = [f for f in findings if f.is_error]
        shown = [
            f"{f.span.file}:{f.span.line}:{f.span.column}: {f.code} {f.message}" for f in errors[:5]
        ]
        if len(errors) > 5:
            shown.append(f"and {len(errors) - 5} more")
        super().__init__("\n".join(shown))


class Grammar:
    """A compiled grammar to sample and to parse with. Binding gives another one."""

    def __init__(self, compiled: Compiled, findings: Sequence[Finding] = ()) -> None:
        self.compiled = compiled
        self.findings = tuple(findings)
        self._open = frozenset(compiled.unbound())
        self._fits = True
        self._samplers: dict[tuple[int, tuple[str, ...] | None], Sampler] = {}
        self._parsers: dict[tuple[bool, tuple[tuple[str, str], ...]], Parser] = {}

    @property
    def name(self) -> str:
        """The grammar's name."""
        return self.compiled.program.name

    @property
    def intents(self) -> tuple[str, ...]:
        """The intents, in the order of the file."""
        return tuple(name for name, _, _ in self.compiled.tables.roots)

    def sample(
        self, count: int, seed: int = 0, intents: Iterable[str] | None = None, first: int = 0
    ) -> Iterator[Utterance]:
        """Sentences *first* to *first* + *count* of that seed: each a pure function of the grammar,
        the intents, the seed and its number."""
        self._need_bound()
        chosen = None if intents is None else tuple(intents)
        sampler = self._samplers.get((seed, chosen))
        if sampler is None:
            sampler = self._samplers[seed, chosen] = Sampler(
                walk(self.compiled, chosen), seed, odds=False
            )
        return (sampler(index)[0] for index in range(first, first + count))

    def parse(
        self,
        text: str,
        nbest: int = 1,
        *,
        intent: str | None = None,
        context: Mapping[str, str] | None = None,
        case_sensitive: bool = False,
    ) -> list[Parse]:
        """The parses of *text*, best first; none where the grammar does not accept it."""
        return self.parser(context=context, case_sensitive=case_sensitive)(text, nbest, intent)

    def parser(
        self, *, context: Mapping[str, str] | None = None, case_sensitive: bool = False
    ) -> Parser:
        """A parser, made once for the same arguments."""
        key = (case_sensitive, tuple(sorted((context or {}).items())))
        parser = self._parsers.get(key)
        if parser is None:
            self._need_bound(parsing=True)
            acceptor = self.compiled.acceptor
            if acceptor is None:
                raise GrammarError([too_large(self.compiled)])
            parser = Parser(self.compiled, acceptor, case_sensitive=case_sensitive, context=context)
            self._parsers[key] = parser
        return parser

    def bind(self, name: str, values: Iterable[str | Entry] | Rows) -> Grammar:
        """The same grammar with *values* as the catalogue *name*; nothing is compiled again unless
        features of the catalogue take part in agreement. An imported catalogue may be called by its
        own name where that is clear (`Song` for `music.Song`). An unknown name is a `KeyError`, no
        values are a `ValueError`, values that no filter or agreement can use a `GrammarError`; but
        where the grammar leaves the catalogue open, a filter that passes none of them keeps only
        from sampling."""
        known = {c.name: c for c in self.compiled.program.catalogues}
        wanted = known[called(self.compiled, name) or name]
        name = wanted.name
        rows = (
            values if isinstance(values, Rows) else Rows.of(values, [f for f, _ in wanted.features])
        )
        if not len(rows):
            raise ValueError(f"no values to bind to {name}")
        rows = named_as(rows, self.compiled.stock.catalogue(name))
        compiled = self.compiled.bind(name, Catalogue.of(rows, wanted.locale))
        place = Span(f"<{name}>", 1, 1, 1, 1)
        wrong = misfits(compiled, self.compiled, place, self._open)
        if wrong:
            raise GrammarError(wrong)
        bound = Grammar(compiled, self.findings)
        bound._open, bound._fits = self._open, name not in self._open and self._fits
        if compiled.forms is self.compiled.forms:
            for key, parser in self._parsers.items():
                bound._parsers[key] = parser.bound(compiled)
        return bound

    def _need_bound(self, *, parsing: bool = False) -> None:
        missing = self.compiled.missing(parsing=parsing)
        wild = [name for name in missing if name in self.compiled.stock.wildcards]
        if wild:
            raise ValueError(
                f"the wildcards {', '.join(wild)} have no examples to sample: use grammar.bind"
            )
        if not parsing and not self._fits:
            wrong = misfits(self.compiled, self.compiled, Span(f"<{self.name}>", 1, 1, 1, 1))
            if wrong:
                raise GrammarError(wrong)
            self._fits = True
        if missing:
            raise ValueError(
                f"the open catalogues {', '.join(missing)} are not bound: use grammar.bind"
            )


def too_large(compiled: Compiled) -> Finding:
    """The finding for a grammar that is too large to be parsed with."""
    from ..compiler.expand import MOST_ARCS
    from ..dsl.span import NOWHERE

    return Finding(
        "E313",
        f"To parse with {compiled.program.name}, more than {MOST_ARCS:,} arcs would be needed.",
        NOWHERE,
        "Sampling and counting work; `gramc count` tells which rule multiplies most.",
    )


def load(path: str | Path, catalog_paths: Sequence[str | Path] = ()) -> Grammar:
    """The grammar at *path*, a `.gram` file or an artifact. What is wrong with it is raised as a
    `GrammarError`; warnings are in `findings`."""
    from ..compiler.magic import is_artifact

    if is_artifact(str(path)):
        from ..compiler import artifact

        compiled, findings = artifact.load(str(path))
    else:
        from ..compiler.compile import compile_grammar

        compiled, findings = compile_grammar(str(path), None, catalog_paths)
    if compiled is None or has_errors(findings):
        raise GrammarError(findings)
    return Grammar(compiled, findings)
