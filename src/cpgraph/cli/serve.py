"""``cpgraph serve``."""

from __future__ import annotations

import click


@click.command(epilog="Example: cpgraph serve   (then open http://127.0.0.1:8000/)")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 is any that is free.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="A host name that is answered, beside loopback (repeatable).",
)
@click.option("--public", is_flag=True, help="Answer every host name, and say what that opens.")
@click.option("--cors", is_flag=True, help="Let programs in pages of other hosts read.")
@click.option(
    "--rate",
    default=0,
    type=click.IntRange(min=0),
    metavar="N",
    help="Requests a minute of one client.  [default: no limit; 300 with --public]",
)
@click.option(
    "--timeout",
    "timeout_s",
    default=30.0,
    show_default=True,
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="How long a query of a visitor may run.",
)
@click.option(
    "--memory",
    "memory_mb",
    default=4096,
    show_default=True,
    type=click.IntRange(min=64),
    metavar="MB",
    help="How much memory it may take.",
)
@click.pass_obj
def serve(  # noqa: PLR0917 # click gives every option
    location: str,
    host: str,
    port: int,
    names: tuple[str, ...],
    public: bool,
    cors: bool,
    rate: int,
    timeout_s: float,
    memory_mb: int,
) -> int:
    """Serve web pages and a SPARQL endpoint over the store, for reading only.

    Papers that are loaded meanwhile show with the next page.
    """
    from cpgraph.web.app import Settings  # noqa: PLC0415
    from cpgraph.web.serving import serve as run  # noqa: PLC0415

    if public:
        click.echo(_OPENS, err=True)
    settings = Settings(
        location,
        hosts=("*",) if public else names,
        cors=cors,
        rate=rate or (300 if public else 0),
        timeout_s=timeout_s,
        memory_bytes=memory_mb << 20,
    )
    run(
        settings,
        host,
        port,
        lambda at: click.echo(f"Serving {location} at {at}  (Ctrl-C stops)", err=True),
    )
    return 0


_OPENS = """\
--public answers whoever reaches this address, under any name. Visitors can read every paper and claim,
and run queries of their own, each up to --timeout and --memory. Nothing can be written. Put a proxy with
TLS before it, and listen with --host where that proxy is."""
