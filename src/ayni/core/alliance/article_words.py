"""The articles of an agreement in Spanish, English and Portuguese. Figures stand in braces; none is written here."""

from __future__ import annotations

Words = dict[str, tuple[str, str, str]]
LANGUAGES = ("es", "en", "pt")

#: The articles, in their order.
TITLES: Words = {
    "parties": ("Las partes", "The parties", "As partes"),
    "object": ("Objeto", "Object", "Objeto"),
    "protected": ("A quién se protege", "Who is protected", "Quem é protegido"),
    "income": ("Ingreso de referencia", "Reference income", "Renda de referência"),
    "shares": (
        "Aporte y quién lo paga",
        "Contribution and who pays it",
        "Contribuição e quem a paga",
    ),
    "calendar": (
        "Calendario y día de pago",
        "Calendar and due day",
        "Calendário e dia de pagamento",
    ),
    "roster": (
        "Nómina e ingreso de familias",
        "Roster and entry of families",
        "Folha e ingresso de famílias",
    ),
    "minimum": (
        "Familias mínimas y parte de los miembros",
        "Fewest families and part of the members",
        "Mínimo de famílias e parte dos membros",
    ),
    "entitlement": (
        "Cuándo se tiene derecho",
        "When there is a right to care",
        "Quando se tem direito",
    ),
    "arrears": ("Gracia y mora", "Grace and arrears", "Tolerância e mora"),
    "allowance": ("Asignación y reserva", "Allowance and reserve", "Repasse e reserva"),
    "duties": (
        "De qué responde cada parte",
        "What each side answers for",
        "Pelo que responde cada parte",
    ),
    "frozen": ("El precio no cambia", "The price stands still", "O preço não muda"),
    "duration": (
        "Duración, renovación y término",
        "Duration, renewal and termination",
        "Duração, renovação e término",
    ),
    "kept": ("Lo que conservan las familias", "What families keep", "O que as famílias conservam"),
    "review": ("Cuándo se revisa", "When it is looked at again", "Quando se revê"),
    "disputes": (
        "Controversias y fuerza mayor",
        "Disputes and force majeure",
        "Controvérsias e força maior",
    ),
    "data": ("Protección de datos", "Data protection", "Proteção de dados"),
    "signature": ("Firmas", "Signatures", "Assinaturas"),
}

