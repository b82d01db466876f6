"""How an assumption's value is told, kind by kind, in Spanish, English and Portuguese."""

from __future__ import annotations

from ayni.core.projection.report_words import Words

THEMES: Words = {
    "people": ("Las personas", "The people", "As pessoas"),
    "joining": ("Ingresar y quedarse", "Coming in and staying", "Ingressar e permanecer"),
    "paying": ("Pagar", "Paying", "Pagar"),
    "care": ("La atención y su costo", "Care and its cost", "A atenção e seu custo"),
    "shared": ("Lo que golpea a todos", "What strikes all", "O que atinge todos"),
    "money": ("El dinero", "The money", "O dinheiro"),
}  # fmt: skip

#: Theme -> the kinds of table under it, in their order.
KINDS_OF: dict[str, tuple[str, ...]] = {
    "people": ("mortality", "fertility", "fertility_scale", "formation", "family_size"),
    "joining": ("participation", "entries", "leaving"),
    "paying": ("payment", "harvest_payment", "crop_price"),
    "care": ("cost_level", "cost_by_age", "benefit_lines", "use_by_duration"),
    "shared": ("epidemics", "medical_inflation", "default"),
    "money": ("investment", "administration"),
}

VALUES: Words = {
    "mortality": ("Esperanza de vida al nacer: mujeres {women} años, hombres {men}.", "Life expectancy at birth: women {women} years, men {men}.", "Esperança de vida ao nascer: mulheres {women} anos, homens {men}."),
    "fertility": ("{children} hijos por mujer; {boys} varones por cada 100 mujeres nacidas.", "{children} children a woman; {boys} boys for every 100 girls born.", "{children} filhos por mulher; {boys} meninos para cada 100 meninas nascidas."),
    "fertility_scale": ("{value} veces la nacional.", "{value} times the national.", "{value} vezes a nacional."),
    "formation": ("Hasta {highest} al año de quienes llegan solos.", "Up to {highest} a year of those who come alone.", "Até {highest} ao ano de quem chega só."),
    "family_size": ("{value} personas por familia.", "{value} persons a family.", "{value} pessoas por família."),
    "participation": ("Ingresa {value} de las familias de la nómina.", "{value} of the families of the roster come in.", "Ingressa {value} das famílias da folha."),
    "entries": ("El primer año ingresa {first} de la nómina; el último, {last}.", "In the first year {first} of the roster come in; in the last, {last}.", "No primeiro ano ingressa {first} da folha; no último, {last}."),
    "leaving": ("Sale quien no paga {lapse} meses seguidos; vuelve al mes entre {low} y {high} de los que salieron; {exit} al año se va para siempre.", "Out after {lapse} months unpaid in a row; between {low} and {high} of those out return each month; {exit} a year leave for good.", "Sai quem não paga {lapse} meses seguidos; volta por mês entre {low} e {high} dos que saíram; {exit} ao ano vai embora para sempre."),
    "payment": ("Paga a tiempo entre {low} ({low_month}) y {high} ({high_month}); cada mes de gracia trae {grace} de lo que falta.", "Between {low} ({low_month}) and {high} ({high_month}) pay in time; each month of grace brings {grace} of the rest.", "Paga em dia entre {low} ({low_month}) e {high} ({high_month}); cada mês de tolerância traz {grace} do que falta."),
    "harvest_payment": ("Con descuento en la cosecha paga el año {value}; de los que salieron vuelve cada año {returning}; cada mes de gracia trae {grace} de lo que falta.", "With deduction at the harvest {value} pay the year; of those out {returning} return each year; each month of grace brings {grace} of the rest.", "Com desconto na colheita paga o ano {value}; dos que saíram volta a cada ano {returning}; cada mês de tolerância traz {grace} do que falta."),
    "crop_price": ("De un mes al siguiente queda {value} del desvío del precio.", "From one month to the next {value} of the price's deviation stays.", "De um mês ao seguinte fica {value} do desvio do preço."),
    "cost_level": ("{value} por persona y año, a precios de {year}.", "{value} a person a year, at prices of {year}.", "{value} por pessoa e ano, a preços de {year}."),
    "cost_by_age": ("De {low} a {high} veces, según edad y sexo.", "From {low} to {high} times, by age and sex.", "De {low} a {high} vezes, por idade e sexo."),
    "benefit_lines": ("{lines}.", "{lines}.", "{lines}."),
    "benefit_line": ("{name}, {part} del costo", "{name}, {part} of the cost", "{name}, {part} do custo"),
    "use_by_duration": ("Hasta {high} veces el uso normal al inicio; {last} al final.", "Up to {high} times the normal use at first; {last} in the end.", "Até {high} vezes o uso normal no início; {last} ao final."),
    "epidemics": ("Comienza con {starts} al mes y termina con {ends}; mientras dura, el uso llega a {high} veces.", "Begins with {starts} a month and ends with {ends}; while it lasts use reaches {high} times.", "Começa com {starts} ao mês e termina com {ends}; enquanto dura, o uso chega a {high} vezes."),
    "medical_inflation": ("{mean} al año, con desvío de {deviation}.", "{mean} a year, with a deviation of {deviation}.", "{mean} ao ano, com desvio de {deviation}."),
    "investment": ("{mean} al año, con desvío de {deviation}.", "{mean} a year, with a deviation of {deviation}.", "{mean} ao ano, com desvio de {deviation}."),
    "default": ("{value} al año de las asociaciones deja de existir.", "{value} a year of the associations cease to be.", "{value} ao ano das associações deixa de existir."),
    "administration": ("{value} de los aportes, y {amount} por familia y mes, que crece {growth} al año.", "{value} of contributions, and {amount} a family a month, growing {growth} a year.", "{value} das contribuições, e {amount} por família e mês, que cresce {growth} ao ano."),
    "another_country": ("Tabla de otro país: {why}", "A table of another country: {why}", "Tabela de outro país: {why}"),
    "instead": ("En este estudio se cambió: {what}", "Changed in this study: {what}", "Neste estudo mudou-se: {what}"),
}  # fmt: skip

