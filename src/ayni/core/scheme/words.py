"""What the scheme room says to people, in Spanish, English and Portuguese."""

from __future__ import annotations

from collections.abc import Mapping

PROBLEMS: dict[str, dict[str, str]] = {
    "unknown_parameter": {
        "es": "no hay un parámetro {name}; falta el archivo parameters/{name}.yaml",
        "en": "there is no parameter {name}; the file parameters/{name}.yaml is missing",
        "pt": "não há um parâmetro {name}; falta o arquivo parameters/{name}.yaml",
    },
    "wrong_unit": {
        "es": "{name} está en {unit}; aquí se espera un parámetro de tipo {kind}",
        "en": "{name} is in {unit}; a parameter of kind {kind} is expected here",
        "pt": "{name} está em {unit}; aqui se espera um parâmetro do tipo {kind}",
    },
    "unknown_currency": {
        "es": "no conocemos la moneda {name}",
        "en": "we do not know the currency {name}",
        "pt": "não conhecemos a moeda {name}",
    },
    "other_currency": {
        "es": "{name} está en {unit}, que no es la moneda del esquema",
        "en": "{name} is in {unit}, which is not the scheme's currency",
        "pt": "{name} está em {unit}, que não é a moeda do esquema",
    },
    "repeated": {
        "es": "{name} aparece dos veces",
        "en": "{name} appears twice",
        "pt": "{name} aparece duas vezes",
    },
    "reserved": {
        "es": "{name} es un nombre reservado; use otro",
        "en": "{name} is a reserved name; use another",
        "pt": "{name} é um nome reservado; use outro",
    },
    "nothing_to_complete": {
        "es": "{name} completa una tasa, pero antes no hay solo tasas que completar",
        "en": "{name} completes a rate, but there are not only rates before it to complete",
        "pt": "{name} completa uma taxa, mas antes não há somente taxas a completar",
    },
    "no_condition": {
        "es": "falta decir cuántos meses pagados dan derecho (consecutive, within o ambos)",
        "en": "say how many paid months give the right (consecutive, within or both)",
        "pt": "falta dizer quantos meses pagos dão direito (consecutive, within ou ambos)",
    },
    "emergency_suspended": {
        "es": "una emergencia nunca se suspende; ponga emergency en la lista",
        "en": "an emergency is never suspended; put emergency in the list",
        "pt": "uma emergência nunca se suspende; ponha emergency na lista",
    },
    "unknown_activity": {
        "es": "la actividad {name} no está en la lista de actividades del esquema",
        "en": "the activity {name} is not in the scheme's list of activities",
        "pt": "a atividade {name} não está na lista de atividades do esquema",
    },
    "bounds_unit": {
        "es": "el valor negociable y sus límites deben tener la misma unidad; hay {units}",
        "en": "a negotiable value and its bounds have one unit; found {units}",
        "pt": "o valor negociável e seus limites devem ter a mesma unidade; há {units}",
    },
    "empty_condition": {
        "es": "la excepción no dice cuándo se aplica",
        "en": "the exception does not say when it applies",
        "pt": "a exceção não diz quando se aplica",
    },
    "backward_bounds": {
        "es": "los límites van al revés: {low} y {high}",
        "en": "the bounds run backwards: {low} and {high}",
        "pt": "os limites estão invertidos: {low} e {high}",
    },
    "two_exceptions": {
        "es": "las excepciones {one} y {other} pueden aplicarse a la vez; sepárelas",
        "en": "the exceptions {one} and {other} can apply at once; keep them apart",
        "pt": "as exceções {one} e {other} podem aplicar-se ao mesmo tempo; separe-as",
    },
    "open_band": {
        "es": "solo el último tramo va sin límite superior, y siempre sin él",
        "en": "only the last band goes without an upper limit, and always without",
        "pt": "somente a última faixa fica sem limite superior, e sempre sem ele",
    },
    "overlapping_bands": {
        "es": "los tramos se superponen el {day}: {low} no es menor que {high}",
        "en": "the bands overlap on {day}: {low} is not below {high}",
        "pt": "as faixas se sobrepõem em {day}: {low} não é menor que {high}",
    },
    "negative_share": {
        "es": "{name} saldría negativa el {day}: las demás tasas pasan del total",
        "en": "{name} would be negative on {day}: the other rates exceed the total",
        "pt": "{name} ficaria negativa em {day}: as demais taxas passam do total",
    },
    "no_part_cover": {
        "es": "part_payment dice part_cover; falta part_cover con share y months",
        "en": "part_payment says part_cover; part_cover with share and months is missing",
        "pt": "part_payment diz part_cover; falta part_cover com share e months",
    },
    "idle_part_cover": {
        "es": "part_cover no se usa: part_payment dice {name}",
        "en": "part_cover is not used: part_payment says {name}",
        "pt": "part_cover não se usa: part_payment diz {name}",
    },
    "part_of_no_month": {
        "es": "el calendario es {name}: la regla de pago parcial se elige solo donde se aporta por mes",
        "en": "the calendar is {name}: a part-payment rule is chosen only where contributions are monthly",
        "pt": "o calendário é {name}: a regra de pagamento parcial só se escolhe onde se contribui por mês",
    },
    "part_without_law": {
        "es": "entre las opciones falta la regla del propio calendario, {name}",
        "en": "the calendar's own rule, {name}, is not among the options",
        "pt": "entre as opções falta a regra do próprio calendário, {name}",
    },
    "idle_agent": {
        "es": "{name} retiene en la cosecha, pero no hay un aporte suyo ni del asegurado que retener",
        "en": "{name} withholds at the harvest, but neither it nor the insured person bears a share",
        "pt": "{name} retém na colheita, mas não há contribuição sua nem do segurado a reter",
    },
    "no_agent": {
        "es": "{name} no puede ser agente de retención; retiene quien recibe la producción",
        "en": "{name} cannot be a retention agent; whoever receives the produce withholds",
        "pt": "{name} não pode ser agente de retenção; retém quem recebe a produção",
    },
    "unknown_relation": {
        "es": "la nómina no conoce el parentesco {name}; conoce {known}",
        "en": "a roster does not know the relation {name}; it knows {known}",
        "pt": "a folha não conhece o parentesco {name}; conhece {known}",
    },
    "student_of_any_age": {
        "es": "{name} se protege a cualquier edad; sobra la edad del estudiante, o falta below_age",
        "en": "{name} is protected at any age; leave out the student's age, or give below_age",
        "pt": "{name} protege-se em qualquer idade; sobra a idade do estudante, ou falta below_age",
    },
    "other_count": {
        "es": "{name} está en {unit}; aquí se cuenta en {wanted}",
        "en": "{name} is in {unit}; this is counted in {wanted}",
        "pt": "{name} está em {unit}; aqui se conta em {wanted}",
    },
    "out_of_range": {
        "es": "{name} es {value} desde el {day}; aquí va de {low} a {high}",
        "en": "{name} is {value} from {day}; this runs from {low} to {high}",
        "pt": "{name} é {value} desde {day}; aqui vai de {low} a {high}",
    },
    "crossed_bounds": {
        "es": "el {day} el límite {low} pasa de {high}",
        "en": "on {day} the bound {low} is above {high}",
        "pt": "em {day} o limite {low} passa de {high}",
    },
}