SENTENCES: Words = {
    # parties
    "institution": ("{name}, en adelante «la institución».", "{name}, hereafter “the institution”.", "{name}, doravante “a instituição”."),
    "association": ("{name} ({kind}; número de identificación {number}), en adelante «la asociación».", "{name} ({kind}; identity number {number}), hereafter “the association”.", "{name} ({kind}; número de identificação {number}), doravante “a associação”."),
    "association_unnumbered": ("{name} ({kind}), en adelante «la asociación».", "{name} ({kind}), hereafter “the association”.", "{name} ({kind}), doravante “a associação”."),
    "two_persons": ("Por la institución, quien escribe los términos y quien los aprueba son dos personas; por la asociación firma quien la representa.", "For the institution, whoever writes the terms and whoever approves them are two persons; for the association, its representative signs.", "Pela instituição, quem escreve os termos e quem os aprova são duas pessoas; pela associação assina quem a representa."),
    # object
    "object": ("La asociación afilia por nómina a las familias de sus miembros, recauda lo que aportan y lo entrega a la institución. La institución protege a cada familia en sus establecimientos de salud, según el esquema «{scheme}» ({code}).", "The association affiliates its members' families by roster, collects what they contribute and hands it to the institution. The institution protects each family at its health facilities, as the scheme “{scheme}” ({code}) says.", "A associação afilia por folha as famílias de seus membros, arrecada o que contribuem e o entrega à instituição. A instituição protege cada família em seus estabelecimentos de saúde, segundo o esquema “{scheme}” ({code})."),
    "legal_status": ("Situación legal del esquema: {status}.", "Legal standing of the scheme, in the words of its file: {status}.", "Situação legal do esquema, nas palavras de seu arquivo: {status}."),
    "adhesions": ("Otras asociaciones pueden adherirse. Cada adhesión tiene sus propias fechas y, donde este convenio lo deja, términos propios.", "Other associations may adhere. Each adhesion has its own dates and, where this agreement leaves them to it, terms of its own.", "Outras associações podem aderir. Cada adesão tem suas próprias datas e, onde este convênio os deixa, termos próprios."),
    "left": ("Se deja a cada adhesión, dentro de los límites del esquema: {clauses}.", "Left to each adhesion, within the limits of the scheme: {clauses}.", "Deixa-se a cada adesão, dentro dos limites do esquema: {clauses}."),
    "nothing_left": ("No se deja ninguna cláusula a las adhesiones: las de aquí rigen para todas.", "No clause is left to the adhesions: those written here hold for all.", "Nenhuma cláusula é deixada às adesões: as daqui valem para todas."),
    # protected
    "unit_family": ("Se protege a la familia: el asegurado y sus derechohabientes.", "The family is protected: the insured person and those who depend on that person.", "Protege-se a família: o segurado e seus dependentes."),
    "unit_person": ("Se protege a cada persona; quien depende de ella se protege a través de ella.", "Each person is protected; whoever depends on that person is protected through that person.", "Protege-se cada pessoa; quem depende dela é protegido por meio dela."),
    "lowest_age": ("El asegurado tiene al menos {lowest}.", "The insured person is at least {lowest} old.", "O segurado tem pelo menos {lowest}."),
    "highest_age": ("Se ingresa como asegurado hasta los {highest}.", "One may come in as the insured person up to {highest} of age.", "Ingressa-se como segurado até os {highest}."),
    "through": ("A través del asegurado se protege a:", "Through the insured person are protected:", "Por meio do segurado são protegidos:"),
    "at_any_age": ("{relation}, a cualquier edad", "{relation}, at any age", "{relation}, em qualquer idade"),
    "below_age": ("{relation}, antes de cumplir {age}", "{relation}, before {age} of age", "{relation}, antes de completar {age}"),
    "below_age_incapacitated": ("{relation}, antes de cumplir {age}; con incapacidad, a cualquier edad", "{relation}, before {age} of age; with an incapacity, at any age", "{relation}, antes de completar {age}; com incapacidade, em qualquer idade"),
    "student": ("{relation} que estudia, antes de cumplir {age}", "{relation} who studies, before {age} of age", "{relation} que estuda, antes de completar {age}"),
    "depends": ("{relation}: solo si depende económicamente del asegurado", "{relation}: only when depending on the insured person for a living", "{relation}: somente se depende economicamente do segurado"),
    "at_most": ("{relation}: como máximo {count}", "{relation}: at most {count}", "{relation}: no máximo {count}"),
    # income
    "base_presumptive": ("El aporte se calcula sobre el ingreso de referencia mensual de la actividad, y no sobre lo que cada familia gane:", "The contribution is reckoned on the activity's monthly reference income, and not on what each family earns:", "A contribuição calcula-se sobre a renda de referência mensal da atividade, e não sobre o que cada família ganhe:"),
    "base_activity": ("{activity}: {amount} al mes", "{activity}: {amount} a month", "{activity}: {amount} por mês"),
    "base_declared": ("El aporte se calcula sobre el ingreso mensual que el asegurado declara.", "The contribution is reckoned on the monthly income that the insured person declares.", "A contribuição calcula-se sobre a renda mensal que o segurado declara."),
    "base_pay": ("El aporte se calcula sobre la remuneración del mes.", "The contribution is reckoned on the month's pay.", "A contribuição calcula-se sobre a remuneração do mês."),
    "base_sold": ("El aporte se calcula sobre lo que la familia recibió por su producción en el mes.", "The contribution is reckoned on what the family was paid for its produce in the month.", "A contribuição calcula-se sobre o que a família recebeu por sua produção no mês."),
    "base_none": ("El aporte es un monto y no depende de ningún ingreso.", "The contribution is an amount and depends on no income.", "A contribuição é um valor e não depende de renda."),
    "base_amount": ("El aporte se calcula, para todos por igual, sobre {amount} al mes.", "The contribution is reckoned, alike for all, on {amount} a month.", "A contribuição calcula-se, igual para todos, sobre {amount} por mês."),
    "base_minimum": ("La base no es menor que {minimum}.", "The base is not below {minimum}.", "A base não é menor que {minimum}."),
    "base_maximum": ("La base no es mayor que {maximum}.", "The base is not above {maximum}.", "A base não é maior que {maximum}."),
    "base_exceptions": ("El esquema trae excepciones a esta base ({labels}); están en las reglas que este convenio fija por su huella.", "The scheme has exceptions to this base ({labels}); they stand in the rules that this agreement pins by digest.", "O esquema traz exceções a esta base ({labels}); estão nas regras que este convênio fixa por sua impressão digital."),
    # shares
    "shares": ("Cada mes aportan por cada familia:", "Each month, for each family, contribute:", "Cada mês contribuem por cada família:"),
    "shares_person": ("Cada mes aportan por cada asegurado:", "Each month, for each insured person, contribute:", "Cada mês contribuem por cada segurado:"),
    "rate": ("{payer}: {rate} de la base", "{payer}: {rate} of the base", "{payer}: {rate} da base"),
    "completes": ("{payer}: lo que falte para que la tasa total sea {total} de la base", "{payer}: what is missing for the total rate to be {total} of the base", "{payer}: o que falte para que a taxa total seja {total} da base"),
    "flat": ("{payer}: {amount}", "{payer}: {amount}", "{payer}: {amount}"),
    "notch": ("{payer}: según la categoría en que cae su ingreso, medido en {unit}; todo el ingreso paga la tasa de su categoría", "{payer}: by the category the income falls in, measured in {unit}; the whole income pays the rate of its category", "{payer}: segundo a categoria em que cai sua renda, medida em {unit}; toda a renda paga a taxa de sua categoria"),
    "band": ("{label}: hasta {limit} esa medida, {rate}", "{label}: up to {limit} that measure, {rate}", "{label}: até {limit} essa medida, {rate}"),
    "band_last": ("{label}: desde ahí, {rate}", "{label}: from there on, {rate}", "{label}: a partir daí, {rate}"),
    "tariff": ("{payer}, según el esquema:", "{payer}, as the scheme says:", "{payer}, segundo o esquema:"),
    "tariff_figure": ("{name}: {figure}", "{name}: {figure}", "{name}: {figure}"),
    "rounding": ("Cada aporte se redondea por separado a {step}; la mitad sube.", "Each share is rounded by itself to {step}; half goes up.", "Cada parcela arredonda-se em separado para {step}; a metade sobe."),
    "collects": ("La asociación recauda y entrega todo menos lo que aporta el Estado. El Anexo A muestra cuánto es.", "The association collects and hands over all but what the State contributes. Annex A shows how much that is.", "A associação arrecada e entrega tudo menos o que o Estado contribui. O Anexo A mostra quanto é."),
    # calendar
    "monthly": ("Se aporta mes a mes.", "Contributions are monthly.", "Contribui-se mês a mês."),
    "quarterly": ("Se aporta por trimestre.", "Contributions are by the quarter.", "Contribui-se por trimestre."),
    "yearly": ("Se aporta por año, que empieza en {month}.", "Contributions are by the year, which begins in {month}.", "Contribui-se por ano, que começa em {month}."),
    "at_harvest": ("{agent} retiene el aporte en la cosecha; lo retenido acredita {credited}.", "{agent} withholds the contribution at the harvest; what is withheld credits {credited}.", "{agent} retém a contribuição na colheita; o retido credita {credited}."),
    "chosen": ("Calendario de pago que eligieron las partes: {calendar}.", "Payment calendar that the parties chose: {calendar}.", "Calendário de pagamento que as partes escolheram: {calendar}."),
    "harvest_data": ("Con el calendario de cosecha, el aporte del año se retiene al entregar la producción y acredita {credited}. Mientras ese calendario no se facture, se cobra mes a mes.", "With the harvest calendar the year's contribution is withheld when produce is delivered and credits {credited}. As long as that calendar is not billed, months are collected one by one.", "Com o calendário de colheita, a contribuição do ano retém-se na entrega da produção e credita {credited}. Enquanto esse calendário não for faturado, cobra-se mês a mês."),
    "due_day": ("El aporte de un mes vence el día {day} del mes siguiente. El Anexo B trae cada fecha.", "A month's contribution is due on day {day} of the month after. Annex B has each date.", "A contribuição de um mês vence no dia {day} do mês seguinte. O Anexo B traz cada data."),
    "due_day_period": ("El aporte vence el día {day} del período. El Anexo B trae cada fecha.", "The contribution is due on day {day} of its period. Annex B has each date.", "A contribuição vence no dia {day} do período. O Anexo B traz cada data."),
    "no_due_day": ("El esquema no nombra un día de vencimiento; mientras no lo nombre, la institución no emite avisos.", "The scheme names no due day; as long as it names none, the institution sends no notices.", "O esquema não nomeia um dia de vencimento; enquanto não o nomear, a instituição não emite avisos."),
    "part_whole_families": ("Un pago parcial cubre familias enteras, en el orden de la nómina, y primero el mes más antiguo.", "A part payment covers whole families, in the order of the roster, and the oldest month first.", "Um pagamento parcial cobre famílias inteiras, na ordem da folha, e primeiro o mês mais antigo."),
    "part_pro_rata": ("Un pago parcial se reparte entre todas las familias en proporción a lo que debe cada una, y primero el mes más antiguo: nadie tiene el mes hasta que se paga entero.", "A part payment is shared among all families in proportion to what each owes, and the oldest month first: nobody has the month until all of it is paid.", "Um pagamento parcial reparte-se entre todas as famílias na proporção do que cada uma deve, e primeiro o mês mais antigo: ninguém tem o mês até que se pague inteiro."),
    "part_chosen": ("Regla de pago parcial que eligieron las partes, primero el mes más antiguo: {rule}.", "Part-payment rule that the parties chose, the oldest month first: {rule}.", "Regra de pagamento parcial que as partes escolheram, primeiro o mês mais antigo: {rule}."),
    "part_all_or_nothing": ("Un pago parcial no compra nada hasta completar el período.", "A part payment buys nothing until the period is complete.", "Um pagamento parcial não compra nada até completar o período."),
    "part_oldest": ("Un pago parcial cubre meses enteros desde el primero.", "A part payment covers whole months from the first on.", "Um pagamento parcial cobre meses inteiros desde o primeiro."),
    "part_cover": ("Pagado {share} del período, quedan cubiertos sus primeros {months}; lo demás abre los otros.", "With {share} of the period paid, its first {months} are covered; the rest opens the others.", "Pago {share} do período, ficam cobertos seus primeiros {months}; o resto abre os outros."),
    "counts_payment": ("Un mes cuenta desde el día en que se pagó: un pago posterior a la atención no cubre esa atención.", "A month counts from the day it was paid: a payment after the event does not cover that event.", "Um mês conta desde o dia em que foi pago: um pagamento posterior ao atendimento não cobre esse atendimento."),
    "counts_due_date": ("Un mes pagado cuenta desde el día en que vencía.", "A month that is paid counts from the day it was due.", "Um mês pago conta desde o dia em que vencia."),
    "must_be_paid": ("Para que un mes cuente debe estar pagado el aporte de: {payers}. Lo que falte de los demás nunca quita el derecho.", "For a month to count, the share of these must be paid: {payers}. What is missing of the others never takes the right away.", "Para que um mês conte deve estar paga a parcela de: {payers}. O que falte dos demais nunca tira o direito."),
    "advance": ("Se puede pagar por adelantado, al precio de cada mes.", "Months may be paid in advance, each at its own price.", "Pode-se pagar adiantado, ao preço de cada mês."),
    "advance_at_payment": ("Se puede pagar por adelantado, al precio del día del pago.", "Months may be paid in advance, at the price of the day of payment.", "Pode-se pagar adiantado, ao preço do dia do pagamento."),
    # roster
    "sends": ("Cada mes la asociación envía la nómina de sus familias en el formato del Anexo C. Lo que no se puede leer se le devuelve con fila, columna y lo que sería correcto; nada se corrige en silencio.", "Each month the association sends the roster of its families in the format of Annex C. What cannot be read goes back with its row, column and what would be right; nothing is mended in silence.", "Cada mês a associação envia a folha de suas famílias no formato do Anexo C. O que não se pode ler volta com linha, coluna e o que seria correto; nada se corrige em silêncio."),
    "entry": ("Las familias ingresan en estos meses: {months}. Las que ya están siguen todo el año.", "Families come in during these months: {months}. Those who are in stay all year.", "As famílias ingressam nestes meses: {months}. As que já estão seguem o ano todo."),
    # minimum
    "fewest": ("El convenio se sostiene con al menos {fewest}.", "The agreement stands on at least {fewest}.", "O convênio se sustenta com pelo menos {fewest}."),
    "part": ("Se afilia al menos {part} de los miembros de cada asociación, para que no ingresen solo quienes están enfermos.", "At least {part} of each association's members come in, so that it is not only the sick who do.", "Afilia-se pelo menos {part} dos membros de cada associação, para que não ingressem só os doentes."),
    "no_minimum": ("El esquema no pide un mínimo de familias ni una parte de los miembros.", "The scheme asks for no fewest families and no part of the members.", "O esquema não pede um mínimo de famílias nem uma parte dos membros."),
    # entitlement
    "in_a_row": ("Da derecho haber pagado {months} seguidos dentro de los {window} anteriores al mes de la atención.", "A right follows from {months} in a row paid within the {window} before the month of the event.", "Dá direito ter pago {months} seguidos dentro dos {window} anteriores ao mês do atendimento."),
    "within": ("Da derecho haber pagado {months}, seguidos o no, dentro de los {window} anteriores al mes de la atención.", "A right follows from {months}, in a row or not, paid within the {window} before the month of the event.", "Dá direito ter pago {months}, seguidos ou não, dentro dos {window} anteriores ao mês do atendimento."),
    "one_month": ("Da derecho haber pagado {months} dentro de los {window} anteriores al mes de la atención.", "A right follows from {months} paid within the {window} before the month of the event.", "Dá direito ter pago {months} dentro dos {window} anteriores ao mês do atendimento."),
    "month_itself": ("El mes de la atención no cuenta.", "The month of the event does not count.", "O mês do atendimento não conta."),
    "immediate": ("Con la sola afiliación se atiende: {events}.", "With affiliation alone, these are attended: {events}.", "Com a simples afiliação se atende: {events}."),
    "waiting": ("{benefit}: {months} desde la afiliación", "{benefit}: {months} after affiliation", "{benefit}: {months} desde a afiliação"),
    "season": ("La protección rige de {first} a {last} de cada año.", "Cover runs from {first} to {last} of each year.", "A proteção vale de {first} a {last} de cada ano."),
    "never": ("La mora no suspende nunca: {events}.", "Arrears never suspend: {events}.", "A mora nunca suspende: {events}."),
    # arrears
    "grace": ("Después del vencimiento hay {grace} de gracia para pagar.", "After the due day there are {grace} of grace to pay.", "Depois do vencimento há {grace} de tolerância para pagar."),
    "no_grace": ("El esquema no da días de gracia.", "The scheme gives no days of grace.", "O esquema não dá dias de tolerância."),
    "interest": ("Lo atrasado paga un interés simple por día de {rate} al mes.", "What is late bears simple daily interest of {rate} a month.", "O atrasado paga juros simples por dia de {rate} ao mês."),
    "surcharge": ("Lo atrasado paga una sola vez un recargo de {rate}.", "What is late pays a surcharge of {rate}, once.", "O atrasado paga uma só vez um acréscimo de {rate}."),
    "no_interest": ("El esquema no cobra intereses ni recargo.", "The scheme charges neither interest nor surcharge.", "O esquema não cobra juros nem acréscimo."),
    "prescription": ("La deuda prescribe a los {years}.", "A debt lapses after {years}.", "A dívida prescreve em {years}."),
    "instalments": ("Se puede pagar en cuotas, hasta {count}.", "It may be paid by instalments, over up to {count}.", "Pode-se pagar em parcelas, até {count}."),
    "cost_scheme": ("El costo de lo que nunca se suspende lo lleva el esquema.", "The cost of what is never suspended is borne by the scheme.", "O custo do que nunca se suspende fica com o esquema."),
    "cost_family": ("El costo de lo que se atiende en mora se cobra después a la familia; nunca antes de atender.", "The cost of what is attended in arrears is charged to the family afterwards; never before attending.", "O custo do que se atende em mora cobra-se depois da família; nunca antes de atender."),
    "cost_employer": ("El costo de lo que se atiende en mora se cobra después al empleador; nunca antes de atender.", "The cost of what is attended in arrears is charged to the employer afterwards; never before attending.", "O custo do que se atende em mora cobra-se depois do empregador; nunca antes de atender."),
    # allowance
    "allowance": ("La institución reconoce a la asociación, por su trabajo, {allowance} de lo que recauda.", "The institution grants the association, for its work, {allowance} of what it collects.", "A instituição reconhece à associação, por seu trabalho, {allowance} do que arrecada."),
    "no_allowance": ("El esquema no prevé una asignación a la asociación.", "The scheme provides for no allowance to the association.", "O esquema não prevê um repasse à associação."),
    "reserve": ("La asociación mantiene como reserva de garantía {reserve} de aporte; se usa solo para cubrir un mes que no se pudo recaudar, y se repone.", "The association holds {reserve} of contribution as a guarantee reserve; it serves only to cover a month that could not be collected, and is made up again.", "A associação mantém como reserva de garantia {reserve} de contribuição; usa-se somente para cobrir um mês que não se pôde arrecadar, e se repõe."),
    "no_reserve": ("El esquema no pide una reserva de garantía.", "The scheme asks for no guarantee reserve.", "O esquema não pede uma reserva de garantia."),
    # duties
    "institution_answers": ("La institución responde por:", "The institution answers for:", "A instituição responde por:"),
    "duty_attend": ("atender a cada familia protegida y decir al establecimiento, en el momento, si tiene derecho y por qué", "attending each family that is protected, and telling the facility at once whether there is a right, and why", "atender cada família protegida e dizer ao estabelecimento, na hora, se tem direito e por quê"),
    "duty_notice": ("enviar cada mes el aviso, familia por familia, con su cálculo y su código de pago", "sending each month's notice, family by family, with its working and its payment reference", "enviar cada mês o aviso, família por família, com seu cálculo e seu código de pagamento"),
    "duty_credit": ("acreditar cada pago a las familias por las que se pagó, y mostrarlo", "crediting each payment to the families it was paid for, and showing it", "creditar cada pagamento às famílias pelas quais se pagou, e mostrá-lo"),
    "association_answers": ("La asociación responde por:", "The association answers for:", "A associação responde por:"),
    "duty_roster": ("la verdad de su nómina, y enviarla a tiempo", "the truth of its roster, and sending it on time", "a verdade de sua folha, e enviá-la a tempo"),
    "duty_collect": ("recaudar y entregar completo lo que recauda, dentro del plazo", "collecting, and handing over all it collects, in time", "arrecadar e entregar completo o que arrecada, dentro do prazo"),
    "duty_tell": ("decir a cada familia qué aporta, qué derecho tiene y cuándo dejó de aportarse por ella", "telling each family what it contributes, what right it has, and when nobody contributed for it any more", "dizer a cada família o que contribui, que direito tem e quando se deixou de contribuir por ela"),
    # frozen
    "frozen": ("Las reglas y los valores son los del {signed}, fijados por su huella en el Anexo E. Un cambio posterior de la ley no cambia el precio mientras dure el convenio.", "Rules and values are those of {signed}, pinned by digest in Annex E. A later change of the law does not change the price as long as the agreement runs.", "Regras e valores são os de {signed}, fixados por sua impressão digital no Anexo E. Uma mudança posterior da lei não muda o preço enquanto durar o convênio."),
    "frozen_renewed": ("Las reglas son las fijadas por su huella en el Anexo E. Los precios son los de la renovación, {renewed}, y no cambian hasta la siguiente.", "The rules are those pinned by digest in Annex E. Prices are those of the renewal, {renewed}, and do not change until the next one.", "As regras são as fixadas por sua impressão digital no Anexo E. Os preços são os da renovação, {renewed}, e não mudam até a seguinte."),
    "at_once": ("Solo cambian con la ley, sin nueva firma, los valores que el Anexo E marca «de inmediato».", "Only the values marked “at once” in Annex E change with the law without a new signature.", "Somente mudam com a lei, sem nova assinatura, os valores que o Anexo E marca “de imediato”."),
    # duration
    "runs": ("Rige desde el {starts} hasta el {last}, ese día incluido.", "It runs from {starts} to {last}, that day included.", "Vale de {starts} até {last}, esse dia incluído."),
    "runs_open": ("Rige desde el {starts}, sin fecha de término.", "It runs from {starts}, with no set end.", "Vale a partir de {starts}, sem data de término."),
    "longest": ("Por el esquema dura como máximo {longest}.", "By the scheme it lasts at most {longest}.", "Pelo esquema dura no máximo {longest}."),
    "renewal": ("No se renueva solo: antes del término las partes negocian la renovación con los valores de ese día, y se muestra qué cambia y para quién.", "It does not renew by itself: before it ends the parties negotiate the renewal with the values of that day, and are shown what changes and for whom.", "Não se renova sozinho: antes do término as partes negociam a renovação com os valores desse dia, e mostra-se o que muda e para quem."),
    "notice": ("Cualquiera de las partes puede terminarlo por escrito, diciendo por qué, con {notice} de aviso.", "Either side may end it in writing, saying why, with {notice} of notice.", "Qualquer das partes pode terminá-lo por escrito, dizendo por quê, com {notice} de aviso."),
    "no_notice": ("El esquema no fija un preaviso para terminar.", "The scheme sets no termination period.", "O esquema não fixa um aviso prévio para terminar."),
    # kept
    "keep_months": ("Los meses pagados son de la persona y no se pierden: cuentan bajo otra asociación o en un seguro individual del mismo régimen.", "Months that were paid are the person's and are not lost: they count under another association, or in an individual insurance of the same regime.", "Os meses pagos são da pessoa e não se perdem: contam sob outra associação ou em um seguro individual do mesmo regime."),
    "keep_cover": ("Mientras los meses ya pagados den derecho según el artículo de derecho, la familia sigue protegida.", "As long as months already paid give the right as the article on it says, the family stays protected.", "Enquanto os meses já pagos derem direito segundo o artigo sobre ele, a família segue protegida."),
    "latency": ("Al salir se conserva la protección según los meses aportados en los {window} anteriores:", "Whoever leaves keeps cover by the months contributed in the {window} before:", "Ao sair conserva-se a proteção segundo os meses contribuídos nos {window} anteriores:"),
    "latency_band": ("hasta {upto} meses aportados: {gives}", "up to {upto} months contributed: {gives}", "até {upto} meses contribuídos: {gives}"),
    "latency_last": ("más meses aportados: {gives}", "more months contributed: {gives}", "mais meses contribuídos: {gives}"),
    "no_latency": ("El esquema no prevé una protección adicional después de salir.", "The scheme provides for no further cover after leaving.", "O esquema não prevê proteção adicional depois de sair."),
    "told": ("A cada familia se le dice, por medio de su asociación, hasta cuándo está protegida y cómo puede seguir.", "Each family is told, through its association, until when it is protected and how it may go on.", "A cada família se diz, por meio de sua associação, até quando está protegida e como pode seguir."),
    # review
    "loss_ratio": ("El precio se revisa si en un año el costo de la atención llega a {ratio} de los aportes.", "The price is looked at again if in a year the cost of care reaches {ratio} of the contributions.", "O preço é revisto se em um ano o custo do atendimento chega a {ratio} das contribuições."),
    "no_loss_ratio": ("El esquema no fija un costo desde el que se revise el precio.", "The scheme sets no cost from which the price is looked at again.", "O esquema não fixa um custo a partir do qual se reveja o preço."),
    "yearly_meeting": ("Una vez al año las partes se reúnen ante las cifras: nóminas y pagos a tiempo, familias, aportes y costo.", "Once a year the parties meet over the figures: rosters and payments on time, families, contributions and cost.", "Uma vez por ano as partes se reúnem diante dos números: folhas e pagamentos a tempo, famílias, contribuições e custo."),
    # disputes
    "talk_first": ("Las partes tratan primero entre ellas toda diferencia; mientras se trata, nadie pierde su derecho por ella.", "The parties first treat any difference among themselves; meanwhile nobody loses a right over it.", "As partes tratam primeiro entre si toda diferença; enquanto se trata, ninguém perde seu direito por ela."),
    "force_majeure": ("Una sequía, una helada, una plaga o una caída del precio del producto se lleva a la junta directiva de la institución, que puede dar más plazo.", "A drought, a frost, a pest or a fall of the product's price goes to the institution's board, which may give more time.", "Uma seca, uma geada, uma praga ou uma queda do preço do produto leva-se ao conselho da instituição, que pode dar mais prazo."),
    "disputes_proposed": ("Este artículo es una propuesta de redacción: el esquema no lo regula, y las partes lo escriben como acuerden.", "This article is a proposed wording: the scheme does not rule on it, and the parties write it as they agree.", "Este artigo é uma proposta de redação: o esquema não o regula, e as partes o escrevem como acordem."),
    # data
    "data_purpose": ("Los datos de las personas sirven solo para afiliar, aportar, atender y rendir cuentas. El Anexo D dice cuáles, para qué y por cuánto tiempo.", "Personal data serve only to affiliate, contribute, attend and account. Annex D says which, what for and how long.", "Os dados das pessoas servem somente para afiliar, contribuir, atender e prestar contas. O Anexo D diz quais, para quê e por quanto tempo."),
    "data_health": ("La asociación ve a sus familias, sus pagos y su protección; nunca un diagnóstico.", "The association sees its families, their payments and their cover; never a diagnosis.", "A associação vê suas famílias, seus pagamentos e sua proteção; nunca um diagnóstico."),
    "data_reads": ("Cada lectura de la ficha de una persona queda anotada, y la persona puede pedir esa lista.", "Each reading of a person's record is written down, and the person may ask for that list.", "Cada leitura da ficha de uma pessoa fica anotada, e a pessoa pode pedir essa lista."),
    # signature
    "signed": ("Firmado el {signed}. Los términos de este texto son los del registro del convenio, cuya huella está al pie de cada página.", "Signed on {signed}. The terms of this text are those of the agreement's record, whose digest stands at the foot of each page.", "Assinado em {signed}. Os termos deste texto são os do registro do convênio, cuja impressão digital está ao pé de cada página."),
    "unsigned": ("Este texto no está firmado: es la propuesta {number}, del {day}, y no obliga a nadie.", "This text is not signed: it is proposal {number}, of {day}, and binds nobody.", "Este texto não está assinado: é a proposta {number}, de {day}, e não obriga ninguém."),
    # what figures rest on
    "all_proposed": ("Las cifras que la ley pondría en este artículo son propuesta de un modelo y no ley.", "The figures that a law would set in this article are a model's proposal and not law.", "Os números que a lei poria neste artigo são proposta de um modelo e não lei."),
    "some_proposed": ("Propuesta de modelo y no ley: {figures}.", "A model's proposal and not law: {figures}.", "Proposta de modelo e não lei: {figures}."),
    "some_background": ("Sin verificar en la fuente: {figures}.", "Not read at the source: {figures}.", "Sem verificar na fonte: {figures}."),
}  # fmt: skip

