"""``cpgraph retract`` and ``cpgraph restore``: what a person says does not stand, and takes back."""

from __future__ import annotations

import sys
from collections.abc import Collection

import click

from cpgraph.cli.completion import paper_keys
from cpgraph.cli.load import made_stale
from cpgraph.cli.options import open_to_change
from cpgraph.results import printable
from cpgraph.store import Store


@click.command(
    epilog='Example: cpgraph retract manual:193f2f1c5bdd#2 --reason "Data were made up."'
)
@click.argument("key", required=False, metavar="[KEY[#N]]", shell_complete=paper_keys)
@click.option(
    "--reason", metavar="TEXT", help="Why, in words; with --from where the file states none."
)
@click.option("--from", "name", metavar="FILE", help="Retract the papers whose DOIs a file lists.")
@click.option("--who", metavar="NAME", help="Who says so.  [env: CPGRAPH_USER, else the login]")
@click.pass_context
def retract(
    context: click.Context,
    key: str | None,
    *,
    reason: str | None,
    name: str | None,
    who: str | None,
) -> int:
    """Say that a paper or a claim is retracted, and why.

    KEY is a key, CURIE or IRI of a paper; #2 after it is its second claim, as 'cpgraph paper KEY'
    counts. What is retracted stays in the store and is shown with the reason, and no synthesis counts
    it. Loading the paper again does not take it back: 'cpgraph restore' does.

    FILE has a DOI a line, with the reason after a tab or comma, or is a table with a column doi and
    perhaps reason; tables of Retraction Watch are read as they are. - is stdin.

    Exit code 1 where it is retracted already.
    """
    if (key is None) == (name is None):
        raise click.UsageError("give a KEY, or --from FILE", context)
    if name is not None:
        return _listed(context.obj, name, reason, who)
    if reason is None:
        raise click.UsageError("--reason is missing: say why, in words", context)
    return _one(context.obj, str(key), reason, who)


def _one(location: str, key: str, reason: str, who: str | None) -> int:
    from cpgraph import retracting  # noqa: PLC0415

    with open_to_change(location) as store:
        try:
            said = retracting.retract(store, key, reason=reason, who=who)
        except retracting.AlreadyRetractedError as error:
            return _no(error)
        _tell(f"{retracting.name_of(store.iris, said.thing)} is retracted, says {said.who}")
        _tell_stale(store, [retracting.paper_of(store.iris, said.thing)])
    return 0


def _listed(location: str, name: str, reason: str | None, who: str | None) -> int:
    from cpgraph import retracting  # noqa: PLC0415
    from cpgraph.readers.detect import sources_of  # noqa: PLC0415

    with sources_of([name], sys.stdin.buffer) as sources, open_to_change(location) as store:
        if len(sources) != 1:
            raise click.UsageError(f"{name} is a folder; name one file")
        report = retracting.retract_listed(store, sources[0], reason=reason, who=who)
        for key in report.retracted:
            _tell(f"{key} is retracted")
        _tell_stale(store, report.retracted)
    papers = f"{len(report.retracted)} paper{'' if len(report.retracted) == 1 else 's'} retracted"
    of_none = f"{report.unknown} DOI{'' if report.unknown == 1 else 's'} of no paper here"
    click.echo(f"{papers}, {len(report.already)} retracted already; {of_none}", err=True)
    return 0


@click.command(epilog="Example: cpgraph restore manual:193f2f1c5bdd#2")
@click.argument("key", metavar="KEY[#N]", shell_complete=paper_keys)
@click.pass_obj
def restore(location: str, key: str) -> int:
    """Take back that a paper or a claim is retracted.

    Exit code 1 where it is not, or where it stays so: what the paper's source says, nobody takes back.
    """
    from cpgraph import retracting  # noqa: PLC0415

    with open_to_change(location) as store:
        try:
            said = retracting.restore(store, key)
        except retracting.NotRetractedError as error:
            return _no(error)
        name = retracting.name_of(store.iris, said.thing)
        _tell_stale(store, [retracting.paper_of(store.iris, said.thing)])
        if left := retracting.retraction_of(store, said.thing):
            return _no(retracting.NotRetractedError(name, left))
        _tell(f"{name} stands again; it was retracted by {retracting.in_words(said)}")
    return 0


def _tell(text: str) -> None:
    click.echo(printable(text))


def _tell_stale(store: Store, keys: Collection[str]) -> None:
    for line in made_stale(store, keys):
        click.echo(printable(line), err=True)


def _no(error: Exception) -> int:
    click.echo(printable(str(error)), err=True)
    return 1
