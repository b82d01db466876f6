"""What a study and its assumption tables say to people when they are refused, in three languages."""

from __future__ import annotations

PROBLEMS: dict[str, dict[str, str]] = {
    "not_a_number": {
        "es": "{place}: {found} no es una cifra; escriba por ejemplo 0.0125",
        "en": "{place}: {found} is no figure; write for example 0.0125",
        "pt": "{place}: {found} não é um número; escreva por exemplo 0.0125",
    },
    "negative": {
        "es": "{place}: {found} es menor que cero",
        "en": "{place}: {found} is below zero",
        "pt": "{place}: {found} é menor que zero",
    },
    "above_one": {
        "es": "{place}: {found} es mayor que 1; una probabilidad o una parte no pasa de 1",
        "en": "{place}: {found} is above 1; a probability or a part is at most 1",
        "pt": "{place}: {found} é maior que 1; uma probabilidade ou uma parte não passa de 1",
    },
    "not_stationary": {
        "es": "{place}: {found} tiene que estar entre -1 y 1",
        "en": "{place}: {found} must be between -1 and 1",
        "pt": "{place}: {found} tem que estar entre -1 e 1",
    },
    "not_above_nothing": {
        "es": "{place}: {found} tiene que ser mayor que cero",
        "en": "{place}: {found} must be above zero",
        "pt": "{place}: {found} tem que ser maior que zero",
    },
    "bad_ages": {
        "es": "{place}: {found} no son edades; escriba 7, 5-9 o 75+",
        "en": "{place}: {found} are no ages; write 7, 5-9 or 75+",
        "pt": "{place}: {found} não são idades; escreva 7, 5-9 ou 75+",
    },
    "gap_in_ages": {
        "es": "{place}: faltan edades; se esperaba desde {expected} y dice {found}",
        "en": "{place}: ages are missing; expected from {expected} on, found {found}",
        "pt": "{place}: faltam idades; esperava-se a partir de {expected} e diz {found}",
    },
    "overlap_in_ages": {
        "es": "{place}: las edades {found} se cruzan con las anteriores; se esperaba desde {expected}",
        "en": "{place}: the ages {found} overlap with those before; expected from {expected} on",
        "pt": "{place}: as idades {found} se cruzam com as anteriores; esperava-se a partir de {expected}",
    },
    "repeated_age": {
        "es": "{place}: la edad {found} está repetida",
        "en": "{place}: the age {found} is repeated",
        "pt": "{place}: a idade {found} está repetida",
    },
    "ages_not_covered": {
        "es": "{place}: la tabla dice cubrir {expected} y sus edades no terminan ahí",
        "en": "{place}: the table says it covers {expected} and its ages do not end there",
        "pt": "{place}: a tabela diz cobrir {expected} e suas idades não terminam aí",
    },
    "frequency_or_fertility": {
        "es": "{place}: un renglón por costo lleva frequency; uno por fecundidad no",
        "en": "{place}: a line by cost has a frequency; one by fertility has none",
        "pt": "{place}: uma linha por custo leva frequency; uma por fecundidade não",
    },
    "tail_of_gamma": {
        "es": "{place}: solo lognormal admite cola (tail)",
        "en": "{place}: only lognormal has a tail",
        "pt": "{place}: só lognormal admite cauda (tail)",
    },
    "repeated_line": {
        "es": "{place}: el renglón {found} está repetido",
        "en": "{place}: the line {found} is repeated",
        "pt": "{place}: a linha {found} está repetida",
    },
    "parts_not_whole": {
        "es": "{place}: las partes del costo suman {found} y no 1",
        "en": "{place}: the parts of the cost sum to {found} and not to 1",
        "pt": "{place}: as partes do custo somam {found} e não 1",
    },
    "no_logit": {
        "es": "{place}: {found} tiene que estar entre 0 y 1, sin llegar a ellos",
        "en": "{place}: {found} must be between 0 and 1, without reaching them",
        "pt": "{place}: {found} tem que estar entre 0 e 1, sem chegar a eles",
    },
    "named_or_counted": {
        "es": "{place}: las asociaciones van por nombre (named) o por número (count), una de las dos",
        "en": "{place}: associations are given by name (named) or by number (count), one of both",
        "pt": "{place}: as associações vão por nome (named) ou por número (count), uma das duas",
    },
    "weights_need_cohort": {
        "es": "{place}: una institución entera se estudia con kernel: cohort",
        "en": "{place}: a whole institution is studied with kernel: cohort",
        "pt": "{place}: uma instituição inteira se estuda com kernel: cohort",
    },
    "paid_before_affiliated": {
        "es": "{place}: hay más meses pagados que meses de afiliación",
        "en": "{place}: more months paid than months affiliated",
        "pt": "{place}: há mais meses pagos que meses de afiliação",
    },
    "another_country": {
        "es": "{place}: la tabla es de {found} y el esquema de {expected}; diga used_for_another_country con "
        "el motivo, o use otra",
        "en": "{place}: the table is of {found} and the scheme of {expected}; say used_for_another_country "
        "with the reason, or use another",
        "pt": "{place}: a tabela é de {found} e o esquema de {expected}; diga used_for_another_country com o "
        "motivo, ou use outra",
    },
    "missing_table": {
        "es": "falta la tabla de {found}; ninguna hipótesis tiene un valor por omisión",
        "en": "the table of {found} is missing; no assumption has a default",
        "pt": "falta a tabela de {found}; nenhuma hipótese tem um valor padrão",
    },
    "unknown_table": {
        "es": "{place}: no hay tabla {found}. Hay: {expected}",
        "en": "{place}: there is no table {found}. There are: {expected}",
        "pt": "{place}: não há tabela {found}. Há: {expected}",
    },
    "wrong_kind": {
        "es": "{place}: la tabla es de {found} y se pide {expected}",
        "en": "{place}: the table is of {found}; {expected} is asked for",
        "pt": "{place}: a tabela é de {found} e se pede {expected}",
    },
    "other_name": {
        "es": "{place}: el código {found} no es el nombre del archivo ({expected})",
        "en": "{place}: the code {found} is not the file's name ({expected})",
        "pt": "{place}: o código {found} não é o nome do arquivo ({expected})",
    },
    "short_table": {
        "es": "{place}: la tabla mensual tiene {found} meses y el estudio {expected}",
        "en": "{place}: the monthly table has {found} months and the study {expected}",
        "pt": "{place}: a tabela mensal tem {found} meses e o estudo {expected}",
    },
    "other_lines": {
        "es": "{place}: no son los mismos renglones de prestaciones: {found}",
        "en": "{place}: not the same benefit lines: {found}",
        "pt": "{place}: não são as mesmas linhas de benefícios: {found}",
    },
    "other_currency": {
        "es": "{place}: el costo está en {found} y el esquema en {expected}",
        "en": "{place}: the cost is in {found} and the scheme in {expected}",
        "pt": "{place}: o custo está em {found} e o esquema em {expected}",
    },
    "unknown_scheme": {
        "es": "{place}: no hay esquema {found}",
        "en": "{place}: there is no scheme {found}",
        "pt": "{place}: não há esquema {found}",
    },
    "unknown_activity": {
        "es": "{place}: el esquema no conoce la actividad {found}. Conoce: {expected}",
        "en": "{place}: the scheme does not know the activity {found}. It knows: {expected}",
        "pt": "{place}: o esquema não conhece a atividade {found}. Conhece: {expected}",
    },
    "unknown_parameter": {
        "es": "{place}: el esquema no tiene el parámetro {found}",
        "en": "{place}: the scheme has no parameter {found}",
        "pt": "{place}: o esquema não tem o parâmetro {found}",
    },
    "unreadable_figure": {
        "es": "{place}: {found} no es exacto en su unidad",
        "en": "{place}: {found} is not exact in its unit",
        "pt": "{place}: {found} não é exato em sua unidade",
    },
    "terms_refused": {
        "es": "{place}: el esquema no admite estas condiciones: {found}",
        "en": "{place}: the scheme does not let these terms be set: {found}",
        "pt": "{place}: o esquema não admite estas condições: {found}",
    },
    "repeated_alternative": {
        "es": "{place}: ya hay una alternativa {found}",
        "en": "{place}: there is an alternative {found} already",
        "pt": "{place}: já há uma alternativa {found}",
    },
    "needs_own_run": {
        "es": "{place}: {found} cambia lo que las familias hacen y no solo el dinero: una alternativa no puede "
        "moverlo sobre la misma corrida; escriba otro estudio",
        "en": "{place}: {found} changes what families do and not the money alone: an alternative cannot move "
        "it on the same run; write another study",
        "pt": "{place}: {found} muda o que as famílias fazem e não só o dinheiro: uma alternativa não pode "
        "movê-lo sobre a mesma execução; escreva outro estudo",
    },
    "moves_nothing": {
        "es": "{place}: {found} no mueve ninguna cifra de este estudio. Se mueven: {expected}",
        "en": "{place}: {found} moves no figure of this study. What moves: {expected}",
        "pt": "{place}: {found} não move nenhum número deste estudo. Movem-se: {expected}",
    },
    "unknown_lever": {
        "es": "{place}: no se conoce {found}. Se mueven: {expected}",
        "en": "{place}: {found} is not known. What moves: {expected}",
        "pt": "{place}: não se conhece {found}. Movem-se: {expected}",
    },
    "out_of_bounds": {
        "es": "{place}: {found} está fuera de lo que se admite: {expected}",
        "en": "{place}: {found} is outside what is allowed: {expected}",
        "pt": "{place}: {found} está fora do que se admite: {expected}",
    },
    "changes_nothing": {
        "es": "{place}: la alternativa {found} es igual a la base: nada cambia",
        "en": "{place}: the alternative {found} is the base again: nothing changes",
        "pt": "{place}: a alternativa {found} é igual à base: nada muda",
    },
    "previous_lost": {
        "es": "{place}: no está el estudio anterior ({found}); hace falta {expected}",
        "en": "{place}: the earlier study is not here ({found}); {expected} is needed",
        "pt": "{place}: o estudo anterior não está ({found}); falta {expected}",
    },
    "previous_unread": {
        "es": "{place}: el estudio anterior {found} no se puede leer: {expected}",
        "en": "{place}: the earlier study {found} cannot be read: {expected}",
        "pt": "{place}: o estudo anterior {found} não se pode ler: {expected}",
    },
    "previous_differs": {
        "es": "{place}: el estudio anterior {found} ya no es aquel del que salió su resultado; cambió: {expected}",
        "en": "{place}: the earlier study {found} is no longer the one its result came from; what changed: {expected}",
        "pt": "{place}: o estudo anterior {found} já não é aquele de que saiu seu resultado; mudou: {expected}",
    },
    "previous_alien": {
        "es": "{place}: el estudio anterior es de otro país u otra moneda ({found}) y este de {expected}",
        "en": "{place}: the earlier study is of another country or currency ({found}) and this one of {expected}",
        "pt": "{place}: o estudo anterior é de outro país ou moeda ({found}) e este de {expected}",
    },
    "previous_no_step": {
        "es": "{place}: la conciliación no pasa del paso «{found}»: {expected}",
        "en": "{place}: the reconciliation gets no further than the step {found}: {expected}",
        "pt": "{place}: a conciliação não passa do passo «{found}»: {expected}",
    },
    "families_needed": {
        "es": "{place}: un estudio de esta clase ({found}) necesita las familias de un padrón o de un archivo",
        "en": "{place}: a study of this kind ({found}) needs the families of a roster or a file",
        "pt": "{place}: um estudo desta classe ({found}) precisa das famílias de um cadastro ou de um arquivo",
    },
    "no_such_figure": {
        "es": "{place}: la tabla de {expected} no tiene la cifra {found}",
        "en": "{place}: the table of {expected} has no figure {found}",
        "pt": "{place}: a tabela de {expected} não tem a cifra {found}",
    },
    "wrong_unit": {
        "es": "{place}: la unidad {found} no es la de esta clase de tabla; se espera {expected}",
        "en": "{place}: the unit {found} is not that of this kind of table; expected {expected}",
        "pt": "{place}: a unidade {found} não é a desta classe de tabela; espera-se {expected}",
    },
    "missing": {
        "es": "falta {place}",
        "en": "{place} is missing",
        "pt": "falta {place}",
    },
    "missing_source": {
        "es": "falta la fuente (source): de dónde sale la tabla, con title y href",
        "en": "the source is missing: where the table comes from, with title and href",
        "pt": "falta a fonte (source): de onde sai a tabela, com title e href",
    },
    "union_tag_not_found": {
        "es": "falta {place}: de qué clase es (kind)",
        "en": "{place}: its kind is missing",
        "pt": "falta {place}: de que classe é (kind)",
    },
    "extra_forbidden": {
        "es": "{place} no existe aquí; revise el nombre",
        "en": "{place} does not exist here; check the name",
        "pt": "{place} não existe aqui; verifique o nome",
    },
    "unusable_people": {
        "es": "el archivo de familias no sirve: {found}",
        "en": "the file of families cannot be used: {found}",
        "pt": "o arquivo de famílias não serve: {found}",
    },
    "other": {
        "es": "{place}: se encontró {found}; se esperaba: {expected}",
        "en": "{place}: found {found}; expected: {expected}",
        "pt": "{place}: encontrou-se {found}; esperava-se: {expected}",
    },
}

