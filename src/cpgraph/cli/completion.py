"""``cpgraph completion``, and what is offered where a word of the command line is begun.

Offering never fails and never says anything but offers: where there is no store, the vocabularies
that come with cpgraph are offered, and no papers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from cpgraph.cli.options import catalogue
from cpgraph.errors import CpgraphError
from cpgraph.queries import Parameter
from cpgraph.queries.gate import GRAPH_FORMS
from cpgraph.queries.known import Known
from cpgraph.store import Store, known_vocabulary, open_store
from cpgraph.terms import SCHEMES
from cpgraph.vocabulary import shipped

Offer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
_SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_CPGRAPH_COMPLETE"
#: How many keys of papers or labels of outcomes are offered.
_OFFERED = 100


@click.command(
    epilog='Example: cpgraph completion bash   (then: eval "$(cpgraph completion bash)" in ~/.bashrc)'
)
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print the script with which a shell completes commands, queries, options, themes and papers.

    For bash and zsh, put eval "$(cpgraph completion bash)" (or zsh) into ~/.bashrc (or ~/.zshrc); for
    fish, write the script to ~/.config/fish/completions/cpgraph.fish.
    """
    found = get_completion_class(shell)
    root = click.get_current_context().find_root().command
    if found:
        click.echo(found(root, {}, "cpgraph", _VARIABLE).source())


def argument_completion(parameter: Parameter) -> Offer | None:
    """What is offered for a parameter of a query; None where anything can stand."""
    if parameter.choices:
        return lambda _context, _parameter, begun: _items(begun, parameter.choices)
    if parameter.type in SCHEMES:
        return lambda context, _, begun: _concepts(context, parameter.type, begun)
    if parameter.type in {"paper", "outcome"}:
        return lambda context, _, begun: _things(context, parameter.type, begun)
    return None


def paper_keys(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The keys of papers."""
    return _things(context, "paper", begun)


def graph_queries(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The names of queries whose answer is a graph."""
    readable = catalogue(context).readable(lambda _: None)
    return _items(begun, (one.name for one in readable if one.form in GRAPH_FORMS))


def concept_keys(scheme: str) -> Offer:
    """The keys of a vocabulary."""
    return lambda context, _, begun: _concepts(context, scheme, begun)


def _concepts(context: click.Context, scheme: str, begun: str) -> list[CompletionItem]:
    store = _store(context)
    if store is None:
        known = shipped()
    else:
        with store:
            known = known_vocabulary(store)
    return [
        CompletionItem(concept.key, help=concept.label)
        for concept in known.of(scheme)
        if concept.key.startswith(begun)
    ]


def _things(context: click.Context, kind: str, begun: str) -> list[CompletionItem]:
    store = _store(context)
    if store is None:
        return []
    with store:
        known = Known(store)
        begin = known.papers_from if kind == "paper" else known.outcomes_from
        return _items(begun, begin(begun, most=_OFFERED))


def _items(begun: str, values: Iterable[str]) -> list[CompletionItem]:
    return [CompletionItem(value) for value in values if value.startswith(begun)]


def _store(context: click.Context) -> Store | None:
    try:
        return open_store(context.find_root().params["store"])
    except CpgraphError:
        return None


class _Bash(BashComplete):
    """Bash takes words apart at colons, which keys and CURIEs have; so the line is split here."""

    source_template = r"""\
%(complete_func)s() {
    local IFS=$'\n' response type value before begun="${COMP_LINE:0:$COMP_POINT}"
    response=$(env COMP_WORDS="$begun" COMP_CWORD=-1 %(complete_var)s=bash_complete "$1")
    begun="${begun##*[[:space:]]}"
    [[ $COMP_WORDBREAKS == *:* ]] && before="${begun%%"${begun##*:}"}"
    COMPREPLY=()
    for response in $response; do
        type="${response%%%%,*}" value="${response#*,}"
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                value="${value#"$before"}"
                [[ $begun == [\"\']* ]] || printf -v value %%q "$value"
                COMPREPLY+=("$value") ;;
        esac
    done
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        if os.environ["COMP_CWORD"] != "-1":
            return super().get_completion_args()
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)[1:]
        begun = words.pop() if words and not line[-1:].isspace() else ""
        return words, begun


add_completion_class(_Bash, "bash")
