"""A report as one file of HTML: it opens from disk, fetches nothing and runs nothing."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from cpgraph.reports.blocks import Block, Report
from cpgraph.results import printable
from cpgraph.version import __version__


def html(report: Report) -> str:
    """The whole report, its pictures inline."""
    template, style = _template()
    return template.render(report=report, style=style, version=__version__)


@cache
def _template() -> tuple[Template, str]:
    loader = PackageLoader("cpgraph.reports")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.globals["kind_of"] = _kind_of
    style = loader.get_source(environment, "report.css")[0]
    return environment.get_template("report.html.jinja"), style


def _kind_of(block: Block) -> str:
    return type(block).__name__


def _shown(value: object) -> object:
    """Text without what would steer or reorder it; markup and line breaks stay."""
    is_text = isinstance(value, str) and not isinstance(value, Markup)
    return printable(str(value), keep_newlines=True) if is_text else value