LAW: Words = {
    "window": ("Meses que dan derecho", "Months that give the right", "Meses que dão direito"),
    "window_plain": ("al menos {least} pagados de los últimos {width}", "at least {least} paid of the last {width}", "ao menos {least} pagos dos últimos {width}"),
    "window_order": ("al menos {least} pagados de los últimos {width}, según cuáles ({holds} de {whole} combinaciones)", "at least {least} paid of the last {width}, depending on which ({holds} of {whole} combinations)", "ao menos {least} pagos dos últimos {width}, segundo quais ({holds} de {whole} combinações)"),
    "counts": ("Cuenta el mes de la atención", "The month of care counts", "Conta o mês da atenção"),
    "yes": ("sí", "yes", "sim"),
    "before": ("no: se mira hasta el mes anterior", "no: up to the month before", "não: olha-se até o mês anterior"),
    "grace": ("Gracia", "Grace", "Tolerância"),
    "months": ("{count} meses", "{count} months", "{count} meses"),
    "month": ("1 mes", "1 month", "1 mês"),
    "none": ("no hay", "none", "não há"),
    "limit": ("Hijos protegidos hasta", "Children protected until", "Filhos protegidos até"),
    "years": ("{count} años", "{count} years", "{count} anos"),
    "entry": ("Meses de ingreso", "Months of entry", "Meses de ingresso"),
    "season": ("Meses con cobertura", "Months with cover", "Meses com cobertura"),
    "decides": ("Meses en que toca decidir el pago", "Months in which paying is decided", "Meses em que se decide o pagamento"),
    "every": ("todos los meses", "every month", "todos os meses"),
    "waiting": ("Espera antes de {line}", "Waiting before {line}", "Carência antes de {line}"),
    "attended": ("Se atiende aunque haya atraso", "Attended whoever is in arrears", "Atende-se ainda que haja atraso"),
    "nothing": ("ningún renglón", "no line", "nenhuma linha"),
    "known": ("Valores de la ley conocidos hasta", "Values of the law known until", "Valores da lei conhecidos até"),
    "discount": ("Tasa de descuento", "Discount rate", "Taxa de desconto"),
    "returns": ("el rendimiento de cada futuro", "each future's own return", "o rendimento de cada futuro"),
    "reserve": ("Reserva al inicio", "Reserve at the start", "Reserva no início"),
    "calendar_monthly": ("mensual", "monthly", "mensal"),
    "calendar_harvest": ("de cosecha", "by the harvest", "de colheita"),
}  # fmt: skip

