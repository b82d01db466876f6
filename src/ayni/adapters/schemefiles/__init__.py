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
from ayni.adapters.schemefiles.regulation import (
    Article,
    Block,
    Regulation,
    Run,
    load_regulation,
    parameters_of,
    parse_regulation,
    unnamed,
)

__all__ = [
    "Article",
    "Block",
    "FileFault",
    "LoadedCase",
    "Regulation",
    "Run",
    "SchemeFileError",
    "UnknownScheme",
    "folder_of",
    "list_schemes",
    "load_case_file",
    "load_cases",
    "load_folder",
    "load_regulation",
    "load_scheme",
    "parameters_of",
    "parse_regulation",
    "read_plain",
    "read_regulation",
    "unnamed",
]
