"""The report: tables in Markdown, of what was measured and of nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from benchmarks.bulk import BULK_TITLES
from benchmarks.costs import Cost, Ratio
from benchmarks.method import method
from benchmarks.questions import QUESTIONS
from benchmarks.results import Key, Results, rows_of, sizes_of
from benchmarks.targets import TARGETS, Target, grown
from benchmarks.writing import TITLES

NOTHING = "–"
_READS = {question.name: question.title for question in QUESTIONS}


def report(results: Results, *, circumstances: Iterable[str]) -> str:
    """The whole page; `circumstances` are lines about when, where and how."""
    parts = [
        "# Performance",
        "Written by `make bench`, not by hand: the next whole run replaces it.",
        "\n".join(f"- {line}" for line in circumstances),
        _targets(results),
        *(_reads(results, count) for count in sizes_of(results)),
        _growth(results),
        _writes(results),
        _bulk(results),
        method(results),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The first column is text, the others are figures."""
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "--:|" * (len(heads) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def size(count: int) -> str:
    return f"{count:,}"


def shown_ratio(ratio: Ratio | None) -> str:
    """The ratio, with the least and the most of single rounds."""
    return f"{ratio.value:.2f} ({ratio.least:.2f}–{ratio.most:.2f})" if ratio else NOTHING


def _targets(results: Results) -> str:
    sizes = sizes_of(results)
    rows = [_target(target, results, sizes) for target in TARGETS]
    heads = ["ratio of CPU", "target", *(f"{size(count)} packages" for count in sizes), "met"]
    return "## Targets\n\n" + table(heads, rows)


def _target(target: Target, results: Results, sizes: Sequence[int]) -> list[str]:
    spoken_of = sizes[-1:] if target.largest_only else sizes
    found = {count: target.ratio(results, count) for count in spoken_of}
    judged = [target.is_kept_by(ratio) for ratio in found.values() if ratio]
    met = ("yes" if all(judged) else "**no**") if judged else NOTHING
    figures = [shown_ratio(found.get(count)) for count in sizes]
    return [target.title, f"{target.bound} {target.limit:g}", *figures, met]


def _reads(results: Results, count: int) -> str:
    rows = rows_of(results, _READS)
    heads = ["request", "bare", "this API", "plain", "API ÷ bare", "plain ÷ API"]
    return (
        f"## Reads, {size(count)} packages\n\n"
        "CPU in µs for each request (PostgreSQL's part of it in brackets):\n\n"
        + table(heads, [_read(results, row, count, _cpu) for row in rows] if rows else [])
        + "\n\nThe clock's time to the end of an answer, in ms, the median:\n\n"
        + table(heads[:4], [_read(results, row, count, _wall)[:4] for row in rows])
        if rows
        else ""
    )


def _read(results: Results, row: str, count: int, shown: Callable[[Cost | None], str]) -> list[str]:
    costs = [results.median(row, count, contender) for contender in ("bare", "served", "plain")]
    ratios = [
        results.ratio(row, count, "served", to=Key(row, count, "bare")),
        results.ratio(row, count, "plain", to=Key(row, count, "served")),
    ]
    return [_READS[row], *map(shown, costs), *map(shown_ratio, ratios)]


def _cpu(cost: Cost | None) -> str:
    return f"{cost.cpu * 1e6:,.0f} ({cost.database * 1e6:,.0f})" if cost else NOTHING


def _wall(cost: Cost | None) -> str:
    return f"{cost.wall * 1e3:,.2f}" if cost else NOTHING


def _growth(results: Results) -> str:
    smallest, *larger = sizes_of(results)
    rows = rows_of(results, _READS)
    if not larger or not rows:
        return ""
    heads = ["request", *(f"{name}, {size(count)}" for count in larger for name in ("this API", "bare"))]
    lines = [
        [
            _READS[row],
            *(
                shown_ratio(grown(results, row, contender, count))
                for count in larger
                for contender in ("served", "bare")
            ),
        ]
        for row in rows
    ]
    return f"## Reads in larger catalogs ÷ with {size(smallest)} packages\n\n" + table(heads, lines)


def _writes(results: Results) -> str:
    rows = [
        [
            f"{TITLES[row]}, {size(count)} packages",
            _cpu(results.median(row, count, "served")),
            _cpu(results.median(row, count, "raw")),
            shown_ratio(results.ratio(row, count, "served", to=Key(row, count, "raw"))),
            _wall(results.median(row, count, "served")),
            _wall(results.median(row, count, "raw")),
        ]
        for row in rows_of(results, TITLES)
        for count in sizes_of(results)
    ]
    heads = ["request", "this API, CPU µs", "raw, CPU µs", "API ÷ raw", "this API, ms", "raw, ms"]
    return "## Writes\n\n" + table(heads, rows) if rows else ""


def _bulk(results: Results) -> str:
    rows = [
        [
            f"{BULK_TITLES[row]} of {results.requests[Key(row, count, 'served')]:,}",
            size(count),
            f"{cost.cpu * 1e3:,.2f} ({cost.database * 1e3:,.2f})",
            f"{1 / cost.wall:,.0f}",
        ]
        for row in rows_of(results, BULK_TITLES)
        for count in sizes_of(results)
        if (cost := results.median(row, count, "served"))
    ]
    heads = ["new packages with 20 features", "into a catalog of", "CPU ms each", "packages a second"]
    return "## Many packages at once\n\n" + table(heads, rows) if rows else ""
