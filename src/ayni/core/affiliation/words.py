"""What is wrong with a row or a file, in words a secretary understands."""

from __future__ import annotations

from ayni.core.affiliation.roster import NotARoster, RowProblem

LANGUAGES = ("es", "en", "pt")


def _words(es: str, en: str, pt: str) -> dict[str, str]:
    return {"es": es, "en": en, "pt": pt}


SEVERITY = {
    "note": _words("aviso", "note", "aviso"),
    "doubt": _words("por revisar", "to be looked at", "a verificar"),
    "refuse": _words("rechazado", "refused", "recusado"),
}
WHERE = {
    "sheet": _words("Hoja «{sheet}»", "Sheet “{sheet}”", "Planilha «{sheet}»"),
    "row": _words("fila {row}", "row {row}", "linha {row}"),
    "column": _words("columna «{column}»", "column “{column}”", "coluna «{column}»"),
}
SAYS = _words("Dice «{value}».", "It says “{value}”.", "Diz «{value}».")
PROPOSED = _words(
    "Lo probable: «{proposed}». Confírmelo.",
    "Likely: “{proposed}”. Please confirm.",
    "Provável: «{proposed}». Confirme.",
)
READ_AS = _words("Se leyó «{proposed}».", "Read as “{proposed}”.", "Lido como «{proposed}».")
RELATIONS = {
    "insured": _words("titular", "insured person", "titular"),
    "spouse": _words("cónyuge", "spouse", "cônjuge"),
    "partner": _words("conviviente", "partner", "companheiro(a)"),
    "child": _words("hijo(a)", "child", "filho(a)"),
    "father": _words("padre", "father", "pai"),
    "mother": _words("madre", "mother", "mãe"),
    "other": _words("otro", "other", "outro"),
    "unknown": _words("desconocido", "unknown", "desconhecido"),
}
CONDITIONS = {
    "student": _words("estudiante", "student", "estudante"),
    "incapacitated": _words(
        "incapacidad para el trabajo", "unable to work", "incapacidade para o trabalho"
    ),
}
COLUMNS = {
    "id": _words("número de documento", "document number", "número do documento"),
    "full": _words("apellidos y nombres", "surnames and names", "sobrenomes e nomes"),
    "birth": _words("fecha de nacimiento", "date of birth", "data de nascimento"),
    "rel": _words("parentesco", "relation", "parentesco"),
}
REASONS = {
    "no_rows": _words(
        "La hoja «{sheet}» tiene cabecera pero ninguna persona debajo. Complete la nómina.",
        "Sheet “{sheet}” has a header and nobody under it. Fill in the roster.",
        "A planilha «{sheet}» tem cabeçalho mas nenhuma pessoa abaixo. Preencha a relação.",
    ),
    "not_a_roster": _words(
        "El archivo no parece una nómina: no hay columnas de documento, nombres ni nacimiento. "
        "Se encontró: {found}.",
        "The file does not look like a roster: there are no columns of document, names or birth. "
        "Found: {found}.",
        "O arquivo não parece uma relação: não há colunas de documento, nomes nem nascimento. "
        "Encontrado: {found}.",
    ),
    "missing_columns": _words(
        "Faltan columnas: {missing}. Se encontraron: {found}. Agregue las que faltan.",
        "Columns are missing: {missing}. Found: {found}. Add the missing ones.",
        "Faltam colunas: {missing}. Encontradas: {found}. Acrescente as que faltam.",
    ),
    "repeated_columns": _words(
        "Dos columnas dicen lo mismo: «{first}» y «{second}». Deje una sola.",
        "Two columns say the same: “{first}” and “{second}”. Leave only one.",
        "Duas colunas dizem o mesmo: «{first}» e «{second}». Deixe apenas uma.",
    ),
}
_ASK_ID = _words("Escriba el número completo: 8 dígitos del DNI, 9 de la cédula.",
                 "Write the whole number: 8 digits of the DNI, 9 of the cédula.",
                 "Escreva o número inteiro: 8 dígitos do DNI, 9 da cédula.")  # fmt: skip
_ASK_DATE = _words("Escriba día, mes y año, como 31/12/1980.",
                   "Write day, month and year, such as 31/12/1980.",
                   "Escreva dia, mês e ano, como 31/12/1980.")  # fmt: skip
_ASK_NAME = _words("Escriba el nombre como en el documento.",
                   "Write the name as on the document.",
                   "Escreva o nome como no documento.")  # fmt: skip
