"""Scheme files: YAML folders into checked schemes and cases, faults with file and line."""

from __future__ import annotations

from ayni.adapters.schemefiles.faults import FileFault, SchemeFileError
from ayni.adapters.schemefiles.folder import (
    LoadedCase,
    UnknownScheme,
    folder_of,
    list_schemes,
    load_case_file,
    load_cases,
    load_folder,
    load_scheme,
    read_plain,
    read_regulation,
)

__all__ = [
    "FileFault",
    "LoadedCase",
    "SchemeFileError",
    "UnknownScheme",
    "folder_of",
    "list_schemes",
    "load_case_file",
    "load_cases",
    "load_folder",
    "load_scheme",
    "read_plain",
    "read_regulation",
]