#: Why no kernel follows a scheme.
CANNOT_PROJECT: dict[str, dict[str, str]] = {
    "latency": {
        "es": "da protección después de salir, y eso no se proyecta",
        "en": "gives cover after leaving, which is not projected",
        "pt": "dá proteção depois de sair, e isso não se projeta",
    },
    "each_person_owes": {
        "es": "cada persona debe su aporte, y lo que se proyecta son familias que pagan juntas",
        "en": "each person owes, and what is projected are families that pay together",
        "pt": "cada pessoa deve sua contribuição, e o que se projeta são famílias que pagam juntas",
    },
    "part_payment": {
        "es": "una parte pagada da una parte del período, y aquí un período se paga entero o no se paga",
        "en": "a part paid buys a part of the period, and here a period is paid whole or not at all",
        "pt": "uma parte paga dá uma parte do período, e aqui um período se paga inteiro ou não se paga",
    },
    "no_value": {
        "es": "no tiene valor conocido en los meses del estudio",
        "en": "has no known value in the months of the study",
        "pt": "não tem valor conhecido nos meses do estudo",
    },
    "changes_within": {
        "es": "cambia dentro de los meses del estudio, y se proyecta con una sola regla",
        "en": "changes within the months of the study, and one rule is projected",
        "pt": "muda dentro dos meses do estudo, e se projeta com uma só regra",
    },
    "no_children": {
        "es": "no protege a los hijos, y las familias los tienen",
        "en": "does not protect children, and families have them",
        "pt": "não protege os filhos, e as famílias os têm",
    },
    "students": {
        "es": "protege a los estudiantes hasta otra edad, y no se sabe quién estudia",
        "en": "protects students up to another age, and who studies is not known",
        "pt": "protege os estudantes até outra idade, e não se sabe quem estuda",
    },
    "no_harvest": {
        "es": "no dice cómo se acredita lo retenido en la cosecha",
        "en": "does not say how what is withheld at the harvest is credited",
        "pt": "não diz como se credita o retido na colheita",
    },
    "no_weights": {
        "es": "no dice en qué meses cae la cosecha",
        "en": "does not say in which months the harvest falls",
        "pt": "não diz em que meses cai a colheita",
    },
    "part_of_the_year": {
        "es": "la cosecha no acredita los doce meses, y aquí la respuesta vale hasta la siguiente",
        "en": "the harvest does not credit twelve months, and here the answer holds until the next one",
        "pt": "a colheita não credita os doze meses, e aqui a resposta vale até a seguinte",
    },
    "not_affine": {
        "es": "el aporte no sube lo mismo por cada dependiente",
        "en": "the contribution does not rise by the same for each dependant",
        "pt": "a contribuição não sobe o mesmo por cada dependente",
    },
    "price_by_age": {
        "es": "el aporte sigue la edad del asegurado, y las familias envejecen",
        "en": "the contribution follows the insured person's age, and families grow older",
        "pt": "a contribuição segue a idade do segurado, e as famílias envelhecem",
    },
}

