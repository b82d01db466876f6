"""What is said of a file of costs, in Spanish, English and Portuguese."""

from __future__ import annotations

from ayni.core.benefit.costs import NotACostFile, Problem

Words = dict[str, str]


def _words(es: str, en: str, pt: str) -> Words:
    return {"es": es, "en": en, "pt": pt}


#: Why the whole file is refused.
REASONS: dict[str, Words] = {
    "no_table": _words(
        "No se encontró una fila con los nombres de las columnas: adhesión, mes y monto. La primera fila dice: {found}.",
        "No row was found with the names of the columns: adhesion, month and amount. The first row says: {found}.",
        "Não se encontrou uma linha com os nomes das colunas: adesão, mês e valor. A primeira linha diz: {found}.",
    ),
    "missing_columns": _words(
        "Falta la columna: {missing}. Se encontraron: {found}.",
        "A column is missing: {missing}. Found were: {found}.",
        "Falta a coluna: {missing}. Encontraram-se: {found}.",
    ),
    "repeated_columns": _words(
        "Dos columnas dicen lo mismo: «{first}» y «{second}». Deje una.",
        "Two columns say the same: “{first}” and “{second}”. Leave one.",
        "Duas colunas dizem o mesmo: «{first}» e «{second}». Deixe uma.",
    ),
    "other_currency": _words(
        "El archivo dice montos en {found}; esta institución cuenta en {currency}.",
        "The file gives amounts in {found}; this institution counts in {currency}.",
        "O arquivo traz valores em {found}; esta instituição conta em {currency}.",
    ),
    "too_many_rows": _words(
        "El archivo tiene más de {most} filas: eso no son sumas por mes.",
        "The file has more than {most} rows: those are no sums by month.",
        "O arquivo tem mais de {most} linhas: isso não são somas por mês.",
    ),
    "no_rows": _words(
        "Bajo los nombres de las columnas no hay ninguna fila.",
        "There is no row below the names of the columns.",
        "Abaixo dos nomes das colunas não há nenhuma linha.",
    ),
}

COLUMNS: dict[str, Words] = {
    "adhesion": _words("adhesión", "adhesion", "adesão"),
    "month": _words("mes", "month", "mês"),
    "amount": _words("monto", "amount", "valor"),
}

_WRITE_MONTH = _words(
    "Escriba año y mes: 2026-04.", "Write year and month: 2026-04.", "Escreva ano e mês: 2026-04."
)
_WRITE_AMOUNT = _words(
    "Escriba el monto como 1234.50 o 1234,50.",
    "Write the amount as 1234.50 or 1234,50.",
    "Escreva o valor como 1234.50 ou 1234,50.",
)
_FOUND_SUM = _words("Es {proposed}.", "It is {proposed}.", "É {proposed}.")
_LEAVE_ONE = _words(
    "Deje una de las dos filas.", "Leave one of the two rows.", "Deixe uma das duas linhas."
)

