"""Which engine keeps the index: a folder, or Milvus where ``QA_STORE`` names one."""

from __future__ import annotations

from qa.errors import QAError
from qa.index import LocalEngine
from qa.index.protocol import Engine
from qa.settings import Settings

_MILVUS = "milvus+"


def engine_of(settings: Settings) -> Engine:
    """Return the engine that the settings name.

    Raises:
        QAError: If ``QA_STORE`` names none, or one that is not installed.
    """
    if not settings.store:
        return LocalEngine(settings.index)
    address = settings.store.removeprefix(_MILVUS)
    if address == settings.store or not address:
        raise QAError(
            f"setting QA_STORE={settings.store!r}: write milvus+ and its address, such as "
            "milvus+http://localhost:19530 or milvus+letters.db; leave it out for the folder"
        )
    if "://" not in address and not address.endswith(".db"):
        raise QAError(f"setting QA_STORE={settings.store!r}: the file's name must end in .db")
    try:
        from qa.index.milvus import MilvusEngine
    except ImportError as error:
        raise QAError(
            f"QA_STORE={settings.store} needs the extra: pip install 'letters-qa[milvus]' ({error})"
        ) from None
    return MilvusEngine(address, settings.index, settings.store_token)
