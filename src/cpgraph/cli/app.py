"""The root command: which commands there are, and how errors become one line and an exit code.

A command's module is imported only when the command is used; its line in ``--help`` stands here, and
a test holds the two together.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from cpgraph.errors import CpgraphError
from cpgraph.version import __version__

#: Command -> its module in this package, and its line in ``--help``; in the order of a first hour.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "Make a store from the sample papers and show what it answers."),
    "load": ("load", "Load pages, records and RDF; each paper is validated first."),
    "mapping": ("mapping", "Say what the columns of a table are; guess it."),
    "validate": ("validate", "Check sources, or the whole store, without writing."),
    "board": ("ask", "Show outcome categories by direction of their claims."),
    "papers": ("ask", "List papers."),
    "claims": ("ask", "List claims."),
    "search": ("search", "Find papers and claims that hold words."),
    "paper": ("paper", "Show one paper whole."),
    "random": ("paper", "Show a paper drawn by lot."),
    "synthesis": (
        "synthesis",
        "Say in which direction papers report an outcome, and how sure one can be.",
    ),
    "contradictions": ("contradictions", "List claims that contradict each other; judge pairs."),
    "gaps": ("gaps", "Show for which themes and outcome categories there are studies."),
    "trend": ("trend", "Show how the votes on an outcome added up over the years."),
    "digest": ("digest", "Show what is new in a window of dates, and what it changed."),
    "query": ("query", "Run a stored query by its name, or a query of your own."),
    "queries": ("queries", "Show the catalogue of stored queries, or one of them."),
    "retract": ("retract", "Say that a paper or a claim is retracted, and why."),
    "restore": ("retract", "Take back that a paper or a claim is retracted."),
    "export": ("export", "Write papers as Turtle or another syntax of RDF."),
    "prepare": (
        "prepare",
        "Prepare boards and lists of a large store, so that they answer at once.",
    ),
    "backup": (
        "backing",
        "Copy the store, while it is in use, to a folder that is a store itself.",
    ),
    "restore-backup": ("backing", "Put a backup in the place of what the store holds."),
    "verify": ("verify", "Check all that the store holds: papers, hashes, provenance, columns."),
    "serve": ("serve", "Serve web pages and a SPARQL endpoint."),
    "site": ("site", "Make the web pages as files for any web host."),
    "completion": ("completion", "Print the script that completes words in a shell."),
    "stats": ("stats", "Show what the store holds."),
}


#: What the system says where standard output is a file, and there is no room for it.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
#: Set by the script of a shell that completes a word, and shows nothing but what can stand there.
_COMPLETE = "_CPGRAPH_COMPLETE"


class _Lazy(click.Group):
    """A group whose commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 # click's signature
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"cpgraph.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 # click's signature
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with: cpgraph demo",
)
@click.option(
    "--store",
    metavar="PATH",
    envvar="CPGRAPH_STORE",
    default="cpgraph-store",
    help="The store: a folder, made by the first load.  [env: CPGRAPH_STORE; default: ./cpgraph-store]",
)
@click.option(
    "--queries",
    "folders",
    metavar="DIR",
    envvar="CPGRAPH_QUERIES",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of your own stored queries (repeatable).  [env: CPGRAPH_QUERIES]",
)
@click.option(
    "--wait",
    "wait_s",
    metavar="SECONDS",
    type=click.FloatRange(min=0),
    default=0,
    help="How long another process that writes to the store is waited for.  [default: 0]",
)
@click.version_option(__version__, prog_name="cpgraph", message="%(prog)s %(version)s")
@click.pass_context
def cpgraph(context: click.Context, store: str, folders: tuple[Path, ...], wait_s: float) -> None:  # noqa: ARG001 # read in cli.options
    """Keep research claims as a knowledge graph, and ask across papers."""
    context.obj = store


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code. A user's mistake is one line on standard error."""
    _make_streams_safe()
    if _COMPLETE in os.environ:
        import_module("cpgraph.cli.completion")  # how bash splits a line is said there
    try:
        code: Any = cpgraph.main(
            arguments, prog_name="cpgraph", complete_var=_COMPLETE, standalone_mode=False
        )
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.exceptions.Exit as error:
        return error.exit_code
    except (OSError, SystemExit) as error:
        return _output_ended(error)
    except (click.Abort, KeyboardInterrupt):
        _say("stopped; what was reported as written is written, nothing is half-written")
        return 130
    except (click.ClickException, CpgraphError) as error:
        if _COMPLETE not in os.environ:
            _say(_one_line(error))
        return 2
    return code if isinstance(code, int) else 0


def _make_streams_safe() -> None:
    """What is closed is as good as thrown away; another encoding must not stop an answer."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 # until the end
        getattr(sys, name).reconfigure(errors="backslashreplace")


def _output_ended(error: OSError | SystemExit) -> int:
    """Standard output takes no more: its reader has seen enough, or there is no room for it."""
    why = error.strerror if isinstance(error, OSError) and error.errno in _NO_ROOM else None
    if not why and not isinstance(error, BrokenPipeError | SystemExit):
        raise error
    # what is still to be written goes nowhere, also at the very end
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if why:
        _say(f"the output cannot be written ({why}); make room, or write elsewhere with -o")
    return 2 if why else 0


def _one_line(error: click.ClickException | CpgraphError) -> str:
    if not isinstance(error, click.ClickException):
        from cpgraph.cli.options import in_words  # noqa: PLC0415

        return in_words(error)
    if isinstance(error, click.NoSuchOption) and (takes := _first_takes(error.option_name)):
        name = error.option_name
        return f"{name} stands before the command: cpgraph {name} {takes} COMMAND …"
    context = error.ctx if isinstance(error, click.UsageError) else None
    return error.format_message().rstrip(".") + (
        f"; see '{context.command_path} --help'" if context else ""
    )


def _first_takes(name: str) -> str | None:
    """What an option of the root command takes; None where it has no such option."""
    return next((first.metavar for first in cpgraph.params if name in first.opts), None)


def _say(text: str) -> None:
    from cpgraph.results import printable  # noqa: PLC0415

    print(f"cpgraph: {printable(' '.join(text.split()))}", file=sys.stderr)  # noqa: T201
