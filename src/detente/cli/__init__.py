"""The command line. It reads the clock, the settings and the terminal; monitor and store do the work."""

import os
import sys

import click

from detente.cli.crisis import crisis
from detente.cli.judging import judge, judgements
from detente.cli.keeping import compact, verify
from detente.cli.looking import actors, brief, codebook, export, info, places, rejections, show, why
from detente.cli.outlook import outlook
from detente.cli.scenario import scenario
from detente.cli.taking import import_, read
from detente.schema import DetenteError

# Exit status: 0 all went well; 1 an error ended the run, or a check found damage or a fault; 2 wrong usage;
# 3 the run went to its end, but some input was rejected; 130 stopped by the user.
STOPPED = 130


def main() -> None:
    """Run the command line: errors are one line, and the exit status tells."""
    try:
        status = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except DetenteError as error:
        click.echo(f"detente: {error}", err=True)
        status = 1
    except (click.Abort, KeyboardInterrupt):
        click.echo("detente: stopped; what was acknowledged is in the store", err=True)
        status = STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="detente")
def cli() -> None:
    """Read the news about a crisis and keep an auditable record of it.

    Every line of the record leads back to the sentence it was read from. Begin with `detente read FOLDER`,
    then `detente brief`; `detente why ID` tells where a line comes from.
    """


for command in (
    read, import_, info, rejections, show, why, crisis, brief, outlook, scenario, export, actors, places,
    codebook, judge, judgements, verify, compact
):  # fmt: skip
    cli.add_command(command)
