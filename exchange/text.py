"""Text from templates of jinja2: what is written of a format that people read."""

from __future__ import annotations


def render(template: str, **values: object) -> bytes:
    """*template* with *values* put in, as UTF-8. Lines that only hold a block leave nothing
    behind; a name that is not given is an error of the template. Nothing is escaped: what is put
    in has been written for the format before."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    return environment.from_string(template).render(**values).encode()
