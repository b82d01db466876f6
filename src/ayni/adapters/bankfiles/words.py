"""Why a bank file is refused, in Spanish, English and Portuguese."""

from __future__ import annotations

PROBLEMS: dict[str, dict[str, str]] = {
    "empty": {
        "es": "El archivo está vacío.",
        "en": "The file is empty.",
        "pt": "O arquivo está vazio.",
    },
    "too_large": {
        "es": "El archivo es demasiado grande: {size} MB; el máximo es {most} MB.",
        "en": "The file is too large: {size} MB; the most is {most} MB.",
        "pt": "O arquivo é grande demais: {size} MB; o máximo é {most} MB.",
    },
    "not_well_formed": {
        "es": "El archivo está cortado o dañado cerca de la línea {line}. Descárguelo otra vez.",
        "en": "The file is cut or damaged near line {line}. Download it again.",
        "pt": "O arquivo está cortado ou danificado perto da linha {line}. Baixe-o outra vez.",
    },
    "external": {
        "es": "El archivo intenta abrir otros archivos o definiciones; rechazado por seguridad.",
        "en": "The file tries to open other files or definitions; refused for safety.",
        "pt": "O arquivo tenta abrir outros arquivos ou definições; recusado por segurança.",
    },
    "other_message": {
        "es": "No es un estado de cuenta camt.053, sino: {found}.",
        "en": "It is not a camt.053 bank statement, but: {found}.",
        "pt": "Não é um extrato bancário camt.053, mas: {found}.",
    },
    "comes_later": {
        "es": "Todavía no leemos el formato {found}. Pida al banco el estado de cuenta camt.053.",
        "en": "We do not read the format {found} yet. Ask the bank for a camt.053 statement.",
        "pt": "Ainda não lemos o formato {found}. Peça ao banco o extrato camt.053.",
    },
    "not_a_statement": {
        "es": "El archivo no es un estado de cuenta que conozcamos.",
        "en": "The file is no bank statement that we know.",
        "pt": "O arquivo não é um extrato bancário que conheçamos.",
    },
    "no_statement": {
        "es": "El archivo no trae ningún estado de cuenta.",
        "en": "The file holds no statement.",
        "pt": "O arquivo não traz nenhum extrato.",
    },
    "missing": {
        "es": "En {where} falta {field}, o está mal escrito: «{found}».",
        "en": 'In {where}, {field} is missing or badly written: "{found}".',
        "pt": "Em {where} falta {field}, ou está mal escrito: «{found}».",
    },
    "unknown_currency": {
        "es": "En {where}: no conocemos la moneda «{found}».",
        "en": 'In {where}: we do not know the currency "{found}".',
        "pt": "Em {where}: não conhecemos a moeda «{found}».",
    },
    "currency_mixed": {
        "es": "En {where}: la moneda es {found} y la de la cuenta es {expected}.",
        "en": "In {where}: the currency is {found} and the account's is {expected}.",
        "pt": "Em {where}: a moeda é {found} e a da conta é {expected}.",
    },
    "not_booked": {
        "es": "En {where}: el movimiento no es definitivo ({found}). Pida el estado definitivo.",
        "en": "In {where}: the movement is not booked yet ({found}). Ask for the final statement.",
        "pt": "Em {where}: o movimento não é definitivo ({found}). Peça o extrato definitivo.",
    },
    "no_balance": {
        "es": "En {where} falta el saldo inicial o el saldo final.",
        "en": "In {where} the opening or the closing balance is missing.",
        "pt": "Em {where} falta o saldo inicial ou o saldo final.",
    },
    "balance_does_not_close": {
        "es": "En {where}, saldo inicial y movimientos dan {found}; el banco dice {declared}.",
        "en": "In {where}, opening balance plus entries is {found} and the bank says {declared}.",
        "pt": "Em {where}, o saldo inicial mais os movimentos dá {found} e o banco diz {declared}.",
    },
    "control_sum": {
        "es": "En {where}, {field} suma {found} y el banco declara {declared}.",
        "en": "In {where}, {field} adds up to {found} and the bank declares {declared}.",
        "pt": "Em {where}, {field} soma {found} e o banco declara {declared}.",
    },
    "entry_count": {
        "es": "En {where}, {field}: hay {found} movimientos y el banco declara {declared}.",
        "en": "In {where}, {field}: there are {found} entries and the bank declares {declared}.",
        "pt": "Em {where}, {field}: há {found} movimentos e o banco declara {declared}.",
    },
    "batch_sum": {
        "es": "En {where}, los pagos del lote suman {found} y el movimiento es de {declared}.",
        "en": "In {where}, the payments of the batch add up to {found}; the entry is {declared}.",
        "pt": "Em {where}, os pagamentos do lote somam {found} e o movimento é de {declared}.",
    },
}
