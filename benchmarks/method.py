"""How it is measured: the part of the report that explains the rest."""

from __future__ import annotations

from benchmarks.options import Options
from benchmarks.results import Results
from benchmarks.servers import THREADS

_TEXT = f"""## How it is measured

**The contenders** are served by granian with {Options.workers} workers × {THREADS} blocking threads each, on the same
PostgreSQL and the same tables:

- *bare* (`benchmarks/bare.py`): a WSGI function that selects the stored texts with psycopg, with prepared statements
  and a connection for each thread, and joins them. No framework, no token, no log.
- *this API*: `manage.py serve` with the settings of production, a real token, permissions, a request id and a log line
  for each request, which goes to a file.
- *plain* (`benchmarks/plain`): ModelSerializers with nested features and providers, PageNumberPagination, prefetched;
  without token, permissions, log, and without what the product computes (availability, minor units). It is left out of
  questions that it has no answer to.

Before anything is measured all are asked the same, and their answers are compared.

**A slice** is a number of requests to one contender, found by trying. A client in a process of its own keeps
connections busy, as many to each worker; a few requests before each slice warm everything up. CPU is that of the
contender's processes and of its PostgreSQL backends, user and system, by the clock that the kernel keeps for each
process, divided by the requests. In each round every question goes to every contender in every catalog, one short slice
after the other. Figures are medians over the rounds. Machines are faster now and slower then, so a ratio compares the
slices of one round, which lay side by side, and is the median of the rounds too; in brackets stand the lowest and the
highest of them.

**No page is answered from memory** in the lists, filters and searches: the head of the change feed moves before each of
their requests, as after a write, so this API asks the database for the page again, with its filters and in its order.
It says which documents it has of the last time, by their ETags, and PostgreSQL sends the others; here, as in a catalog
where something else was written, none. *Pages not read before* are so many that the process has none of them: each
comes whole. The row *unchanged catalog* is the same list while nothing moves.

**The catalogs** have packages with 20 features and two providers, of all service types; every fifth has 20 features
that take a number. The first {Options.patterns:,} are made by the product's action, one by one. Larger catalogs
consist of copies of them under new keys and names, whose documents, ETags and revisions the product's renderer makes;
a sample is held against its rows and all rules as `check_catalog` does. Each run works on a copy of the database.
Twenty packages share a word of four syllables, as of a place or a customer; any three letters of it stand in about one
name of a hundred. A search for letters that half of all names have costs more the more names there are.

**Writes** are sent to the served API, over several connections and to different packages. *Raw* sends the very
statements that the same requests cause ({{statements}}, BEGIN and COMMIT among them) from one plain psycopg
connection, with prepared statements and without HTTP. They are caught from the product while it does other requests of
the same kind in a transaction that is rolled back; so every value is a fresh one, and the statements do again what
they did. Afterwards the documents of what was written are compared with their rows.

**Many packages**: `loaddata` reads a fixture with all rows. The import does the same with rows that no
file holds (`catalog/actions/arrive.py`), all packages in one transaction; it is done once."""


def method(results: Results) -> str:
    counts = [f"{count} for {row}" for row, count in results.statements.items()]
    return _TEXT.format(statements=" and ".join(counts) or "none in this run")
