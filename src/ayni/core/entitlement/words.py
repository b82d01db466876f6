"""What the entitlement room says to people, in Spanish, English and Portuguese."""

from __future__ import annotations

Words = dict[str, dict[str, str]]

HEADLINES: Words = {
    "covered": {"es": "CUBIERTO", "en": "COVERED", "pt": "COBERTO"},
    "not_covered": {"es": "NO CUBIERTO", "en": "NOT COVERED", "pt": "NÃO COBERTO"},
    "no_rule": {"es": "EL SEGURO NO LO DICE", "en": "NOT SAID", "pt": "O SEGURO NÃO DIZ"},
}

UNTIL = {"es": "Cubierto hasta el {day}", "en": "Covered until {day}", "pt": "Coberto até {day}"}

EVENTS: Words = {
    "illness": {"es": "enfermedad", "en": "illness", "pt": "doença"},
    "accident": {"es": "accidente", "en": "accident", "pt": "acidente"},
    "emergency": {"es": "emergencia", "en": "emergency", "pt": "emergência"},
    "pregnancy": {"es": "embarazo", "en": "pregnancy", "pt": "gravidez"},
}

MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
    "en": "January February March April May June July August September October November December",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}

LABELS: Words = {
    "window": {
        "es": "Meses que se miran antes de salir",
        "en": "Months looked at before leaving",
        "pt": "Meses considerados antes da saída",
    },
    "contributed": {
        "es": "Meses aportados en ellos",
        "en": "Months contributed in them",
        "pt": "Meses contribuídos neles",
    },
    "gives": {
        "es": "Meses de cobertura después de salir",
        "en": "Months of cover after leaving",
        "pt": "Meses de cobertura depois da saída",
    },
    "affiliated_from": {
        "es": "Está afiliado desde el",
        "en": "Affiliated since",
        "pt": "Afiliado desde",
    },
    "wait": {
        "es": "Espera de: {subject}",
        "en": "Waiting of: {subject}",
        "pt": "Carência de: {subject}",
    },
    "opens_on": {
        "es": "Se abre el",
        "en": "Opens on",
        "pt": "Abre em",
    },
}

WAITING: Words = {
    "open": {
        "es": "{name}: abierto desde el {day}.",
        "en": "{name}: open since {day}.",
        "pt": "{name}: aberto desde {day}.",
    },
    "closed": {
        "es": "{name}: en espera; se abre el {day}.",
        "en": "{name}: waiting; it opens on {day}.",
        "pt": "{name}: em carência; abre em {day}.",
    },
}