KINDS: Words = {
    "national": ("organización nacional", "national body", "organização nacional"),
    "central": ("central", "central", "central"),
    "cooperative": ("cooperativa", "cooperative", "cooperativa"),
    "committee": ("comité", "committee", "comitê"),
    "union": ("sindicato o unión", "union", "sindicato ou união"),
    "employer": ("empleador", "employer", "empregador"),
    "buyer": ("comprador que retiene", "buyer who withholds", "comprador que retém"),
    "state": ("entidad del Estado", "State body", "entidade do Estado"),
}
RELATIONS: Words = {
    "spouse": ("cónyuge", "spouse", "cônjuge"),
    "partner": ("conviviente", "partner", "companheiro ou companheira"),
    "child": ("hijo o hija", "son or daughter", "filho ou filha"),
    "father": ("padre", "father", "pai"),
    "mother": ("madre", "mother", "mãe"),
    "other": ("otro pariente que el esquema acepta", "another relative whom the scheme accepts", "outro parente que o esquema aceita"),
}  # fmt: skip
EVENTS: Words = {
    "illness": ("enfermedad", "illness", "doença"),
    "accident": ("accidente", "accident", "acidente"),
    "emergency": ("emergencia", "emergency", "emergência"),
    "pregnancy": ("embarazo", "pregnancy", "gravidez"),
}
PARTS: Words = {
    "whole_families_in_roster_order": (
        "familias enteras, en el orden de la nómina",
        "whole families, in the order of the roster",
        "famílias inteiras, na ordem da folha",
    ),
    "pro_rata": (
        "en proporción entre todas; nadie tiene el mes hasta que se paga entero",
        "in proportion among all; nobody has the month until all of it is paid",
        "em proporção entre todas; ninguém tem o mês até que se pague inteiro",
    ),
}
CALENDARS: Words = {
    "monthly": ("mensual", "monthly", "mensal"),
    "harvest": ("de cosecha", "by the harvest", "de colheita"),
}
ALL_YEAR = ("todos los meses del año", "all months of the year", "todos os meses do ano")
SINGULAR: Words = {
    "months": ("mes", "month", "mês"),
    "days": ("día", "day", "dia"),
    "years": ("año", "year", "ano"),
    "families": ("familia", "family", "família"),
    "persons": ("persona", "person", "pessoa"),
    "workers": ("trabajador", "worker", "trabalhador"),
    "times": ("vez", "time", "vez"),
}


def word(words: Words, code: str, language: str) -> str:
    """Give a word or a sentence in ``es``, ``en`` or ``pt``; another language is refused."""
    return words[code][LANGUAGES.index(language)]