#: What is wrong with a row, and what would be right.
KINDS: dict[str, tuple[Words, Words]] = {
    "adhesion_missing": (
        _words(
            "No dice de qué adhesión es.",
            "It does not say of which adhesion it is.",
            "Não diz de que adesão é.",
        ),
        _words(
            "Escriba el código de la adhesión.",
            "Write the adhesion's code.",
            "Escreva o código da adesão.",
        ),
    ),
    "adhesion_unknown": (
        _words(
            "Nadie tiene aquí ese código.",
            "Nobody has that code here.",
            "Ninguém tem esse código aqui.",
        ),
        _words(
            "El código de la adhesión, como está en Convenios.",
            "The adhesion's code, as under Agreements.",
            "O código da adesão, como está em Convênios.",
        ),
    ),
    "adhesion_ambiguous": (
        _words(
            "Ese código es de varias adhesiones.",
            "That code is of several adhesions.",
            "Esse código é de várias adesões.",
        ),
        _words("Una de: {proposed}.", "One of: {proposed}.", "Uma de: {proposed}."),
    ),
    "adhesion_not_begun": (
        _words(
            "En ese mes la adhesión no había empezado.",
            "In that month the adhesion had not begun.",
            "Nesse mês a adesão não tinha começado.",
        ),
        _words("Desde {proposed}.", "From {proposed} on.", "Desde {proposed}."),
    ),
    "month_missing": (
        _words("No dice el mes.", "It does not say the month.", "Não diz o mês."),
        _WRITE_MONTH,
    ),
    "month_unlikely": (
        _words(
            "No es un mes, o se puede leer como dos.",
            "It is no month, or may be read as two.",
            "Não é um mês, ou pode ser lido como dois.",
        ),
        _WRITE_MONTH,
    ),
    "month_not_over": (
        _words("Ese mes no ha terminado.", "That month is not over.", "Esse mês não terminou."),
        _words("Hasta {proposed}.", "Up to {proposed}.", "Até {proposed}."),
    ),
    "line_unknown": (
        _words(
            "No es un renglón de los estudios.",
            "It is no benefit line of the studies.",
            "Não é uma linha dos estudos.",
        ),
        _words(
            "Uno de: {proposed}; o vacío, si es de toda la atención.",
            "One of: {proposed}; or empty, for all care together.",
            "Uma de: {proposed}; ou vazio, se for de toda a atenção.",
        ),
    ),
    "amount_missing": (
        _words("No dice el monto.", "It does not say the amount.", "Não diz o valor."),
        _words(
            "Escriba 0 si ese mes no costó nada.",
            "Write 0 if the month cost nothing.",
            "Escreva 0 se nesse mês nada custou.",
        ),
    ),
    "amount_unlikely": (
        _words("No es un monto.", "It is no amount.", "Não é um valor."),
        _WRITE_AMOUNT,
    ),
    "amount_negative": (
        _words(
            "Un costo no es menor que cero.",
            "A cost is not below nought.",
            "Um custo não é menor que zero.",
        ),
        _words(
            "Para corregir un mes, escriba su monto entero de nuevo.",
            "To correct a month, write its whole amount anew.",
            "Para corrigir um mês, escreva de novo o seu valor inteiro.",
        ),
    ),
    "amount_too_fine": (
        _words(
            "Tiene más decimales que la moneda.",
            "It has more decimals than the currency.",
            "Tem mais decimais que a moeda.",
        ),
        _words("Quizá {proposed}.", "Perhaps {proposed}.", "Talvez {proposed}."),
    ),
    "amount_ambiguous": (
        _words(
            "La coma o el punto puede ser de miles o de decimales.",
            "The comma or point may be that of thousands or of decimals.",
            "A vírgula ou o ponto pode ser de milhares ou de decimais.",
        ),
        _words(
            "Escríbalo con sus decimales, quizá {proposed}.",
            "Write it with its decimals, perhaps {proposed}.",
            "Escreva-o com seus decimais, talvez {proposed}.",
        ),
    ),
    "currency_other": (
        _words("Es otra moneda.", "It is another currency.", "É outra moeda."),
        _words(
            "Esta institución cuenta en {proposed}.",
            "This institution counts in {proposed}.",
            "Esta instituição conta em {proposed}.",
        ),
    ),
    "services_unlikely": (
        _words(
            "No es un número de atenciones.",
            "It is no number of services.",
            "Não é um número de atendimentos.",
        ),
        _words(
            "Un número entero, o vacío.",
            "A whole number, or empty.",
            "Um número inteiro, ou vazio.",
        ),
    ),
    "cells_beyond": (
        _words(
            "Hay una celda después de la última columna.",
            "There is a cell past the last column.",
            "Há uma célula depois da última coluna.",
        ),
        _words(
            "Si es un decimal, póngalo entre comillas o separe con punto y coma.",
            "If it is a decimal, put the amount in quotes or separate by semicolons.",
            "Se for um decimal, ponha-o entre aspas ou separe com ponto e vírgula.",
        ),
    ),
    "told_twice": (
        _words(
            "Esta adhesión, este mes y este renglón ya están en la fila {proposed}.",
            "This adhesion, month and line are in row {proposed} already.",
            "Esta adesão, este mês e esta linha já estão na linha {proposed}.",
        ),
        _LEAVE_ONE,
    ),
    "told_both_ways": (
        _words(
            "La fila {proposed} cuenta el mismo mes de otra manera: por renglón, o toda la atención junta.",
            "Row {proposed} tells the same month the other way: by line, or all care together.",
            "A linha {proposed} conta o mesmo mês de outra maneira: por linha, ou toda a atenção junta.",
        ),
        _words(
            "Cuente el mes de una sola manera.",
            "Tell the month one way only.",
            "Conte o mês de uma só maneira.",
        ),
    ),
    "total_differs": (
        _words(
            "El total no es la suma de las filas.",
            "The total is not the sum of the rows.",
            "O total não é a soma das linhas.",
        ),
        _FOUND_SUM,
    ),
}


def cost_refusal_text(refusal: NotACostFile, language: str) -> str:
    """Say why a whole file is refused."""
    params = dict(refusal.params)
    if "missing" in params:
        params["missing"] = ", ".join(COLUMNS[one][language] for one in params["missing"].split())
    return REASONS[refusal.code][language].format(**params)


def problem_words(problem: Problem, language: str) -> tuple[str, str]:
    """Say what is wrong with a row, and what would be right."""
    wrong, right = KINDS[problem.kind]
    return (
        wrong[language].format(proposed=problem.proposed),
        right[language].format(proposed=problem.proposed),
    )
