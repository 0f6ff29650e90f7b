"""An index kept in Milvus, for more letters than one machine holds. Needs the extra "milvus"."""

from qa.index.milvus.engine import MilvusEngine

__all__ = ["MilvusEngine"]