_ASK_RELATION = _words("Escriba titular, cónyuge, conviviente, hijo(a), padre o madre.",
                       "Write titular, cónyuge, conviviente, hijo(a), padre or madre.",
                       "Escreva titular, cónyuge, conviviente, hijo(a), pai ou mãe.")  # fmt: skip
_ASK_SEX = _words("Escriba M o F.", "Write M or F.", "Escreva M ou F.")
_ASK_INCOME = _words("Escriba el ingreso mensual en cifras, como 1130.00.",
                     "Write the monthly income in figures, such as 1130.00.",
                     "Escreva a renda mensal em algarismos, como 1130.00.")  # fmt: skip
_ASK_PAY = _words("Escriba la remuneración del mes en cifras, como 1130.00.",
                  "Write the month's pay in figures, such as 1130.00.",
                  "Escreva a remuneração do mês em algarismos, como 1130.00.")  # fmt: skip
_ASK_CEDULA = _words("Escriba los 9 dígitos de la cédula, o los 11 o 12 del DIMEX.",
                     "Write the 9 digits of the cédula, or the 11 or 12 of the DIMEX.",
                     "Escreva os 9 dígitos da cédula, ou os 11 ou 12 do DIMEX.")  # fmt: skip
_ASK_LOOK = _words(
    "Revíselo con la persona.", "Check it with the person.", "Verifique com a pessoa."
)
_NOTHING = _words("", "", "")

