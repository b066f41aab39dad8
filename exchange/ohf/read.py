"""OHF-Voice/intents to `.gram`."""

from __future__ import annotations

from ...dsl.findings import has_errors
from ..made import Made, Options
from .load import read_language
from .write import files_of


def import_grammar(path: str, options: Options) -> Made:
    """The grammar of one language of a folder like https://github.com/OHF-Voice/intents.

    `options.locale` says which language, where there are several. Out come a file an intent, `rules.gram`,
    `lists.gram`, `home.gram` with the catalogues that are bound later, and a root file called after
    the language.
    """
    language, findings = read_language(path, options.locale)
    if language is None or has_errors(findings):
        return Made((), tuple(findings))
    files = files_of(language, options.name, findings)
    if has_errors(findings):
        return Made((), tuple(findings))
    return Made(tuple(files), tuple(findings))
