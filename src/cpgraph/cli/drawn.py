"""A picture written to a file, with the numbers behind it beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpgraph.cli.options import output_stream

if TYPE_CHECKING:
    from cpgraph.pictures import Picture

SVG = "svg"


def is_picture(form: str | None, output: Path | None) -> bool:
    """Whether a picture was asked for, by name or by the suffix of the file."""
    return form == SVG or (form is None and output is not None and output.suffix.lower() == ".svg")


def write_picture(picture: Picture, output: Path | None) -> None:
    """Write a picture; into a file, with the CSV behind it in a file of the same name."""
    with output_stream(output) as stream:
        stream.write(picture.svg.encode())
    if output is None or str(output) == "-":
        return
    beside = output.with_suffix(".csv")
    with output_stream(beside) as stream:
        stream.write(picture.csv.encode())
    click.echo(f"{picture.title}\nwritten to {output}, the numbers to {beside}", err=True)
