"""Ends: how the texts of a node begin and end, as far as spaces around them depend on it."""

from __future__ import annotations

from typing import NamedTuple

from ...compiler import ir
from ..plain.plain import Plain

JOINED, SPACED, LABELLED = 1, 2, 5
"""What may follow a text: anything touches it; a space is due; what touches it needs a bar, as it
ends with a label."""

Constants = tuple[tuple[str, str], ...]


class End(NamedTuple):
    """One kind of text: `said` is whether it is more than nothing; `lead` whether a space comes
    before it (or, of nothing, whether there is one in it); `after` what may follow it; and the
    constants that come with it."""

    said: bool
    lead: bool
    after: int
    constants: Constants = ()


Ends = dict[End, None]
"""All kinds of texts that a node may have, in order."""

NOTHING = End(False, False, 0)
PLAIN = End(True, False, JOINED)


class EndsOf:
    """The ends of all nodes of a grammar; with *labels*, slots and constants are written."""

    def __init__(self, plain: Plain, labels: bool) -> None:
        self._labels = labels
        self._rules: dict[str, Ends] = {name: {} for name in plain.rules}
        changed = True
        while changed:
            changed = False
            for name, body in plain.rules.items():
                found = self.of(body)
                if len(found) > len(self._rules[name]):
                    self._rules[name].update(found)
                    changed = True

    def rule(self, name: str) -> Ends:
        """Those of a rule."""
        return self._rules[name]

    def of(self, node: ir.Node) -> Ends:
        """Those of *node*."""
        if isinstance(node, ir.Text | ir.Draw):
            return {PLAIN: None}
        if isinstance(node, ir.Space):
            return {NOTHING._replace(lead=True): None}
        if isinstance(node, ir.Call):
            return self._rules[node.rule]
        if isinstance(node, ir.Constant | ir.Context):
            return {NOTHING._replace(constants=(constant(node),) if self._labels else ()): None}
        if isinstance(node, ir.Slot):
            found = self.of(node.body)
            if not self._labels:
                return found
            return dict.fromkeys(
                end._replace(after=LABELLED) if end.said and end.after != SPACED else end
                for end in found
            )
        if isinstance(node, ir.Choice):
            return {end: None for option in node.options for end in self.parts(option.parts)}
        if isinstance(node, ir.Repeat):
            return self._repeated(node)
        assert isinstance(node, ir.Permute)
        raise TypeError("permutations are written out before")

    def parts(self, parts: tuple[ir.Node, ...]) -> Ends:
        """Those of *parts*, one after the other."""
        found: Ends = {NOTHING: None}
        for part in parts:
            found = {joined(one, two): None for one in found for two in self.of(part)}
        return found

    def _repeated(self, node: ir.Repeat) -> Ends:
        once = self.of(node.body)
        space = NOTHING._replace(lead=True)
        found: Ends = {NOTHING: None} if node.low == 0 else {}
        so_far: Ends = dict(once)
        # what one more changes has changed after three times, but for constants
        most = node.high if node.high is not None else node.low + 3
        for count in range(1, most + 1):
            if count > 1:
                so_far = {joined(joined(one, space), two): None for one in so_far for two in once}
            if count >= node.low:
                if count > 3 and so_far.keys() <= found.keys():
                    break
                found.update(so_far)
        return found


def joined(one: End, two: End) -> End:
    """The end of two texts one after the other."""
    constants = one.constants + two.constants
    if not one.said:
        lead = one.lead or two.lead
        return End(two.said, lead, two.after, constants)
    if not two.said:
        return End(True, one.lead, SPACED if two.lead else one.after, constants)
    return End(True, one.lead, two.after, constants)


def constant(node: ir.Constant | ir.Context) -> tuple[str, str]:
    """Its name and value, as sampling writes them."""
    return node.name, node.value if isinstance(node, ir.Constant) else f"@{node.key}"
