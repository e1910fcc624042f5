"""`python -m benchmarks`: measures, prints a table of ratios and writes it to docs/performance.md."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.bulk import BULK_TITLES, write_many
from benchmarks.catalogs import keys_of_the_moment
from benchmarks.circumstances import circumstances
from benchmarks.database import Cluster, embedded
from benchmarks.measure import load_process
from benchmarks.options import Options, parsed
from benchmarks.questions import QUESTIONS
from benchmarks.reading import read
from benchmarks.reporting import report
from benchmarks.results import Results
from benchmarks.servers import CHECKOUT
from benchmarks.stage import set_up
from benchmarks.writing import TITLES, write

NAMES = [*(question.name for question in QUESTIONS), *TITLES, *BULK_TITLES]


def main(arguments: Sequence[str]) -> None:
    options = parsed(arguments, names=NAMES)
    cluster = Cluster(options.server) if options.server else embedded(str(CHECKOUT / ".bench-postgres"))
    told = circumstances(options, settings=cluster.settings(), arguments=arguments)
    results = Results()
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        load = opened.enter_context(load_process())
        environment = keys_of_the_moment()
        stages = [
            opened.enter_context(set_up(cluster, count, options, environment=environment, folder=folder))
            for count in options.sizes
        ]
        read(stages, options, load=load, results=results)
        write(stages, options, load=load, results=results)
        write_many(stages, options, results=results)
        for stage in stages:
            stage.writer.check("What was measured has written something else than it should.")
        # Before anything is cleared away: what took so long must not be lost when that fails.
        _tell(report(results, circumstances=told), results, options)


def _tell(text: str, results: Results, options: Options) -> None:
    sys.stdout.write(text)
    if options.output:
        options.output.write_text(text)
    if options.json:
        options.json.write_text(json.dumps(results.as_data()))


if __name__ == "__main__":
    main(sys.argv[1:])
