"""What the cycle says to people about a roster: doubts of the registry, refusals of the whole file."""

from __future__ import annotations

from ayni.adapters.spreadsheets import UnreadableFile, unreadable_text
from ayni.apps.affiliation.actions import Problem, RosterOutOfOrder
from ayni.apps.alliance.actions import UnknownAgreement
from ayni.core.affiliation import NotARoster, refusal_text
from ayni.core.affiliation.words import KINDS, RELATIONS
from ayni.cycle.rosters import AgreementNotInForce, NobodyToTake, RosterAlreadyAssessed

Words = dict[str, str]


def _words(es: str, en: str, pt: str) -> Words:
    return {"es": es, "en": en, "pt": pt}


#: Doubts that only the registry can raise: kind -> what is wrong, what would be right.
DOUBTS: dict[str, tuple[Words, Words]] = {
    "affiliated_elsewhere": (
        _words(
            "Esta persona ya está afiliada por otra asociación.",
            "This person is already affiliated by another association.",
            "Esta pessoa já está afiliada por outra associação.",
        ),
        _words(
            "Pregúntele. Si se cambió, pida a la oficina de afiliación que la retire de la otra.",
            "Ask the person. After a change, ask the affiliation office to end the other one.",
            "Pergunte a ela. Se mudou, peça ao escritório de afiliação que a retire da outra.",
        ),
    ),
    "number_of_another_person": (
        _words(
            "Ese número de documento está registrado con otro nombre y otra fecha de nacimiento.",
            "That document number is registered with another name and another date of birth.",
            "Esse número de documento está registrado com outro nome e outra data de nascimento.",
        ),
        _words(
            "Compare el número, el nombre y la fecha con el documento de la persona.",
            "Compare number, name and date with the person's document.",
            "Compare o número, o nome e a data com o documento da pessoa.",
        ),
    ),
    "too_many_of_relation": (
        _words(
            "La familia tiene más personas con este parentesco de las que el esquema protege.",
            "The family has more persons of this relation than the scheme protects.",
            "A família tem mais pessoas com este parentesco do que o esquema protege.",
        ),
        _words(
            "El esquema protege como máximo {limit}: deje a quien corresponda, con su documento.",
            "The scheme protects at most {limit}: leave whoever it is, with the document.",
            "O esquema protege no máximo {limit}: deixe quem corresponde, com seu documento.",
        ),
    ),
}

#: Why a roster is not taken: exception -> why, and what to do.
REFUSALS: dict[type[Exception], Words] = {
    UnknownAgreement: _words(
        "Su asociación no tiene una adhesión con ese código. Vuelva a abrir esta página; si el "
        "problema sigue, avise a la oficina de afiliación.",
        "Your association has no adhesion of that code. Open this page again; if the problem "
        "remains, tell the affiliation office.",
        "Sua associação não tem uma adesão com esse código. Abra esta página de novo; se o "
        "problema continuar, avise o escritório de afiliação.",
    ),
    AgreementNotInForce: _words(
        "El convenio de su asociación no está vigente en ese mes. Elija otro mes o consulte con "
        "la oficina de afiliación.",
        "Your association's agreement is not in force in that month. Choose another month or ask "
        "the affiliation office.",
        "O convênio da sua associação não está vigente nesse mês. Escolha outro mês ou consulte "
        "o escritório de afiliação.",
    ),
    RosterAlreadyAssessed: _words(
        "Ese mes ya se liquidó y su nómina no se puede cambiar. Ponga los cambios en la nómina "
        "del mes siguiente.",
        "That month is assessed already and its roster cannot change. Put the changes in the next "
        "month's roster.",
        "Esse mês já foi liquidado e sua relação não pode mudar. Ponha as mudanças na relação do "
        "mês seguinte.",
    ),
    RosterOutOfOrder: _words(
        "Ya se aplicó una nómina de un mes posterior. Ponga los cambios en la nómina más nueva.",
        "A roster of a later month took effect already. Put the changes in the newest roster.",
        "Já se aplicou uma relação de um mês posterior. Ponha as mudanças na relação mais nova.",
    ),
    NobodyToTake: _words(
        "Nadie de esta nómina puede ser recibido todavía. Corrija los datos señalados y vuelva a enviarla.",
        "Nobody in this roster can be taken yet. Correct the rows that are pointed out and send it again.",
        "Ninguém desta relação pode ser recebido ainda. Corrija as linhas indicadas e envie de novo.",
    ),
}

TOO_LARGE = _words(
    "El archivo pasa de {limit}. Quite hojas o imágenes que no hagan falta y vuelva a enviarlo.",
    "The file is larger than {limit}. Remove sheets or pictures that are not needed and send "
    "it again.",
    "O arquivo passa de {limit}. Retire planilhas ou imagens que não façam falta e envie-o "
    "de novo.",
)

#: What `refused_text` can put into words: catch exactly these.
REFUSED: tuple[type[Exception], ...] = (UnreadableFile, NotARoster, *REFUSALS)


def refused_text(refusal: Exception, *, language: str) -> str:
    """Say why a roster is not taken; an exception that is no such refusal is a KeyError."""
    if isinstance(refusal, UnreadableFile):
        return unreadable_text(refusal, language)
    if isinstance(refusal, NotARoster):
        return refusal_text(refusal, language)
    return REFUSALS[type(refusal)][language]


def too_large_text(limit: str, *, language: str) -> str:
    """Say that a file is over the limit."""
    return TOO_LARGE[language].format(limit=limit)


def problem_words(problem: Problem, *, language: str) -> tuple[str, str]:
    """Say what is wrong with a row (with what to do about it), and the likely answer or nothing."""
    what, right = (KINDS | DOUBTS)[problem.kind]
    if problem.proposed is not None:
        return what[language], _proposed(problem, language=language)
    told = what[language] if problem.severity == "note" else f"{what[language]} {right[language]}"
    return told.strip(), ""


def _proposed(problem: Problem, *, language: str) -> str:
    proposed = problem.proposed or ""
    if problem.kind == "too_many_of_relation":
        return DOUBTS[problem.kind][1][language].format(limit=proposed)
    if problem.kind.startswith("relation") and proposed in RELATIONS:
        return RELATIONS[proposed][language]
    if problem.kind.startswith("date") and len(proposed) == 10:
        return "/".join(reversed(proposed.split("-")))
    return proposed