#: Units of counts, as people say them after a figure.
UNITS: dict[str, dict[str, str]] = {
    "months": {"es": "meses", "en": "months", "pt": "meses"},
    "days": {"es": "días", "en": "days", "pt": "dias"},
    "years": {"es": "años", "en": "years", "pt": "anos"},
    "families": {"es": "familias", "en": "families", "pt": "famílias"},
    "persons": {"es": "personas", "en": "persons", "pt": "pessoas"},
    "workers": {"es": "trabajadores", "en": "workers", "pt": "trabalhadores"},
    "UI": {"es": "unidades indexadas", "en": "indexed units", "pt": "unidades indexadas"},
    "times": {"es": "veces", "en": "times", "pt": "vezes"},
}
FLAGS: dict[str, tuple[str, str]] = {"es": ("no", "sí"), "en": ("no", "yes"), "pt": ("não", "sim")}

PAYERS: dict[str, dict[str, str]] = {
    "insured_person": {"es": "asegurado", "en": "insured person", "pt": "segurado"},
    "association": {"es": "asociación", "en": "association", "pt": "associação"},
    "employer": {"es": "empleador", "en": "employer", "pt": "empregador"},
    "buyer": {"es": "comprador", "en": "buyer", "pt": "comprador"},
    "state": {"es": "Estado", "en": "State", "pt": "Estado"},
}

STANDINGS: dict[str, dict[str, str]] = {
    "verified": {
        "es": "verificado en la fuente",
        "en": "read at the source",
        "pt": "verificado na fonte",
    },
    "secondary": {
        "es": "fuente secundaria",
        "en": "secondary source",
        "pt": "fonte secundária",
    },
    "background": {
        "es": "sin verificar",
        "en": "not verified",
        "pt": "não verificado",
    },
    "proposed": {
        "es": "propuesta de modelo, no es ley",
        "en": "proposed model, not law",
        "pt": "proposta de modelo, não é lei",
    },
}

AGREED = {"es": "Convenio firmado", "en": "Signed agreement", "pt": "Convênio assinado"}
#: Whose value it is where the agreement leaves it to each adhesion.
ADHESION_AGREED = {
    "es": "Término propio de la adhesión, dentro del convenio",
    "en": "The adhesion's own term, within the agreement",
    "pt": "Termo próprio da adesão, dentro do convênio",
}


def problem_text(code: str, *, language: str, details: Mapping[str, str]) -> str:
    """Fill the catalogued sentence of a problem."""
    return PROBLEMS[code][language].format(**details)


def standing_text(standing: str, *, language: str) -> str:
    """Say how far a value is known."""
    return STANDINGS[standing][language]


def unit_text(unit: str, *, language: str) -> str:
    """Name the unit of a count; a unit without a name of its own stays as it is written."""
    return UNITS[unit][language] if unit in UNITS else unit


def flag_text(value: int, *, language: str) -> str:
    """Say yes or no."""
    return FLAGS[language][value]


def payer_text(code: str, *, language: str) -> str:
    """Name a payer."""
    return PAYERS[code][language]
