"""OHF-Voice/intents to `.gram`."""

from __future__ import annotations

from ...dsl.findings import has_errors
from ..made import Made, Options
from .facts import circles
from .load import read_language
from .write import files_of


def import_grammar(path: str, options: Options) -> Made:
    """The grammar of one language of a folder like https://github.com/OHF-Voice/intents.

    `options.locale` says which language, where there are several. Out come a file for each intent,
    `rules.gram`, `lists.gram`, `home.gram` with the catalogues that are bound at use, and a root
    file called after the language, with all intents and the tests.
    """
    language, findings = read_language(path, options.locale)
    if language is not None and not has_errors(findings):
        findings.extend(circles(language))
    if language is None or has_errors(findings):
        return Made((), tuple(findings))
    files = files_of(language, options.name, findings)
    return Made(() if has_errors(findings) else tuple(files), tuple(findings))
