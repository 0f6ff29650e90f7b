"""New letters from the official publications: plan what there is, fetch the best form of each.

    with Client() as client:
        planned = plan(make_query(dossier="28676"), Path("corpus"), client)
        report = fetch(planned, Path("corpus"), client)

Asks one SRU service, politely; does not read letters or index them.
"""

from qa.corpus.official.client import HOSTS, SERVICE, Client, FetchError
from qa.corpus.official.fetch import FetchReport, Planned, What, fetch, plan
from qa.corpus.official.query import Progress, Query, make_query

__all__ = [
    "HOSTS",
    "SERVICE",
    "Client",
    "FetchError",
    "FetchReport",
    "Planned",
    "Progress",
    "Query",
    "What",
    "fetch",
    "make_query",
    "plan",
]
