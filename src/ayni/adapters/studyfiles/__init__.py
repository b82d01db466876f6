"""Study files: YAML studies and assumption tables into checked values, faults with file and line."""

from __future__ import annotations

from ayni.adapters.studyfiles.assumptionfile import (
    list_assumptions,
    load_table,
    load_table_bytes,
    load_table_file,
)
from ayni.adapters.studyfiles.faults import StudyFault, StudyFileError, located
from ayni.adapters.studyfiles.points import read_people
from ayni.adapters.studyfiles.studyfile import (
    LoadedStudy,
    list_studies,
    load_study,
    load_study_bytes,
    load_study_file,
    read_study,
    study_yaml,
)

__all__ = [
    "LoadedStudy",
    "StudyFault",
    "StudyFileError",
    "list_assumptions",
    "list_studies",
    "load_study",
    "load_study_bytes",
    "load_study_file",
    "load_table",
    "load_table_bytes",
    "load_table_file",
    "located",
    "read_people",
    "read_study",
    "study_yaml",
]
