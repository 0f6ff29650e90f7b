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
        raise QAError("store-wrong", store=settings.store)
    if "://" not in address and not address.endswith(".db"):
        raise QAError("store-file-wrong", store=settings.store)
    try:
        from qa.index.milvus import MilvusEngine
    except ImportError as error:
        raise QAError("milvus-missing", store=settings.store, reason=error) from None
    return MilvusEngine(address, settings.index, settings.store_token)
