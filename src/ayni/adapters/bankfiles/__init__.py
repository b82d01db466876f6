"""Bank statements in and out: camt.053 read whole or refused, and written."""

from ayni.adapters.bankfiles.reading import read_statement
from ayni.adapters.bankfiles.values import (
    NotWritable,
    Statement,
    StatementFile,
    UnreadableStatement,
)
from ayni.adapters.bankfiles.writing import example_file, write_statement

__all__ = [
    "NotWritable",
    "Statement",
    "StatementFile",
    "UnreadableStatement",
    "example_file",
    "read_statement",
    "write_statement",
]
