"""The frame of all pages: one HTML file that needs nothing else, in light and dark, printable."""

from __future__ import annotations

from typing import Any


def rendered(package: str, template: str, **given: Any) -> str:
    """The page that *template* of *package* makes of what is *given*, within `frame.html.j2`,
    which it extends. All that is given is escaped unless it is `Markup`; there is no script in the
    frame, and nothing in it is fetched.
    """
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package, ""), PackageLoader("gramc.pages", "")]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["n"] = lambda number: f"{number:,}"
    environment.filters["bits"] = lambda number: f"{number:.2f}"
    environment.filters["percent"] = lambda share: f"{share:.1%}"
    return environment.get_template(template).render(**given)
