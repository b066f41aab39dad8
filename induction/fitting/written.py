"""Written: a tree with other weights, and all else as it was.

Only what may be left out can change its form: `[a | b]` is as likely to be there as not, and to say
otherwise it must be one alternative, `[/3/ (a | b)]`; `x?` becomes `[/3/ x]`. A statement that was
induced, and not edited, is marked anew: weights from data are no edit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ...dsl import tree
from ..update.mark import mark, marked, read

Weights = Mapping[int, Sequence[str | None]]
"""By the id of the node of a site: a weight for each of its options that has one, None for 1.
What may be left out has one, that of being there."""


def rewritten(file: tree.File, weights: Weights) -> tree.File:
    """*file* with these weights; choices that are not named keep theirs, and so do alternatives of
    weight 0."""
    intents = iter(weights.get(id(file), ()))
    statements: list[tree.AnyStatement] = []
    for statement in file.statements:
        changed: tree.AnyStatement = statement
        if isinstance(statement, tree.Intent):
            changed = replace(statement, body=_body(statement.body, weights))
            if id(file) in weights and _counts(statement.weight):
                changed = replace(changed, weight=next(intents))
        elif isinstance(statement, tree.Rule):
            changed = replace(statement, body=_body(statement.body, weights))
        if read(statement) == mark(statement):
            changed = marked(changed)
        statements.append(changed)
    return replace(file, statements=tuple(statements))


def _counts(weight: str | None) -> bool:
    return weight is None or bool(Fraction(weight))


def _body(body: tree.Body, weights: Weights) -> tree.Body:
    given = weights.get(id(body))
    new = iter(given or ())
    alternatives = []
    for alternative in body.alternatives:
        made = _alternative(alternative, weights)
        if given is not None and _counts(alternative.weight):
            made = replace(made, weight=next(new))
        alternatives.append(made)
    return replace(body, alternatives=tuple(alternatives))


def _alternative(alternative: tree.Alternative, weights: Weights) -> tree.Alternative:
    units = tuple(tuple(_part(p, weights) for p in unit) for unit in alternative.units)
    return replace(alternative, units=units)


def _part(part: tree.Part, weights: Weights) -> tree.Part:
    if isinstance(part, tree.Group):
        return replace(part, body=_body(part.body, weights))
    if isinstance(part, tree.Maybe):
        return _maybe(part, part.body, weights)
    if isinstance(part, tree.Postfix):
        inner = part.part
        if part.mark != "?":
            return replace(part, part=_part(inner, weights))
        if isinstance(inner, tree.Group):
            return _maybe(part, inner.body, weights)
        made = _part(inner, weights)
        weight = _presence(part, weights)
        return replace(part, part=made) if weight is None else _weighted(part, made, weight)
    if isinstance(part, tree.Permutation):
        return replace(part, bodies=tuple(_body(body, weights) for body in part.bodies))
    if isinstance(part, tree.Slot) and part.filler is not None:
        return replace(part, filler=_part(part.filler, weights))
    return part


def _maybe(part: tree.Maybe | tree.Postfix, body: tree.Body, weights: Weights) -> tree.Part:
    """What may be left out, with its presence weighted."""
    made = _body(body, weights)
    if len(made.alternatives) == 1:
        if id(part) in weights:
            alternative = replace(made.alternatives[0], weight=_presence(part, weights))
            made = replace(made, alternatives=(alternative,))
    elif (weight := _presence(part, weights)) is not None:
        return _weighted(part, tree.Group(made, span=part.span), weight)
    if isinstance(part, tree.Maybe):
        return replace(part, body=made)
    assert isinstance(part.part, tree.Group)
    return replace(part, part=replace(part.part, body=made))


def _presence(part: tree.Part, weights: Weights) -> str | None:
    (weight,) = weights.get(id(part), (None,))
    return weight


def _weighted(part: tree.Part, inner: tree.Part, weight: str) -> tree.Maybe:
    """*part* as a bracket around *inner*, with a weight."""
    alternative = tree.Alternative(((inner,),), weight, span=part.span)
    return tree.Maybe(tree.Body((alternative,), span=part.span), span=part.span)