#: kind -> what is wrong, what would be right.
KINDS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "id_missing": (_words("Falta el documento.", "The document is missing.",
                          "Falta o documento."), _ASK_ID),
    "id_missing_newborn": (
        _words("Menor de dos años sin documento.", "A child under two without a document.",
               "Criança menor de dois anos sem documento."),
        _words("Complete el CUI del acta de nacimiento cuando lo tenga.",
               "Fill in the number of the birth record when there is one.",
               "Complete o CUI da certidão de nascimento quando houver.")),
    "id_not_a_number": (_words("El documento no es un número.", "The document is not a number.",
                               "O documento não é um número."), _ASK_ID),
    "id_placeholder": (_words("Es un número de relleno.", "This is a made-up number.",
                              "É um número fictício."), _ASK_ID),
    "id_scientific": (_words("La hoja mostró el documento como número científico.",
                             "The sheet shows the document in scientific notation.",
                             "A planilha mostrou o documento em notação científica."), _ASK_ID),
    "id_scientific_digits_lost": (
        _words("La hoja redondeó el documento y se perdieron dígitos.",
               "The sheet rounded the document and digits were lost.",
               "A planilha arredondou o documento e perderam-se dígitos."), _ASK_ID),
    "id_lost_leading_zero": (
        _words("La hoja quitó ceros al inicio del DNI.", "The sheet dropped leading zeros.",
               "A planilha removeu zeros à esquerda."),
        _words("Dé formato de texto a la columna.", "Format the column as text.",
               "Formate a coluna como texto.")),
    "id_too_short": (_words("Al documento le faltan dígitos.", "The document lacks digits.",
                            "Faltam dígitos no documento."), _ASK_ID),
    "id_too_long": (_words("Al documento le sobran dígitos.", "The document has too many digits.",
                           "Sobram dígitos no documento."), _ASK_ID),
    "id_check_char": (_words("El DNI trae su dígito de verificación.",
                             "The DNI carries its check character.",
                             "O DNI traz o dígito verificador."), _NOTHING),
    "id_check_char_wrong": (
        _words("El dígito de verificación no corresponde al DNI.",
               "The check character does not fit the DNI.",
               "O dígito verificador não corresponde ao DNI."), _ASK_LOOK),
    "id_type_unclear": (_words("No está claro qué documento es.",
                               "It is not clear which document this is.",
                               "Não está claro qual documento é."),
                        _words("Indique DNI, CUI o CE.", "Say DNI, CUI or CE.",
                               "Indique DNI, CUI ou CE.")),
    "id_formatting": (_words("El documento tenía espacios, puntos o letras de más.",
                             "The document had spaces, points or letters to spare.",
                             "O documento tinha espaços, pontos ou letras a mais."), _NOTHING),
    "id_is_a_ruc": (_words("Es un RUC, no un DNI.", "This is a RUC, not a DNI.",
                           "É um RUC, não um DNI."), _ASK_ID),
    "id_homoglyph": (_words("El documento tiene letras en lugar de dígitos.",
                            "The document has letters for digits.",
                            "O documento tem letras em lugar de dígitos."), _ASK_ID),
    "id_duplicate_same_person": (
        _words("La misma persona está repetida en la familia.",
               "The same person is repeated in the family.",
               "A mesma pessoa está repetida na família."),
        _words("Borre esta fila.", "Delete this row.", "Apague esta linha.")),
    "id_duplicate_other_person": (
        _words("Dos personas distintas tienen este documento.",
               "Two different persons have this document.",
               "Duas pessoas diferentes têm este documento."), _ASK_LOOK),
    "person_in_two_families": (
        _words("La misma persona está en dos familias.", "The same person is in two families.",
               "A mesma pessoa está em duas famílias."),
        _words("Déjela en una sola.", "Leave them in one only.", "Deixe-a em uma só.")),
    "name_missing": (_words("Falta el nombre o el apellido.", "A name or surname is missing.",
                            "Falta o nome ou o sobrenome."), _ASK_NAME),
    "name_not_text": (_words("El nombre no es texto.", "The name is not text.",
                             "O nome não é texto."), _ASK_NAME),
    "name_too_long": (_words("El nombre es demasiado largo.", "The name is too long.",
                             "O nome é longo demais."), _ASK_NAME),
    "name_formula_injection": (_words("El nombre es una fórmula.", "The name is a formula.",
                                      "O nome é uma fórmula."), _ASK_NAME),
    "name_leading_sign": (_words("El nombre empieza con un signo.",
                                 "The name begins with a sign.",
                                 "O nome começa com um sinal."), _ASK_NAME),
    "name_mojibake": (_words("Las tildes o eñes del nombre se dañaron.",
                             "The accents of the name were damaged.",
                             "Os acentos do nome foram danificados."), _ASK_NAME),
    "name_markup": (_words("El nombre contiene signos de programa.",
                           "The name contains program code.",
                           "O nome contém sinais de programa."), _ASK_NAME),
    "name_homoglyph": (_words("El nombre tiene letras de otro alfabeto.",
                              "The name has letters of another alphabet.",
                              "O nome tem letras de outro alfabeto."), _ASK_NAME),
    "name_lost_character": (_words("El nombre perdió una letra.", "The name lost a letter.",
                                   "O nome perdeu uma letra."), _ASK_NAME),
    "name_digits": (_words("El nombre tiene dígitos.", "The name has digits.",
                           "O nome tem dígitos."), _ASK_NAME),
    "name_invisible_characters": (
        _words("El nombre tenía caracteres invisibles.", "The name had invisible characters.",
               "O nome tinha caracteres invisíveis."), _NOTHING),
    "name_strange_character": (_words("El nombre tiene signos extraños.",
                                      "The name has strange signs.",
                                      "O nome tem sinais estranhos."), _ASK_NAME),
    "name_order_unclear": (
        _words("No se distingue entre apellidos y nombres.",
               "Surnames and names cannot be told apart.",
               "Não se distinguem sobrenomes e nomes."),
        _words("Escriba «APELLIDOS, NOMBRES» o use columnas separadas.",
               "Write “SURNAMES, NAMES” or use separate columns.",
               "Escreva «SOBRENOMES, NOMES» ou use colunas separadas.")),
    "name_first_surname_missing": (
        _words("Falta el primer apellido.", "The first surname is missing.",
               "Falta o primeiro sobrenome."), _ASK_NAME),
    "date_missing": (_words("Falta la fecha de nacimiento.", "The date of birth is missing.",
                            "Falta a data de nascimento."), _ASK_DATE),
    "date_not_a_date": (_words("No es una fecha.", "This is not a date.", "Não é uma data."),
                        _ASK_DATE),
    "date_impossible": (_words("Esa fecha no existe.", "There is no such date.",
                               "Essa data não existe."), _ASK_DATE),
    "date_future": (_words("La fecha está en el futuro.", "The date lies in the future.",
                           "A data está no futuro."), _ASK_DATE),
    "date_too_old": (_words("La persona tendría más de 115 años.",
                            "The person would be over 115 years old.",
                            "A pessoa teria mais de 115 anos."), _ASK_DATE),
    "date_year_only": (_words("Solo está el año.", "Only the year is given.",
                              "Só consta o ano."), _ASK_DATE),
    "date_approximate": (_words("La fecha es aproximada.", "The date is approximate.",
                                "A data é aproximada."), _ASK_DATE),
    "date_as_serial": (_words("La fecha estaba como número de serie.",
                              "The date stood as a serial number.",
                              "A data estava como número de série."), _NOTHING),
    "date_packed": (_words("La fecha está sin separadores.", "The date has no separators.",
                           "A data está sem separadores."), _ASK_DATE),
    "date_month_first": (_words("El mes parece estar antes del día.",
                                "The month seems to stand before the day.",
                                "O mês parece estar antes do dia."), _ASK_DATE),
    "date_order_unclear": (
        _words("En esta columna el mes va antes del día: no se sabe cuál es cuál.",
               "In this column the month stands first: which is which is not certain.",
               "Nesta coluna o mês vem antes do dia: não se sabe qual é qual."), _ASK_DATE),
    "date_two_digit_year": (_words("El año tiene solo dos dígitos.",
                                   "The year has only two digits.",
                                   "O ano tem só dois dígitos."), _ASK_DATE),
    "date_system_1904": (_words("El archivo cuenta las fechas desde 1904; así se leyeron.",
                                "The file counts dates from 1904; they were read so.",
                                "O arquivo conta as datas desde 1904; assim foram lidas."),
                         _NOTHING),
    "cell_error": (_words("La celda muestra un error.", "The cell shows an error.",
                          "A célula mostra um erro."),
                   _words("Escriba el valor.", "Write the value.", "Escreva o valor.")),
    "formula_without_value": (
        _words("La celda es una fórmula sin resultado guardado.",
               "The cell is a formula saved without its result.",
               "A célula é uma fórmula sem resultado salvo."),
        _words("Escriba el valor.", "Write the value.", "Escreva o valor.")),
    "relation_missing": (_words("Falta el parentesco.", "The relation is missing.",
                                "Falta o parentesco."), _ASK_RELATION),
    "relation_outside_family": (
        _words("Ese parentesco no da derecho en la familia.",
               "This relation is not one of the family's.",
               "Esse parentesco não dá direito na família."), _ASK_RELATION),
    "relation_unclear": (_words("El parentesco no es claro.", "The relation is not clear.",
                                "O parentesco não está claro."), _ASK_RELATION),
    "relation_unreadable": (_words("No se entiende el parentesco.",
                                   "The relation is not understood.",
                                   "Não se entende o parentesco."), _ASK_RELATION),
    "relation_misspelt": (_words("El parentesco está mal escrito.", "The relation is misspelt.",
                                 "O parentesco está mal escrito."), _ASK_RELATION),
    "relation_age_inconsistent": (
        _words("La edad no concuerda con el parentesco.", "The age does not fit the relation.",
               "A idade não condiz com o parentesco."), _ASK_LOOK),
    "family_without_insured": (
        _words("La familia no tiene titular.", "The family has no insured person.",
               "A família não tem titular."),
        _words("Agregue la fila del titular.", "Add the insured person's row.",
               "Acrescente a linha do titular.")),
    "family_number_repeated": (
        _words("Otra familia tiene este mismo número.", "Another family has the same number.",
               "Outra família tem este mesmo número."),
        _words("Dé a cada familia su número.", "Give each family its own number.",
               "Dê a cada família o seu número.")),
    "two_insured_in_family": (
        _words("La familia tiene dos titulares.", "The family has two insured persons.",
               "A família tem dois titulares."),
        _words("Deje uno solo.", "Leave only one.", "Deixe apenas um.")),
    "two_spouses_in_family": (
        _words("La familia tiene dos cónyuges o convivientes.",
               "The family has two spouses or partners.",
               "A família tem dois cônjuges ou companheiros."),
        _words("Deje uno solo.", "Leave only one.", "Deixe apenas um.")),
    "sex_missing": (_words("Falta el sexo.", "The sex is missing.", "Falta o sexo."), _ASK_SEX),
    "sex_unreadable": (_words("No se entiende el sexo.", "The sex is not understood.",
                              "Não se entende o sexo."), _ASK_SEX),
    "income_missing": (_words("Falta el ingreso de referencia del titular.",
                              "The insured person's reference income is missing.",
                              "Falta a renda de referência do titular."), _ASK_INCOME),
    "income_unlikely": (_words("El ingreso no se entiende o no es posible.",
                               "The income is not understood or not possible.",
                               "A renda não se entende ou não é possível."), _ASK_INCOME),
    "pay_missing": (_words("Falta la remuneración del mes.", "The month's pay is missing.",
                           "Falta a remuneração do mês."), _ASK_PAY),
    "pay_unlikely": (_words("La remuneración no se entiende o no es posible.",
                            "The pay is not understood or not possible.",
                            "A remuneração não se entende ou não é possível."), _ASK_PAY),
    "cedula_too_short": (_words("A la cédula le faltan dígitos.", "The cédula lacks digits.",
                                "Faltam dígitos na cédula."), _ASK_CEDULA),
    "cedula_wrong": (_words("No es una cédula ni un DIMEX.", "This is no cédula and no DIMEX.",
                            "Não é uma cédula nem um DIMEX."), _ASK_CEDULA),
    "declared_dependants_differ": (
        _words("El número declarado de dependientes no es el de las filas.",
               "The declared number of dependants differs from the rows.",
               "O número declarado de dependentes difere das linhas."), _ASK_LOOK),
    "declared_total_differs": (
        _words("El total escrito no es el que se contó.",
               "The written total is not the one counted.",
               "O total escrito não é o que se contou."), _ASK_LOOK),
    "cut_at_format_limit": (
        _words("La hoja termina en la última fila que su formato permite: quizá está cortada.",
               "The sheet ends at the last row of its format: it may be cut.",
               "A planilha termina na última linha que o formato permite: talvez esteja cortada."),
        _words("Guárdela como .xlsx o divídala.", "Save it as .xlsx or divide it.",
               "Salve-a como .xlsx ou divida-a.")),
    "cells_beyond_the_table": (
        _words("Hay celdas llenas muy a la derecha que no se leyeron.",
               "There are filled cells far to the right that were not read.",
               "Há células preenchidas muito à direita que não foram lidas."),
        _words("Bórrelas.", "Delete them.", "Apague-as.")),
    "sheet_not_read": (
        _words("Esta hoja parece tener personas, pero le faltan columnas y no se leyó.",
               "This sheet seems to hold persons but lacks columns and was not read.",
               "Esta planilha parece ter pessoas, mas faltam colunas e não foi lida."), _ASK_LOOK),
    "sheet_hidden": (_words("La hoja está oculta y no se leyó.",
                            "The sheet is hidden and was not read.",
                            "A planilha está oculta e não foi lida."), _ASK_LOOK),
    "sheet_of_leavers": (
        _words("La hoja lista a quienes se retiran; no es parte de la nómina.",
               "The sheet lists those who leave; it is not part of the roster.",
               "A planilha lista quem se retira; não faz parte da relação."), _NOTHING),
    "comment_bears_on_the_person": (
        _words("La celda tiene un comentario.", "The cell has a comment.",
               "A célula tem um comentário."), _ASK_LOOK),
    "struck_out": (_words("La celda está tachada.", "The cell is struck out.",
                          "A célula está riscada."), _ASK_LOOK),
    "hidden_row": (_words("La fila está oculta; se leyó.", "The row is hidden; it was read.",
                          "A linha está oculta; foi lida."), _NOTHING),
}  # fmt: skip