#: What the data check finds; ``count`` rows or families.
FINDINGS: dict[str, dict[str, str]] = {
    "no_birth": {
        "es": "{count} personas sin fecha de nacimiento",
        "en": "{count} persons without a date of birth",
        "pt": "{count} pessoas sem data de nascimento",
    },
    "unknown_sex": {
        "es": "{count} personas sin sexo F o M",
        "en": "{count} persons whose sex is neither F nor M",
        "pt": "{count} pessoas sem sexo F ou M",
    },
    "repeated_person": {
        "es": "{count} personas repetidas",
        "en": "{count} repeated persons",
        "pt": "{count} pessoas repetidas",
    },
    "not_born": {
        "es": "{count} personas nacen después del inicio del estudio",
        "en": "{count} persons are born after the study begins",
        "pt": "{count} pessoas nascem depois do início do estudo",
    },
    "very_old": {
        "es": "{count} personas pasan de 110 años",
        "en": "{count} persons are above 110 years",
        "pt": "{count} pessoas passam de 110 anos",
    },
    "child_over_limit": {
        "es": "{count} hijos pasan de la edad que el esquema protege",
        "en": "{count} children are past the age that the scheme protects",
        "pt": "{count} filhos passam da idade que o esquema protege",
    },
    "other_relation": {
        "es": "{count} personas de otro parentesco; si el esquema no las protege no se proyectan",
        "en": "{count} persons of another relation; where the scheme does not protect them they are not projected",
        "pt": "{count} pessoas de outro parentesco; se o esquema não as protege não se projetam",
    },
    "insured_too_young": {
        "es": "{count} asegurados tienen menos edad que la mínima",
        "en": "{count} insured persons are below the lowest age",
        "pt": "{count} segurados têm menos idade que a mínima",
    },
    "no_insured": {
        "es": "{count} familias sin asegurado titular",
        "en": "{count} families without an insured person",
        "pt": "{count} famílias sem segurado titular",
    },
    "several_insured": {
        "es": "{count} familias con más de un titular",
        "en": "{count} families with more than one insured person",
        "pt": "{count} famílias com mais de um titular",
    },
    "several_partners": {
        "es": "{count} familias con más de una pareja",
        "en": "{count} families with more than one partner",
        "pt": "{count} famílias com mais de um parceiro",
    },
    "large_family": {
        "es": "{count} familias de más de quince personas",
        "en": "{count} families of more than fifteen persons",
        "pt": "{count} famílias de mais de quinze pessoas",
    },
    "sex_ratio": {
        "es": "La razón de hombres a mujeres no es la usual; {count} personas",
        "en": "The ratio of men to women is unusual; {count} persons",
        "pt": "A razão de homens a mulheres não é a usual; {count} pessoas",
    },
}


def problem_text(
    code: str, *, language: str, place: str = "", found: str = "", expected: str = ""
) -> str:
    """Fill the sentence of a problem."""
    sentence = PROBLEMS.get(code, PROBLEMS["other"])[language]
    return sentence.format(place=place, found=found, expected=expected)


def cannot_project_text(code: str, *, scheme: str, rule: str, article: str, language: str) -> str:
    """Say which rule of a scheme no kernel follows, by which norm, and why."""
    return f"{scheme}: {rule} ({article}) {CANNOT_PROJECT[code][language]}"


def finding_text(code: str, *, language: str, count: int) -> str:
    """Say what the data check found."""
    return FINDINGS[code][language].format(count=count)