#: How many months are paid, for one and for any other number.
PAID_MONTHS: dict[str, tuple[str, str]] = {
    "es": ("Hay {paid} mes pagado", "Hay {paid} meses pagados"),
    "en": ("There is {paid} paid month", "There are {paid} paid months"),
    "pt": ("Há {paid} mês pago", "Há {paid} meses pagos"),
}
#: Where the months are looked for: by the lag of the window, for one month and for any other number.
LOOKED_AT: dict[tuple[str, bool], dict[str, str]] = {
    ("1", True): {"es": "en el mes anterior", "en": "in the month before", "pt": "no mês anterior"},
    ("1", False): {
        "es": "en los {window} meses anteriores",
        "en": "in the {window} months before",
        "pt": "nos {window} meses anteriores",
    },
    ("0", True): {
        "es": "en el mes de la atención",
        "en": "in the month of the care",
        "pt": "no mês do atendimento",
    },
    ("0", False): {
        "es": "en los {window} meses que terminan con el de la atención",
        "en": "in the {window} months that end with that of the care",
        "pt": "nos {window} meses que terminam com o do atendimento",
    },
}
REASONS: Words = {
    "immediate": {
        "es": "Por {event} basta con estar afiliado; no se piden meses pagados.",
        "en": "For {event}, being affiliated is enough; no paid months are asked for.",
        "pt": "Por {event} basta estar afiliado; não se pedem meses pagos.",
    },
    "consecutive": {
        "es": "Hay {consecutive} meses seguidos pagados {looked_at}.",
        "en": "There are {consecutive} paid months in a row {looked_at}.",
        "pt": "Há {consecutive} meses seguidos pagos {looked_at}.",
    },
    "within": {
        "es": "{paid_months} {looked_at}; se piden {within}.",
        "en": "{paid_months} {looked_at}; {within} are needed.",
        "pt": "{paid_months} {looked_at}; pedem-se {within}.",
    },
    "too_few_months": {
        "es": "{paid_months} {looked_at}. Se piden {consecutive} seguidos, o {within} en total.",
        "en": "{paid_months} {looked_at}. {consecutive} in a row are needed, or {within} in all.",
        "pt": "{paid_months} {looked_at}. Pedem-se {consecutive} seguidos, ou {within} no total.",
    },
    "too_few_months_within": {
        "es": "{paid_months} {looked_at}; se piden {within}.",
        "en": "{paid_months} {looked_at}; {within} are needed.",
        "pt": "{paid_months} {looked_at}; pedem-se {within}.",
    },
    "too_few_months_consecutive": {
        "es": "No hay {consecutive} meses seguidos pagados {looked_at}.",
        "en": "There are no {consecutive} paid months in a row {looked_at}.",
        "pt": "Não há {consecutive} meses seguidos pagos {looked_at}.",
    },
    "month_paid": {
        "es": "El mes de la atención está pagado.",
        "en": "The month of the care is paid.",
        "pt": "O mês do atendimento está pago.",
    },
    "month_unpaid": {
        "es": "El mes de la atención no está pagado.",
        "en": "The month of the care is not paid.",
        "pt": "O mês do atendimento não está pago.",
    },
    "waiting": {
        "es": "{benefit}: su espera todavía corre; se abre el {opens_on}.",
        "en": "{benefit}: its waiting still runs; it opens on {opens_on}.",
        "pt": "{benefit}: sua carência ainda corre; abre em {opens_on}.",
    },
    "no_rule": {
        "es": "El seguro no dice a quién cubre el {day}. No es un «no cubierto».",
        "en": 'The insurance does not say whom it covers on {day}. This is no "not covered".',
        "pt": "O seguro não diz a quem cobre em {day}. Não é um «não coberto».",
    },
    "paid_late": {
        "es": "Meses pagados después de ese día, que no cuentan para esta atención: {late}.",
        "en": "Months paid after that day, which do not count for this care: {late}.",
        "pt": "Meses pagos depois desse dia, que não contam para este atendimento: {late}.",
    },
    "not_affiliated": {
        "es": "La persona no está afiliada a este seguro.",
        "en": "The person is not affiliated to this insurance.",
        "pt": "A pessoa não está afiliada a este seguro.",
    },
    "affiliation_ended": {
        "es": "Su afiliación terminó el {day}.",
        "en": "The affiliation ended on {day}.",
        "pt": "Sua afiliação terminou em {day}.",
    },
    "latency": {
        "es": "Su afiliación terminó el {ended}. Aportó {contributed} de los {window} meses anteriores: "
        "queda cubierto {months} meses más.",
        "en": "The affiliation ended on {ended}. Of the {window} months before, {contributed} were "
        "contributed: cover goes on for {months} months more.",
        "pt": "Sua afiliação terminou em {ended}. Contribuiu {contributed} dos {window} meses "
        "anteriores: continua coberto por mais {months} meses.",
    },
    "latency_over": {
        "es": "La cobertura después de salir ({months} meses) terminó el {until}.",
        "en": "Cover after leaving ({months} months) ended on {until}.",
        "pt": "A cobertura depois da saída ({months} meses) terminou em {until}.",
    },
    "latency_none": {
        "es": "Aportó {contributed} de los {window} meses anteriores: no alcanza para seguir cubierto.",
        "en": "Of the {window} months before, {contributed} were contributed: too few for cover to "
        "go on.",
        "pt": "Contribuiu {contributed} dos {window} meses anteriores: não basta para continuar "
        "coberto.",
    },
    "out_of_season": {
        "es": "Este seguro cubre solo de {first} a {last}.",
        "en": "This insurance covers only from {first} to {last}.",
        "pt": "Este seguro cobre somente de {first} a {last}.",
    },
    "affiliation_not_begun": {
        "es": "Su afiliación empieza el {day}.",
        "en": "The affiliation begins on {day}.",
        "pt": "Sua afiliação começa em {day}.",
    },
    "relation_not_protected": {
        "es": "El seguro no protege a un familiar con este parentesco: {relation}.",
        "en": "The insurance does not protect a relative of this kind: {relation}.",
        "pt": "O seguro não protege um familiar com este parentesco: {relation}.",
    },
    "over_age": {
        "es": "Tiene {age} años; se protege hasta antes de cumplir {limit}, salvo incapacidad.",
        "en": "Aged {age}; protected until before turning {limit}, unless incapacitated.",
        "pt": "Tem {age} anos; protege-se até antes de completar {limit}, salvo incapacidade.",
    },
    "over_age_no_student": {
        "es": "Tiene {age} años; se protege hasta antes de cumplir {limit}, o {student_limit} si "
        "estudia, salvo incapacidad.",
        "en": "Aged {age}; protected until before turning {limit}, or {student_limit} as a student, "
        "unless incapacitated.",
        "pt": "Tem {age} anos; protege-se até antes de completar {limit}, ou {student_limit} se "
        "estuda, salvo incapacidade.",
    },
    "birth_unknown": {
        "es": "Falta su fecha de nacimiento; se protege hasta antes de cumplir {limit} años.",
        "en": "The date of birth is missing; protected until before turning {limit}.",
        "pt": "Falta a data de nascimento; protege-se até antes de completar {limit} anos.",
    },
}

