"""Measures the questions: in each round every question goes to every contender, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.checks import check
from benchmarks.client import Job
from benchmarks.measure import Load, measured, sized, warm_up
from benchmarks.options import Options
from benchmarks.progress import say
from benchmarks.questions import QUESTIONS, Question
from benchmarks.results import Results
from benchmarks.servers import CONTENDERS
from benchmarks.stage import Stage

# What readers' caches go by; in a catalog as it is used it moves with every write.
_MOVE = "UPDATE catalog_feedhead SET position = position + 1"

Jobs = dict[tuple[str, int, str], Job]


def read(stages: Sequence[Stage], options: Options, *, load: Load, results: Results) -> None:
    """Fills in the rows of questions."""
    wanted = [question for question in QUESTIONS if options.wants(question.name)]
    jobs: Jobs = {}
    for question in wanted:
        say(f"comparing the answers: {question.title}")
        for stage in stages:
            _prepare(question, stage, options, load=load, jobs=jobs)
    for number in range(options.rounds):
        say(f"reads, round {number + 1} of {options.rounds}")
        for question in wanted:
            _round(question, stages, options, load=load, jobs=jobs, results=results)


def _prepare(question: Question, stage: Stage, options: Options, *, load: Load, jobs: Jobs) -> None:
    """Checks that all contenders answer the same, and finds how many requests make a slice."""
    asks = question.asks(stage.facts)
    check(question, asks, stage.servers)
    for name, wanted in asks.items():
        server = stage.servers[name]
        job = Job(
            port=server.port,
            workers=server.workers(),
            requests=[server.request(ask.path, headers=ask.headers) for ask in wanted],
            count=1,
            connections=options.connections,
            status=question.status,
            database=stage.catalog.url,
            before=_MOVE if question.moves else "",
        )
        # What is cached from now on must be so when the requests of a slice are counted.
        load.drive(replace(job, count=options.warm_up))
        jobs[question.name, stage.count, name] = sized(
            load, server, stage.connection, job, seconds=options.seconds
        )


def _round(
    question: Question, stages: Sequence[Stage], options: Options, *, load: Load, jobs: Jobs, results: Results
) -> None:
    """A slice of each contender in each catalog; what one costs in small and large catalogs lies closest."""
    for name in CONTENDERS:
        for stage in stages:
            job = jobs.get((question.name, stage.count, name))
            if job is None:
                continue
            warm_up(load, job, count=options.warm_up)
            # Behind the requests of the warm-up, and the next slice behind those of this one.
            job = job.further(options.warm_up)
            cost = measured(load, stage.servers[name], stage.connection, job)
            results.add(question.name, stage.count, name, cost, requests=job.count)
            jobs[question.name, stage.count, name] = job.further(job.count)
