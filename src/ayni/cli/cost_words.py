"""What ``ayni cost`` says, in three languages."""

from __future__ import annotations

COST_WORDS: dict[str, dict[str, str]] = {
    "verb_cost": {
        "es": "lo que costó la atención, según las cuentas de la institución",
        "en": "what care cost, by the institution's own accounts",
        "pt": "o que custou a atenção, segundo as contas da instituição",
    },
    "cost_import": {
        "es": "contar lo que costó la atención por adhesión, mes y renglón",
        "en": "tell what care cost by adhesion, month and benefit line",
        "pt": "contar o que custou a atenção por adesão, mês e linha",
    },
    "cost_list": {
        "es": "los meses contados, con quién y cuándo",
        "en": "the months told, with who and when",
        "pt": "os meses contados, com quem e quando",
    },
    "cost_refused": {
        "es": "{file} no se contó: {why}",
        "en": "{file} was not told: {why}",
        "pt": "{file} não se contou: {why}",
    },
    "cost_problem": {
        "es": "{sheet}, fila {row}, {column}: {wrong} Dice «{value}». {right}",
        "en": "{sheet}, row {row}, {column}: {wrong} It says “{value}”. {right}",
        "pt": "{sheet}, linha {row}, {column}: {wrong} Diz «{value}». {right}",
    },
    "cost_nothing": {
        "es": "Filas con error: {problems}. No se contó nada.",
        "en": "Wrong rows: {problems}. Nothing was told.",
        "pt": "Linhas com erro: {problems}. Nada se contou.",
    },
    "cost_taken": {
        "es": "Contado: {rows} filas, {amount}, meses {months}; corrigen lo de antes: {corrections}.",
        "en": "Told: {rows} rows, {amount}, months {months}; they correct what was told: {corrections}.",
        "pt": "Contado: {rows} linhas, {amount}, meses {months}; corrigem o de antes: {corrections}.",
    },
    "cost_known": {
        "es": "Este archivo ya se había contado ({rows} filas, {amount}). No se contó dos veces.",
        "en": "This file had been told before ({rows} rows, {amount}). It was not told twice.",
        "pt": "Este arquivo já tinha sido contado ({rows} linhas, {amount}). Não se contou duas vezes.",
    },
    "cost_month": {
        "es": "{month}  {amount:>18}  {adhesions} adhesiones, por {told_by} el {told_at}",
        "en": "{month}  {amount:>18}  {adhesions} adhesions, by {told_by} on {told_at}",
        "pt": "{month}  {amount:>18}  {adhesions} adesões, por {told_by} em {told_at}",
    },
    "cost_none": {
        "es": "Todavía no se contó ningún costo.",
        "en": "No cost was told yet.",
        "pt": "Ainda não se contou nenhum custo.",
    },
}
