"""Why a file cannot be read, in words a secretary understands."""

from __future__ import annotations

from ayni.adapters.spreadsheets.refusals import UnreadableFile

_SAVE_AS = {
    "es": "Ábralo en su programa de hojas de cálculo, guárdelo como Libro de Excel (.xlsx) y "
    "vuelva a enviarlo.",
    "en": "Open it in your spreadsheet program, save it as an Excel workbook (.xlsx) and send it "
    "again.",
    "pt": "Abra-o no seu programa de planilhas, salve-o como Pasta de Trabalho do Excel (.xlsx) e "
    "envie-o de novo.",
}


def _kind(es: str, en: str, pt: str) -> dict[str, str]:
    return {
        "es": f"El archivo {es}, no una hoja de cálculo. Envíe la tabla en Excel (.xlsx).",
        "en": f"The file {en}, not a spreadsheet. Send the table as Excel (.xlsx).",
        "pt": f"O arquivo {pt}, não uma planilha. Envie a tabela em Excel (.xlsx).",
    }


def _save_as(es: str, en: str, pt: str) -> dict[str, str]:
    return {
        "es": f"{es} {_SAVE_AS['es']}",
        "en": f"{en} {_SAVE_AS['en']}",
        "pt": f"{pt} {_SAVE_AS['pt']}",
    }


REASONS: dict[str, dict[str, str]] = {
    "empty": {
        "es": "El archivo está vacío. Revise que se haya guardado y vuelva a enviarlo.",
        "en": "The file is empty. Check that it was saved and send it again.",
        "pt": "O arquivo está vazio. Verifique se foi salvo e envie-o de novo.",
    },
    "pdf": _kind("es un PDF", "is a PDF", "é um PDF"),
    "picture": _kind("es una imagen", "is a picture", "é uma imagem"),
    "document": _kind("es un documento de texto", "is a text document", "é um documento de texto"),
    "xml": _kind("es un XML", "is an XML file", "é um XML"),
    "not_a_spreadsheet": _kind("es de otra clase", "is of another kind", "é de outro tipo"),
    "archive": {
        "es": "El archivo está comprimido. Descomprímalo y envíe la hoja de cálculo que contiene.",
        "en": "The file is compressed. Unpack it and send the spreadsheet inside.",
        "pt": "O arquivo está compactado. Descompacte-o e envie a planilha que ele contém.",
    },
    "password": {
        "es": "El archivo tiene contraseña. Quítele la contraseña, guárdelo y vuelva a enviarlo.",
        "en": "The file has a password. Remove the password, save it and send it again.",
        "pt": "O arquivo tem senha. Remova a senha, salve-o e envie-o de novo.",
    },
    "cut": {
        "es": "El archivo está incompleto o dañado, quizá porque la descarga se cortó. Vuelva a "
        "descargarlo o a guardarlo y envíelo otra vez.",
        "en": "The file is incomplete or damaged, perhaps because a download was interrupted. "
        "Download or save it again and send it once more.",
        "pt": "O arquivo está incompleto ou danificado, talvez porque o download foi interrompido. "
        "Baixe-o ou salve-o de novo e envie-o outra vez.",
    },
    "unreadable": _save_as(
        "No se pudo leer el archivo.",
        "The file could not be read.",
        "Não se pôde ler o arquivo.",
    ),
    "old_excel": _save_as(
        "El archivo es de un Excel anterior a 1997.",
        "The file was written by an Excel older than 1997.",
        "O arquivo é de um Excel anterior a 1997.",
    ),
    "xlsb": _save_as(
        "El archivo es un libro binario de Excel (.xlsb).",
        "The file is a binary Excel workbook (.xlsb).",
        "O arquivo é uma pasta binária do Excel (.xlsb).",
    ),
    "bomb": _save_as(
        "El archivo se agranda de forma anormal al abrirlo y por seguridad no se lee.",
        "The file grows abnormally when it is opened and, to be safe, is not read.",
        "O arquivo cresce de forma anormal ao ser aberto e, por segurança, não é lido.",
    ),
    "external_entity": _save_as(
        "El archivo contiene instrucciones que una hoja de cálculo no lleva y por seguridad no se "
        "lee.",
        "The file contains instructions that no spreadsheet carries and, to be safe, is not read.",
        "O arquivo contém instruções que uma planilha não leva e, por segurança, não é lido.",
    ),
    "too_large": {
        "es": "El archivo es demasiado grande. Divídalo, por ejemplo un archivo por comité, y "
        "envíe las partes.",
        "en": "The file is too large. Divide it, for example one file per committee, and send the "
        "parts.",
        "pt": "O arquivo é grande demais. Divida-o, por exemplo um arquivo por comitê, e envie as "
        "partes.",
    },
    "too_slow": _save_as(
        "Leer el archivo tomó demasiado tiempo.",
        "Reading the file took too long.",
        "A leitura do arquivo demorou demais.",
    ),
    "encoding": _save_as(
        "No se reconocen las letras del archivo de texto (tildes y eñes).",
        "The letters of the text file (accents and ñ) are not recognised.",
        "As letras do arquivo de texto (acentos e ñ) não são reconhecidas.",
    ),
    "quotes": _save_as(
        "El archivo de texto tiene comillas sin cerrar.",
        "The text file has quotes that are not closed.",
        "O arquivo de texto tem aspas não fechadas.",
    ),
}


def unreadable_text(refusal: UnreadableFile, language: str) -> str:
    """The reason in `language` (es, en, pt)."""
    return REASONS[refusal.code][language].format(**refusal.params)
