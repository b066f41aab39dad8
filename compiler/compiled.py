"""A compiled grammar: what is sampled, parsed, counted and written to an artifact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..catalogues.catalogue import Catalogue
from ..dsl.span import NOWHERE
from .acceptor import Acceptor
from .stock import Stock
from .tables import Tables

if TYPE_CHECKING:  # so that an artifact is loaded without what compiles
    from . import ir
    from .features import Spread
    from .network import Networks
    from .program import Program


class Compiled:
    """A grammar without errors, and its forms, each made when it is first asked for.

    `sources` are the SHA-256 of the files it was made from. Not changed after it is made:
    binding a catalogue gives another one, which shares all that does not depend on it.
    """

    def __init__(
        self,
        program: Program | Callable[[], Program],
        stock: Stock,
        sources: Mapping[str, str],
        locale: str,
    ) -> None:
        self._program = program
        self.locale = locale
        self.stock = stock
        self.sources = dict(sources)
        self._networks: Networks | None = None
        self._tables: Tables | None = None
        self._acceptor: Acceptor | None = None
        self._agreeing: frozenset[str] | None = None
        self._far: bytes | None = None
        self._too_large = False

    @property
    def program(self) -> Program:
        """The IR and what else binding needs; an artifact's is decoded when it is asked for."""
        if callable(self._program):
            self._program = self._program()
        return self._program

    @property
    def far(self) -> bytes | None:
        """The OpenFst archive; None where the grammar is too large for an automaton."""
        if self._far is None and self.acceptor is not None:
            from .far import archive

            self._far = archive(self)
        return self._far

    @property
    def networks(self) -> Networks:
        """The recursive transition network."""
        if self._networks is None:
            from .lower import lower
            from .recursion import check_recursion

            rules = self.program.rules
            recursion, findings = check_recursion(rules, dict.fromkeys(rules, NOWHERE))
            assert not findings
            asked: set[str] = set()

            def profile(node: ir.Draw, features: tuple[str, ...]) -> Spread:
                asked.add(node.catalogue)
                return self.stock.profile(node, features)

            intents = [(i.name, i.weight, i.body) for i in self.program.intents]
            self._networks = lower(rules, intents, recursion, profile)
            self._agreeing = frozenset(asked)
        return self._networks

    @property
    def tables(self) -> Tables:
        """The sampling tables."""
        if self._tables is None:
            from .tables import tabulate

            self._tables = tabulate(self.networks)
        return self._tables

    @property
    def agreeing(self) -> frozenset[str]:
        """The catalogues whose features shape the network."""
        if self._agreeing is None:
            _ = self.networks
        assert self._agreeing is not None
        return self._agreeing

    @property
    def acceptor(self) -> Acceptor | None:
        """The automaton that parsing walks; None where the grammar is too large for one."""
        if self._acceptor is None and not self._too_large:
            from .acceptor import accept
            from .expand import expand

            automaton = expand(self.networks)
            self._too_large = automaton is None
            if automaton is not None:
                self._acceptor = accept(automaton)
        return self._acceptor

    def keep(
        self,
        tables: Tables,
        acceptor: Acceptor | None,
        agreeing: frozenset[str],
        far: bytes | None,
    ) -> Compiled:
        """Uses forms that have been made before (an artifact's)."""
        self._tables = tables
        self._acceptor = acceptor
        self._agreeing = agreeing
        self._far = far
        self._too_large = acceptor is None
        return self

    def unbound(self) -> list[str]:
        """The open catalogues that nothing is bound to, in order."""
        return [name for name, c in self.stock.catalogues.items() if c is None]

    def bind(self, name: str, catalogue: Catalogue) -> Compiled:
        """The same grammar with *catalogue* under *name*.

        Takes no recompilation: tables and automaton stand for a catalogue by one symbol. Only where
        its features take part in agreement are they worked out again, from the IR.
        """
        bound = Compiled(
            self._program, self.stock.with_catalogue(name, catalogue), self.sources, self.locale
        )
        if name not in self.agreeing:
            bound._networks = self._networks
            bound._tables = self._tables
            bound._acceptor = self._acceptor
            bound._agreeing = self._agreeing
            bound._too_large = self._too_large
            bound._far = self._far
        return bound