DATA: Words = {
    "rules": ("Población hecha con reglas, a falta de nómina", "A population made from rules, for want of a roster", "População feita com regras, na falta de folha"),
    "roster": ("Nómina de la asociación, con seudónimos", "Roster of the association, under pseudonyms", "Folha da associação, com pseudônimos"),
    "points": ("Archivo de familias tipo", "A file of family types", "Arquivo de famílias tipo"),
    "institution": ("Toda la institución, en familias tipo", "The whole institution, as family types", "Toda a instituição, em famílias tipo"),
    "check": ("{sex} de {band} años", "{sex} of {band} years", "{sex} de {band} anos"),
}  # fmt: skip

DIGESTS: Words = {
    "study": ("Estudio", "Study", "Estudo"),
    "cube": ("Resultado", "Result", "Resultado"),
    "proof": ("Resultado por el otro motor", "Result by the other engine", "Resultado pelo outro motor"),
    "population": ("Población", "Population", "População"),
    "code": ("Programa que calcula", "The computing program", "Programa que calcula"),
}  # fmt: skip

PROOFS: Words = {
    "units": ("Meses de familia pagados", "Family-months paid", "Meses de família pagos"),
    "covered": ("Meses de persona con cobertura", "Person-months covered", "Meses de pessoa com cobertura"),
    "cost": ("Costo de la atención, millones", "Cost of care, millions", "Custo da atenção, milhões"),
    "break_even": ("Aporte de equilibrio", "Break-even contribution", "Contribuição de equilíbrio"),
}  # fmt: skip

ALTERNATIVES: Words = {
    "base": ("Base", "Base", "Base"),
    "base_told": ("Los términos sobre la mesa", "The terms on the table", "Os termos sobre a mesa"),
    "double": ("Doble", "Double", "Dobro"),
    "double_told": ("Todos aportan el doble, y pagan las mismas familias.", "All contribute twice as much, and the same families pay.", "Todos contribuem o dobro, e pagam as mesmas famílias."),
    "even": ("Equilibrio", "Break-even", "Equilíbrio"),
    "even_told": ("El aporte de equilibrio, en las mismas partes; quién lo pone es lo que se negocia. Se supone que pagan las mismas familias: con un aporte así, muchas no podrían.", "The break-even contribution, in the same shares; who bears it is what is negotiated. The same families are taken to pay: at such a contribution many could not.", "A contribuição de equilíbrio, nas mesmas partes; quem a põe é o que se negocia. Supõe-se que pagam as mesmas famílias: com uma contribuição assim, muitas não poderiam."),
    "safe": ("5 % de riesgo", "5 % risk", "5 % de risco"),
    "safe_told": ("El aporte con el que solo 1 de cada 20 futuros llega a reserva negativa en {years} años.", "The contribution at which only 1 future in 20 reaches a negative reserve within {years} years.", "A contribuição com a qual só 1 em cada 20 futuros chega a reserva negativa em {years} anos."),
}  # fmt: skip

STRESS: Words = {
    "crop_price": ("El precio de la cosecha queda {value} desvíos más abajo durante {months} meses, desde el mes {first}.", "The crop's price is {value} deviations lower for {months} months, from month {first} on.", "O preço da colheita fica {value} desvios abaixo durante {months} meses, desde o mês {first}."),
    "epidemic": ("Hay epidemia durante {months} meses, desde el mes {first}.", "There is an epidemic for {months} months, from month {first} on.", "Há epidemia durante {months} meses, desde o mês {first}."),
    "largest_default": ("La asociación con más familias deja de existir en el mes {first}.", "The association with most families ceases to be in month {first}.", "A associação com mais famílias deixa de existir no mês {first}."),
    "medical_inflation": ("Los precios médicos crecen {points} más al año durante {months} meses, desde el mes {first}.", "Medical prices grow {points} more a year for {months} months, from month {first} on.", "Os preços médicos crescem {points} a mais ao ano durante {months} meses, desde o mês {first}."),
    "investment": ("El rendimiento cambia en {points} al año durante {months} meses, desde el mes {first}.", "The return changes by {points} a year for {months} months, from month {first} on.", "O rendimento muda em {points} ao ano durante {months} meses, desde o mês {first}."),
}  # fmt: skip
