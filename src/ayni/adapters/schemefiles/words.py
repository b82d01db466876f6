"""What the reader of scheme files says to people, with good examples."""

from __future__ import annotations

from ayni.adapters.marked_words import UNREADABLE

PROBLEMS: dict[str, dict[str, str]] = UNREADABLE | {
    "missing": {
        "es": "falta {place}",
        "en": "{place} is missing",
        "pt": "falta {place}",
    },
    "union_tag_not_found": {
        "es": "falta {place}: de qué clase es (kind)",
        "en": "{place}: its kind is missing",
        "pt": "falta {place}: de que classe é (kind)",
    },
    "extra_forbidden": {
        "es": "{place} no existe en el lenguaje; revise el nombre",
        "en": "{place} does not exist in the language; check the name",
        "pt": "{place} não existe na linguagem; verifique o nome",
    },
    "unknown_unit": {
        "es": "{place}: no conocemos esta unidad. {expected}",
        "en": "{place}: we do not know this unit. {expected}",
        "pt": "{place}: não conhecemos esta unidade. {expected}",
    },
    "unreadable_figure": {
        "es": "{place}: el valor no es exacto en su unidad: {expected}",
        "en": "{place}: the value is not exact in its unit: {expected}",
        "pt": "{place}: o valor não é exato em sua unidade: {expected}",
    },
    "unknown_yet_verified": {
        "es": "{place}: un valor que no se conoce (null) no está verificado; si lo verificado es que la "
        "regla terminó ese día, dígalo con ended: true",
        "en": "{place}: a value that is not known (null) is not verified; if what was verified is that "
        "the rule ended that day, say so with ended: true",
        "pt": "{place}: um valor que não se conhece (null) não está verificado; se o verificado é que a "
        "regra terminou nesse dia, diga-o com ended: true",
    },
    "ended_with_value": {
        "es": "{place}: una regla que terminó no tiene valor; ponga value: null",
        "en": "{place}: a rule that ended has no value; write value: null",
        "pt": "{place}: uma regra que terminou não tem valor; ponha value: null",
    },
    "no_parameters": {
        "es": "falta la carpeta parameters con al menos un archivo",
        "en": "the folder parameters with at least one file is missing",
        "pt": "falta a pasta parameters com ao menos um arquivo",
    },
    "unknown_in_article": {
        "es": "el artículo nombra el parámetro {found}, que el esquema no tiene",
        "en": "the article names the parameter {found}, which the scheme does not have",
        "pt": "o artigo nomeia o parâmetro {found}, que o esquema não tem",
    },
    "other": {
        "es": "{place}: se encontró {found}; se esperaba: {expected}",
        "en": "{place}: found {found}; expected: {expected}",
        "pt": "{place}: encontrou-se {found}; esperava-se: {expected}",
    },
}

EXAMPLES: dict[str, str] = {
    "reference": "reference: {title: D.S. 006-2024-TR, href: https://...}",
    "title": "reference: {title: D.S. 006-2024-TR, href: https://...}",
    "href": "reference: {title: D.S. 006-2024-TR, href: https://...}",
    "unknown_yet_verified": "metadata: {standing: background}   # or {standing: verified, ended: true}",
    "ended_with_value": "value: null   # beside metadata: {standing: verified, ended: true}",
    "standing": "metadata: {standing: verified}   # verified, secondary, background, proposed",
    "reaches": "metadata: {reaches: at_renewal}   # frozen, at_renewal, at_once",
    "unit": "unit: PEN   # or /1, times, months, days, years, families, flag, text",
    "value": "value: 1130.00",
    "values": "values: {2025-01-01: {value: 1130.00, reference: {...}, metadata: {...}}}",
    "start": "2025-01-01:",
    "description": "description: Remuneración mínima vital",
    "kind": "{kind: rate, rate: tasa_del_asegurado}",
    "price": "price: {kind: rate, rate: tasa_del_asegurado}",
    "rate": "rate: tasa_del_asegurado",
    "base": "base: {kind: parameter, amount: rmv}",
    "bands": "bands: [{label: c1, upto: limite_1, rate: tasa_1}, {label: c2, rate: tasa_2}]",
    "shares": "shares: [{label: asegurado, payer: insured_person, price: {...}}]",
    "payer": "payer: insured_person   # association, employer, buyer, state",
    "rounding": "rounding: {step: 1, mode: half_up}",
    "step": "step: 100   # minor units: whole colones",
    "mode": "mode: half_up",
    "qualifying": "qualifying: {window: ventana, consecutive: seguidos, within: en_total}",
    "counted_up_to": "counted_up_to: month_of_event   # or month_before, which is meant without it",
    "never_suspended": "never_suspended: [emergency]",
    "currency": "currency: PEN",
    "code": "code: pe-mi-esquema",
    "name": "name: {es: ..., en: ..., pt: ...}",
    "unknown_parameter": "parameters/tasa.yaml, and then: rate: tasa",
    "unknown_in_article": "Parámetros: `rmv`, `tasa_1` a `tasa_5`.",
    "wrong_unit": "unit: /1   # for a rate;  unit: PEN for an amount",
    "overlapping_bands": "bands: [{upto: limite_1 (0.9295)}, {upto: limite_2 (2)}, {no limit}]",
    "two_exceptions": "when: {activities: [cafe]}  beside  when: {activities: [cacao]}",
    "negative_share": "total 0.12 with shares that together stay at or below 0.12",
    "no_part_cover": "part_cover: {share: parte_pagada, months: primeros_meses}",
    "part_cover": "part_cover: {share: parte_pagada, months: primeros_meses}",
    "part_of_no_month": "calendar: {kind: monthly, part_payment: whole_families_in_roster_order, ...}",
    "part_without_law": "options: [whole_families_in_roster_order, pro_rata]",
    "calendar": "calendar: {kind: yearly, first_month: 7, part_payment: all_or_nothing, ...}",
    "latency": "latency: {window: ventana, bands: [{upto: 4, gives: meses_0}, {gives: meses_2}]}",
    "waiting": "waiting: [{benefit: cirugia, name: {es: ...}, months: espera_cirugia}]",
    "season": "season: {first_month: 11, last_month: 3}",
    "interest": "interest: {kind: simple_daily, monthly_rate: tasa_interes}",
    "out_of_range": "value: 15   # a due day of the month",
    "other_count": "unit: days   # for a due day or grace; months for cover, years for prescription",
    "unknown_relation": "relation: child   # spouse, partner, father, mother, sibling, other...",
    "idle_agent": "shares: [{label: retencion, payer: buyer, price: {...}}]",
    "no_agent": "agent: buyer   # or association, employer",
    "crossed_bounds": "lowest: tasa_minima (0.04)  beside  highest: tasa_maxima (0.09)",
    "month": "month: 2026-04",
    "day": "day: 2026-04-15",
    "expect": "expect: {due: 45.20}",
    "no_file": "scheme.yaml, parameters/*.yaml, cases/*.yaml, regulation.md",
}


def fault_text(code: str, *, language: str, place: str, found: str, expected: str) -> str:
    """Fill the catalogued sentence of a fault."""
    sentence = PROBLEMS.get(code, PROBLEMS["other"])[language]
    return sentence.format(place=place, found=found, expected=expected)


def example_of(name: str) -> str:
    """Give a good example for a field or a kind of fault; empty where there is none."""
    return EXAMPLES.get(name, "")