ADVICE: Words = {
    "attend": {"es": "Atienda a la persona.", "en": "Attend the person.", "pt": "Atenda a pessoa."},
    "attend_emergency": {
        "es": "Atienda la emergencia ahora; una emergencia nunca se rechaza. Después vea su caso "
        "con la oficina de afiliación.",
        "en": "Attend the emergency now; an emergency is never refused. See the affiliation office "
        "about the case afterwards.",
        "pt": "Atenda a emergência agora; uma emergência nunca se recusa. Depois veja o caso com o "
        "escritório de afiliação.",
    },
    "attend_and_charge": {
        "es": "Atienda la emergencia ahora; nunca se rechaza. El costo se puede cobrar después.",
        "en": "Attend the emergency now; it is never refused. The cost may be charged afterwards.",
        "pt": "Atenda a emergência agora; nunca se recusa. O custo pode ser cobrado depois.",
    },
    "pay_months": {
        "es": "La familia debe ponerse al día con su asociación. Lo que pague desde hoy cuenta "
        "para las atenciones que vengan después. Si es una emergencia, se atiende siempre.",
        "en": "The family should settle its months with its association. What it pays from now on "
        "counts for later care. An emergency is always attended.",
        "pt": "A família deve pôr-se em dia com sua associação. O que pagar a partir de hoje conta "
        "para atendimentos posteriores. Uma emergência sempre se atende.",
    },
    "see_affiliation": {
        "es": "Consulte con su asociación o con la oficina de afiliación. Si es una emergencia, se "
        "atiende siempre.",
        "en": "Ask the association or the affiliation office. An emergency is always attended.",
        "pt": "Consulte sua associação ou o escritório de afiliação. Uma emergência sempre se "
        "atende.",
    },
    "wait_for_benefit": {
        "es": "Lo demás se atiende; esta prestación, desde ese día. Si es una emergencia, se atiende "
        "siempre.",
        "en": "Other care is given; this benefit, from that day on. An emergency is always attended.",
        "pt": "O restante se atende; esta prestação, a partir desse dia. Uma emergência sempre se "
        "atende.",
    },
}

CAUTION_MODEL = {
    "es": "Este seguro es un modelo de negociación: sus reglas son una propuesta, no una ley.",
    "en": "This insurance is a model for negotiation: its rules are a proposal, not a law.",
    "pt": "Este seguro é um modelo de negociação: suas regras são uma proposta, não uma lei.",
}

CAUTION_STANDING = {
    "es": "La respuesta se apoya en un valor así marcado: {standing}.",
    "en": "The answer rests on a value marked so: {standing}.",
    "pt": "A resposta se apoia num valor assim marcado: {standing}.",
}