def problem_text(problem: RowProblem, language: str) -> str:
    """Where, what, and what would be right, in `language` (es, en, pt)."""
    what, right = KINDS[problem.kind]
    parts = [f"{problem_place(problem, language)}:", what[language]]
    if problem.value and problem.value.strip():
        parts.append(SAYS[language].format(value=problem.value))
    if problem.proposed is not None:
        template = READ_AS if problem.severity == "note" else PROPOSED
        parts.append(template[language].format(proposed=_shown(problem, language)))
    elif right[language] and problem.severity != "note":
        parts.append(right[language])
    return " ".join(parts)


def problem_place(problem: RowProblem, language: str) -> str:
    """Sheet, row, column and cell."""
    parts = [WHERE["sheet"][language].format(sheet=problem.sheet)]
    if problem.row:
        parts.append(WHERE["row"][language].format(row=problem.row))
    if problem.column:
        parts.append(WHERE["column"][language].format(column=" ".join(problem.column.split())))
    place = ", ".join(parts)
    return f"{place} ({problem.cell})" if problem.cell else place


def _shown(problem: RowProblem, language: str) -> str:
    proposed = problem.proposed or ""
    if problem.kind.startswith("relation") and proposed in RELATIONS:
        return RELATIONS[proposed][language]
    if problem.kind.startswith("date") and len(proposed) == 10:
        return "/".join(reversed(proposed.split("-")))
    return proposed


def refusal_text(refusal: NotARoster, language: str) -> str:
    """Why the whole file is refused."""
    params = dict(refusal.params)
    if "missing" in params:
        names = (COLUMNS[meaning][language] for meaning in params["missing"].split())
        params["missing"] = ", ".join(names)
    return REASONS[refusal.code][language].format(**params)
