"""What ``ayni scheme`` says, in Spanish, English and Portuguese."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "scheme": {
        "es": "leer, comprobar y explicar esquemas",
        "en": "read, check and explain schemes",
        "pt": "ler, verificar e explicar esquemas",
    },
    "list": {
        "es": "los esquemas que hay",
        "en": "the schemes there are",
        "pt": "os esquemas que há",
    },
    "show": {
        "es": "un esquema entero, con sus fuentes",
        "en": "a whole scheme, with its sources",
        "pt": "um esquema inteiro, com suas fontes",
    },
    "check": {
        "es": "comprobar los archivos y los casos",
        "en": "check the files and the cases",
        "pt": "verificar os arquivos e os casos",
    },
    "explain": {
        "es": "explicar un caso paso a paso",
        "en": "explain a case step by step",
        "pt": "explicar um caso passo a passo",
    },
    "case_help": {
        "es": "archivo de casos; ARCHIVO#ID pide uno solo",
        "en": "file of cases; FILE#ID asks for one",
        "pt": "arquivo de casos; ARQUIVO#ID pede um só",
    },
    "json_help": {"es": "escribe JSON", "en": "print JSON", "pt": "escreve JSON"},
    "unknown_scheme": {
        "es": "No hay tal esquema: {found}",
        "en": "There is no such scheme: {found}",
        "pt": "Não há tal esquema: {found}",
    },
    "cannot_explain": {
        "es": "No se puede calcular: {found}",
        "en": "This cannot be computed: {found}",
        "pt": "Não se pode calcular: {found}",
    },
    "no_case": {
        "es": "No hay tal caso: {found}",
        "en": "There is no such case: {found}",
        "pt": "Não há tal caso: {found}",
    },
    "weakest": {
        "es": "Su valor menos firme: {standing}",
        "en": "Its least firm value: {standing}",
        "pt": "Seu valor menos firme: {standing}",
    },
    "red_files": {
        "es": "{name}: no carga, {count} errores",
        "en": "{name}: does not load, {count} errors",
        "pt": "{name}: não carrega, {count} erros",
    },
    "checked": {
        "es": "{name}: {passed} de {count} casos pasan",
        "en": "{name}: {passed} of {count} cases pass",
        "pt": "{name}: {passed} de {count} casos passam",
    },
    "unnamed": {
        "es": "Ningún artículo nombra estos parámetros: {names}",
        "en": "No article names these parameters: {names}",
        "pt": "Nenhum artigo nomeia estes parâmetros: {names}",
    },
    "unnamed_title": {
        "es": "Parámetros que ningún artículo nombra",
        "en": "Parameters that no article names",
        "pt": "Parâmetros que nenhum artigo nomeia",
    },
    "seen_before": {
        "es": "{name}: véase arriba",
        "en": "{name}: see above",
        "pt": "{name}: ver acima",
    },
    "example": {
        "es": "un buen ejemplo: {example}",
        "en": "a good example: {example}",
        "pt": "um bom exemplo: {example}",
    },
    "difference": {
        "es": "{what}: se esperaba {expected}, salió {found}",
        "en": "{what}: expected {expected}, found {found}",
        "pt": "{what}: esperava-se {expected}, saiu {found}",
    },
    "compare": {
        "es": "poner varios esquemas lado a lado, para la misma familia",
        "en": "put several schemes side by side, for the same family",
        "pt": "pôr vários esquemas lado a lado, para a mesma família",
    },
    "diff": {
        "es": "qué cambia entre dos textos de un esquema, en palabras y en dinero",
        "en": "what changes between two texts of a scheme, in words and in money",
        "pt": "o que muda entre dois textos de um esquema, em palavras e em dinheiro",
    },
    "family_help": {
        "es": "archivo YAML con los datos de la familia",
        "en": "YAML file with the facts of the family",
        "pt": "arquivo YAML com os dados da família",
    },
    "months_help": {
        "es": "meses, separados por comas",
        "en": "months, separated by commas",
        "pt": "meses, separados por vírgulas",
    },
    "month_help": {
        "es": "mes en que se calcula",
        "en": "month that is computed",
        "pt": "mês que se calcula",
    },
    "population_help": {
        "es": "suma además N familias del ejemplo",
        "en": "sum N families of the example as well",
        "pt": "soma também N famílias do exemplo",
    },
    "unreadable": {
        "es": "No se puede leer: {found}",
        "en": "This cannot be read: {found}",
        "pt": "Não se pode ler: {found}",
    },
    "owes": {
        "es": "debe {amount}",
        "en": "owes {amount}",
        "pt": "deve {amount}",
    },
    "of_income": {
        "es": "{part} de su ingreso",
        "en": "{part} of its income",
        "pt": "{part} da sua renda",
    },
    "before_cover": {
        "es": "meses pagados seguidos hasta tener derecho: {months}",
        "en": "months paid in a row before cover: {months}",
        "pt": "meses pagos seguidos até ter direito: {months}",
    },
    "harvest_cover": {
        "es": "meses del año con derecho si paga solo en cosecha: {months}",
        "en": "months of the year covered paying at harvest only: {months}",
        "pt": "meses do ano com direito pagando só na colheita: {months}",
    },
    "no_rule": {
        "es": "sin regla vigente ese mes",
        "en": "no rule in force that month",
        "pt": "sem regra vigente nesse mês",
    },
    "fact_unsaid": {
        "es": "falta un dato que este esquema conozca: {fact}",
        "en": "a fact that this scheme knows is missing: {fact}",
        "pt": "falta um dado que este esquema conheça: {fact}",
    },
    "nobody_pays": {
        "es": "nadie paga nada",
        "en": "nobody pays anything",
        "pt": "ninguém paga nada",
    },
    "population": {
        "es": "{count} familias del ejemplo:",
        "en": "{count} families of the example:",
        "pt": "{count} famílias do exemplo:",
    },
    "spread": {
        "es": "por familia: de {lowest} a {highest}; la del medio {median}",
        "en": "per family: from {lowest} to {highest}; the middle one {median}",
        "pt": "por família: de {lowest} a {highest}; a do meio {median}",
    },
    "refused": {
        "es": "{count} familias sin un dato que el esquema pide",
        "en": "{count} families without a fact that the scheme asks",
        "pt": "{count} famílias sem um dado que o esquema pede",
    },
    "no_change": {
        "es": "No cambia nada.",
        "en": "Nothing changes.",
        "pt": "Nada muda.",
    },
    "change_added": {
        "es": "nuevo: {where}: {after}",
        "en": "new: {where}: {after}",
        "pt": "novo: {where}: {after}",
    },
    "change_removed": {
        "es": "se quita: {where}: {before}",
        "en": "removed: {where}: {before}",
        "pt": "retira-se: {where}: {before}",
    },
    "change_changed": {
        "es": "cambia: {where}: {before} → {after}",
        "en": "changed: {where}: {before} → {after}",
        "pt": "muda: {where}: {before} → {after}",
    },
    "effect": {
        "es": "De {families} familias, {more} pagan más y {less} pagan menos.",
        "en": "Of {families} families, {more} pay more and {less} pay less.",
        "pt": "De {families} famílias, {more} pagam mais e {less} pagam menos.",
    },
    "effect_due": {
        "es": "Lo que se cobra al mes: {before} → {after}",
        "en": "Collected in the month: {before} → {after}",
        "pt": "O que se cobra no mês: {before} → {after}",
    },
    "effect_state": {
        "es": "Lo que pone el Estado: {before} → {after}",
        "en": "What the State pays: {before} → {after}",
        "pt": "O que paga o Estado: {before} → {after}",
    },
    "effect_most": {
        "es": "La familia que más cambia: {before} → {after} ({family})",
        "en": "The family that changes most: {before} → {after} ({family})",
        "pt": "A família que mais muda: {before} → {after} ({family})",
    },
    "fact_declared_income": {
        "es": "ingreso en la moneda del esquema",
        "en": "income in the scheme's money",
        "pt": "renda na moeda do esquema",
    },
    "fact_pay": {
        "es": "ingreso en la moneda del esquema",
        "en": "income in the scheme's money",
        "pt": "renda na moeda do esquema",
    },
    "fact_produce_sold": {
        "es": "ingreso en la moneda del esquema",
        "en": "income in the scheme's money",
        "pt": "renda na moeda do esquema",
    },
    "fact_yearly_sales": {
        "es": "ventas del año",
        "en": "yearly sales",
        "pt": "vendas do ano",
    },
    "fact_activity": {
        "es": "actividad",
        "en": "activity",
        "pt": "atividade",
    },
    "fact_age": {
        "es": "edad",
        "en": "age",
        "pt": "idade",
    },
    "fact_sex": {
        "es": "sexo",
        "en": "sex",
        "pt": "sexo",
    },
    "fact_dependants": {
        "es": "derechohabientes",
        "en": "dependants",
        "pt": "dependentes",
    },
    "fact_workers": {
        "es": "trabajadores",
        "en": "workers",
        "pt": "trabalhadores",
    },
    "fact_units_delivered": {
        "es": "cantidad entregada",
        "en": "quantity delivered",
        "pt": "quantidade entregue",
    },
    "since": {"es": "desde {day}", "en": "since {day}", "pt": "desde {day}"},
    "strip": {
        "es": "■ pagado  ◧ pagado tarde  □ sin pagar  · no se debía",
        "en": "■ paid  ◧ paid late  □ unpaid  · not due",
        "pt": "■ pago  ◧ pago tarde  □ não pago  · não devido",
    },
}


def say(code: str, language: str, **details: str) -> str:
    """Fill a catalogued sentence."""
    return WORDS[code][language].format(**details)
