"""``cpgraph synthesis``: a question's synthesis, of all categories, and the stored ones."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

import click
from click.shell_completion import CompletionItem

from cpgraph.cli.completion import concept_keys
from cpgraph.cli.options import chosen_format, format_option, open_to_write, output_stream
from cpgraph.store import Store

if TYPE_CHECKING:
    from cpgraph.synthesis import Synthesis

#: Command -> what it is called in :mod:`cpgraph.cli.living`, and its line in ``--help``.
_STORED: dict[str, tuple[str, str]] = {
    "list": ("list_syntheses", "Show the stored syntheses."),
    "status": ("status", "Say which stored syntheses are stale, and why."),
    "refresh": ("refresh", "Recompute stale ones, and show what changed."),
    "history": ("history", "Show what a stored synthesis said before."),
    "annotate": ("annotate", "Attach prose, after its citations and numbers are checked."),
    "rate": ("rate", "Rate the certainty of the evidence, as a named person."),
    "export": ("export_kept", "Write stored syntheses, notes and judgements to a file."),
    "import": ("import_kept", "Take them from such a file into a store."),
}
_SHOW = "show"
_FORMS = ("text", "markdown", "html", "json", "turtle", "ro-crate")
_ROWS = ("table", "csv", "tsv", "json", "jsonl", "markdown", "html")


class _Syntheses(click.Group):
    """A first word that is no command is the subject of :func:`show`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 # click's signature
        return list(_STORED)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 # click's signature
        if cmd_name == _SHOW:
            return show
        if cmd_name not in _STORED:
            return None
        module = "carrying" if cmd_name in {"export", "import"} else "living"
        command: click.Command = getattr(
            import_module(f"cpgraph.cli.{module}"), _STORED[cmd_name][0]
        )
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {_SHOW, *_STORED, *ctx.help_option_names}
        if args and args[0] not in known:
            args = [_SHOW, *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with show.make_context(ctx.info_name, [], parent=ctx.parent, resilient_parsing=True) as own:
            click.Command.format_options(show, own, formatter)
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _STORED.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        offered = [*super().shell_complete(ctx, incomplete), *show.shell_complete(ctx, incomplete)]
        subjects = concept_keys("category")(ctx, show.params[0], incomplete)
        return list({item.value: item for item in [*offered, *subjects]}.values())


@click.group(
    cls=_Syntheses,
    no_args_is_help=True,
    options_metavar="",
    subcommand_metavar="SUBJECT [OPTIONS] | COMMAND …",
    epilog='Example: cpgraph synthesis "Error Rate" --theme human_ai_collab -o report',
)
def synthesis() -> None:
    """Answer in which direction papers report SUBJECT, how sure one can be, and what is missing.

    SUBJECT is an outcome category, in any spelling, or an outcome. With -o DIR the report is written
    into a folder in every form, with its pictures, references and the claims behind each number.
    """


def _concepts(name: str, scheme: str, meaning: str) -> Callable[[Any], Any]:
    return click.option(
        f"--{name}",
        multiple=True,
        metavar="KEY",
        help=f"{meaning} (repeatable).",
        shell_complete=concept_keys(scheme),
    )


_FILTERS = (
    _concepts("theme", "theme", "Only papers of this theme"),
    click.option("--since", metavar="DATE", help="Only papers from this year, month or day on."),
    click.option("--until", metavar="DATE", help="Only papers up to this year, month or day."),
    _concepts("paper-type", "paper-type", "Designs that vote  [default: the four empirical ones]"),
    _concepts("level", "level", "Only papers of this evidence strength"),
    _concepts("extraction", "extraction", "Only claims taken from their papers in this way"),
    click.option(
        "--orient",
        type=click.Choice(["raw", "polarity"]),
        help="Directions as stated, or turned round where lower is better.  [default: raw]",
    ),
    click.option(
        "--interval",
        type=click.Choice(["wilson", "clopper-pearson"]),
        help="How the 95 % interval is computed.  [default: wilson]",
    ),
)  # fmt: skip


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The filters of a question as options, for every command that asks one."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


@click.command(
    _SHOW, epilog='Example: cpgraph synthesis "Error Rate" --theme human_ai_collab -o report'
)
@click.argument("subject", nargs=-1, shell_complete=concept_keys("category"))
@click.option("--all", "every", is_flag=True, help="All categories with claims, one row each.")
@filter_options
@click.option(
    "--save", is_flag=True, help="Keep it in the store, where it is said when it is stale."
)
@format_option(
    dict.fromkeys(_FORMS + _ROWS),
    "it is printed",
    "by suffix, else text; of --all a table, else tsv",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write every form into this folder; one form into a file, by its suffix.",
)
@click.pass_context
def show(
    context: click.Context,
    /,
    subject: tuple[str, ...],
    *,
    every: bool,
    save: bool,
    form: str | None,
    output: Path | None,
    **filters: Any,
) -> None:
    """Show the synthesis of SUBJECT: an outcome category, in any spelling, or an outcome."""
    asked = " ".join(subject).strip()
    if bool(asked) == every:
        both = ", not both" if asked else ""
        raise click.UsageError(f"give a SUBJECT or --all{both}", context)
    _check_form(form, every=every)
    from cpgraph.store import open_store  # noqa: PLC0415

    with open_store(context.obj) as store:
        made = _made(store, asked, filters)
        (_print_all if every else _print_one)(store, made, form, output)
    if save:
        _save(context.obj, made)


def _check_form(form: str | None, *, every: bool) -> None:
    if form and form not in (_ROWS if every else _FORMS):
        what, known = ("--all", _ROWS) if every else ("one SUBJECT", _FORMS)
        raise click.UsageError(f"{what} has no format {form}; it has {', '.join(known)}")


def _made(store: Store, subject: str, filters: dict[str, Any]) -> list[Synthesis]:
    """The synthesis of a subject; without one, of every category with claims. Ratings are shown."""
    from cpgraph.living import rated  # noqa: PLC0415
    from cpgraph.reports import every_category  # noqa: PLC0415
    from cpgraph.synthesis import ask, synthesise_all  # noqa: PLC0415
    from cpgraph.worklist import judgements  # noqa: PLC0415

    asked = [ask(store, subject, **filters)] if subject else every_category(store, **filters)
    made = synthesise_all(store, asked, judgements=judgements(store))
    return [rated(store, one) for one in made if subject or one.claims]


def _print_one(store: Store, made: list[Synthesis], form: str | None, output: Path | None) -> None:
    from cpgraph.reports import FORMS, text_report, write_folder  # noqa: PLC0415

    suffixes = {**{name: (one.suffix,) for name, one in FORMS.items()}, "ro-crate": (".zip",)}
    if _is_folder(output) and form != "ro-crate":
        _say_written(write_folder(store, made[0], output))
        return
    chosen = chosen_format(form, output, suffixes) or "text"
    if chosen == "ro-crate":
        _write_crate(store, made[0], output)
        return
    if chosen == "text" and _is_terminal(output):
        click.echo(text_report(store, made[0], _width()), nl=False)
        return
    with output_stream(output) as stream:
        stream.write(FORMS[chosen].write(store, made[0]))


def _write_crate(store: Store, made: Synthesis, output: Path | None) -> None:
    from cpgraph.reports import write_synthesis_crate  # noqa: PLC0415

    if output is None or str(output) == "-":
        raise click.UsageError(
            "an RO-Crate is a folder or a .zip; say where with -o", click.get_current_context()
        )
    click.echo(f"{write_synthesis_crate(store, made, output)} files written to {output}", err=True)


def _print_all(store: Store, made: list[Synthesis], form: str | None, output: Path | None) -> None:
    from cpgraph.cli.tables import print_solutions  # noqa: PLC0415
    from cpgraph.reports import overview, write_folder, write_index  # noqa: PLC0415

    if not _is_folder(output):
        print_solutions(overview(made), form, output)
        return
    written = [
        path for one in made for path in write_folder(store, one, output / one.question.name)
    ]
    _say_written([write_index(made, output), *written])


def _is_folder(output: Path | None) -> TypeGuard[Path]:
    """Whether everything is written: the name has no suffix, or a folder has it."""
    if output is None or str(output) == "-":
        return False
    return not output.suffix or output.is_dir()


def _is_terminal(output: Path | None) -> bool:
    return (output is None or str(output) == "-") and sys.stdout.isatty()


def _width() -> int:
    """As wide as the terminal, where that is no wider than what reads well."""
    return max(40, min(shutil.get_terminal_size().columns, 100))


def _say_written(paths: list[Path]) -> None:
    click.echo(f"{len(paths)} files written; open {paths[0]}", err=True)


def _save(location: str, made: list[Synthesis]) -> None:
    from cpgraph import living  # noqa: PLC0415

    with open_to_write(location) as store:
        for one in made:
            kept = living.save(store, one)
            click.echo(f"kept as {kept.name}, version {kept.version}", err=True)
