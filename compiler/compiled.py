"""A compiled grammar: what is sampled, parsed, counted and written to an artifact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..dsl.span import NOWHERE
from .stock import Stock

if TYPE_CHECKING:  # so that nothing is imported that a command does not need
    from ..catalogues.catalogue import Catalogue
    from . import ir
    from .acceptor import Acceptor
    from .features import Spread
    from .network import Networks
    from .program import Program
    from .rewriting.transducer import Rewriter
    from .tables import Tables


class Forms:
    """What is made of a grammar: shared by all that differ only in catalogues that do not
    matter to it. Each is None until it is made; `kept` opens the acceptor of an artifact."""

    networks: Networks | None = None
    agreeing: dict[str, tuple[str, ...]] | None = None
    excluding: tuple[str, ...] | None = None
    tables: Tables | None = None
    acceptor: Acceptor | None = None
    kept: Callable[[], Acceptor] | None = None
    too_large: bool = False
    far: bytes | None = None


class Compiled:
    """A grammar without errors, and its forms, each made when it is first asked for.

    `sources` are the SHA-256 of the files it was made from, catalogues among them; `rewriter` is
    what the finished sentences go through, None where there are no rewrites. Not changed
    after it is made: binding a catalogue gives another one, which shares all that does not depend
    on it.
    """

    def __init__(
        self,
        program: Program | Callable[[], Program],
        stock: Stock,
        sources: Mapping[str, str],
        locale: str,
        rewriter: Rewriter | None = None,
    ) -> None:
        self._program = program
        self.locale = locale
        self.stock = stock
        self.sources = dict(sources)
        self.rewriter = rewriter
        self.forms = Forms()
        self._draws: list[tuple[tuple[ir.Draw, ...], bool]] = []  # shared by all bindings

    @property
    def program(self) -> Program:
        """The IR and what else binding needs; an artifact's is decoded when it is first asked
        for: `Damaged` where it can't be."""
        if callable(self._program):
            self._program = self._program()
        return self._program

    @property
    def draws(self) -> tuple[tuple[ir.Draw, ...], bool]:
        """The draws in rules and intents, each once, and whether there are exclusions."""
        if not self._draws:
            from . import ir

            program = self.program
            bodies = (*program.rules.values(), *(i.body for i in program.intents))
            nodes = [node for body in bodies for node in ir.walk(body)]
            draws = dict.fromkeys(node for node in nodes if isinstance(node, ir.Draw))
            excluding = any(isinstance(node, ir.Minus) for node in nodes)
            self._draws.append((tuple(draws), excluding))
        return self._draws[0]

    @property
    def networks(self) -> Networks:
        """The recursive transition network."""
        if self.forms.networks is None:
            from .exclusion import Exclusions
            from .lower import lower
            from .recursion import check_recursion

            rules = self.program.rules
            recursion, findings = check_recursion(rules, dict.fromkeys(rules, NOWHERE))
            assert not findings
            asked: dict[str, dict[str, None]] = {}

            def profile(node: ir.Draw, features: tuple[str, ...]) -> Spread:
                asked.setdefault(node.catalogue, {}).update(dict.fromkeys(features))
                return self.stock.profile(node, features)

            intents = [(i.name, i.weight, i.body) for i in self.program.intents]
            bodies = [body for _, _, body in intents]
            exclusions = Exclusions(rules, bodies, recursion, self.stock, profile)
            self.forms.networks = lower(rules, intents, recursion, exclusions)
            self.forms.agreeing = {name: tuple(f) for name, f in asked.items()}
            self.forms.excluding = tuple(exclusions.looked)
        return self.forms.networks

    @property
    def agreeing(self) -> dict[str, tuple[str, ...]]:
        """The features that the network asks of catalogues, by catalogue."""
        if self.forms.agreeing is None:
            _ = self.networks
        assert self.forms.agreeing is not None
        return self.forms.agreeing

    @property
    def excluding(self) -> tuple[str, ...]:
        """The catalogues whose rows decide what exclusions leave."""
        if self.forms.excluding is None:
            _ = self.networks
        assert self.forms.excluding is not None
        return self.forms.excluding

    @property
    def tables(self) -> Tables:
        """The sampling tables."""
        if self.forms.tables is None:
            from .tables import tabulate

            self.forms.tables = tabulate(self.networks)
        return self.forms.tables

    @property
    def acceptor(self) -> Acceptor | None:
        """The automaton that parsing walks; None where the grammar is too large for one. That of
        an artifact is looked at when it is first asked for: `Damaged` where it is no good."""
        forms = self.forms
        if forms.acceptor is None and forms.kept is not None:
            forms.acceptor = forms.kept()
        if forms.acceptor is None and not forms.too_large:
            from .acceptor import accept
            from .expand import expand

            automaton = expand(self.networks)
            if automaton is not None:
                forms.acceptor = accept(automaton)
            forms.too_large = forms.acceptor is None
        return forms.acceptor

    @property
    def far(self) -> bytes | None:
        """The OpenFst archive; None where the grammar is too large for an automaton."""
        acceptor = self.acceptor
        if self.forms.far is None and acceptor is not None:
            from .far import archive

            self.forms.far = archive(acceptor, self.tables)
        return self.forms.far

    def unbound(self) -> list[str]:
        """The open catalogues that nothing is bound to, in order."""
        return [name for name in self.stock.names if not self.stock.is_bound(name)]

    def missing(self, *, parsing: bool = False) -> list[str]:
        """The open catalogues that are drawn from and must be bound first, in order; wildcards
        without examples are among them, but for *parsing*."""
        drawn = {key.catalogue for key in self.tables.selections}
        if parsing:
            drawn.difference_update(self.stock.wildcards)
        return [name for name in self.unbound() if name in drawn]

    def bind(self, name: str, catalogue: Catalogue) -> Compiled:
        """The same grammar with *catalogue* under *name*.

        Takes no recompilation: tables and automaton stand for a catalogue by one symbol. Only where
        its features take part in agreement, or its rows in an exclusion, are they worked out again,
        from the IR.
        """
        bound = Compiled(
            self._program,
            self.stock.with_catalogue(name, catalogue),
            self.sources,
            self.locale,
            self.rewriter,
        )
        bound._draws = self._draws
        features = self.agreeing.get(name, ())
        before = self.stock.catalogue(name) if features else None
        held = {*catalogue.columns, *(before.columns if before is not None else ())}
        if held.isdisjoint(features) and name not in self.excluding:
            bound.forms = self.forms
        return bound
