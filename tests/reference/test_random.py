"""Random grammars against the enumerator."""

from __future__ import annotations

from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.dsl.printer import print_file
from gramc.dsl.tree import File
from gramc.runtime.enumerate import language
from gramc.runtime.kernel.engine import KernelEngine
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk
from hypothesis import HealthCheck, assume, given, settings

from ..runtime.test_kernel import same
from .brute import Brute
from .random_rewrites import rewriting

SETTINGS = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def rewriting_compiled(file: File) -> Compiled:
    """The compiled grammar, where every text has one rewriting."""
    compiled, findings = compile_grammar("random.gram", print_file(file).encode())
    assert {f.code for f in findings if f.is_error} <= {"E372", "E373"}, findings
    assume(compiled is not None)
    assert compiled is not None
    return compiled


@SETTINGS
@given(rewriting())
def test_rewritten_languages(file: File) -> None:
    compiled = rewriting_compiled(file)
    whole = language(compiled, compiled.networks.roots[0][2])
    assert whole == Brute(file).language("I")
    sampler = Sampler(walk(compiled), seed=3)
    assert all(sampler(index)[0] in whole for index in range(20))


@SETTINGS
@given(rewriting())
def test_rewritten_by_both_engines(file: File) -> None:
    sampler = Sampler(walk(rewriting_compiled(file)), seed=5)
    assume(KernelEngine.of(sampler) is not None)  # some are left to the definition
    same(sampler, 0, 40)
