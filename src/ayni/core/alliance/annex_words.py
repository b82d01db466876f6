"""Words of the annexes and of the frame of an agreement's text, in Spanish, English and Portuguese."""

from __future__ import annotations

from ayni.core.alliance.article_words import Words

FRAME: Words = {
    "title": ("Convenio de aseguramiento colectivo", "Collective insurance agreement", "Convênio de seguro coletivo"),
    "between": ("entre", "between", "entre"),
    "and": ("y", "and", "e"),
    "article": ("Artículo", "Article", "Artigo"),
    "annex": ("Anexo", "Annex", "Anexo"),
    "annexes": ("Anexos", "Annexes", "Anexos"),
    "page": ("Página", "Page", "Página"),
    "of": ("de", "of", "de"),
    "code": ("Convenio", "Agreement", "Convênio"),
    "version": ("versión {number}", "version {number}", "versão {number}"),
    "proposal": ("propuesta {number}", "proposal {number}", "proposta {number}"),
    "terms": ("términos", "terms", "termos"),
    "scheme": ("Esquema", "Scheme", "Esquema"),
    "runs": ("Vigencia", "Runs", "Vigência"),
    "signed_on": ("Firma", "Signed", "Assinatura"),
    "proposed_on": ("Propuesto", "Proposed", "Proposto"),
    "currency": ("Moneda", "Currency", "Moeda"),
    "open_end": ("sin término", "no set end", "sem término"),
    "to": ("al", "to", "a"),
    "draft_mark": ("BORRADOR · PROPUESTA {number}", "DRAFT · PROPOSAL {number}", "MINUTA · PROPOSTA {number}"),
    "example_mark": ("EJEMPLO", "EXAMPLE", "EXEMPLO"),
    "draft_title": ("Borrador", "Draft", "Minuta"),
    "draft_warning": ("Propuesta {number}, del {day}. No está firmada y no obliga a nadie.", "Proposal {number}, of {day}. It is not signed and binds nobody.", "Proposta {number}, de {day}. Não está assinada e não obriga ninguém."),
    "model_title": ("Modelo propuesto, no es ley", "Proposed model, not law", "Modelo proposto, não é lei"),
    "model_warning": ("Las reglas de este esquema son un modelo para negociar. Rigen solo entre quienes firman, y en lo que la ley del país les permite acordar.", "The rules of this scheme are a model for negotiation. They hold only between those who sign, and as far as the country's law lets them agree.", "As regras deste esquema são um modelo para negociar. Valem somente entre quem assina, e no que a lei do país lhes permite acordar."),
    "background_title": ("Valores sin verificar", "Values not verified", "Valores sem verificar"),
    "background_warning": ("Algunos valores de la ley no se leyeron en su fuente. El artículo en que aparecen lo dice, y el Anexo E los señala.", "Some values of the law were not read at their source. The article in which they stand says so, and Annex E marks them.", "Alguns valores da lei não foram lidos em sua fonte. O artigo em que aparecem o diz, e o Anexo E os assinala."),
    "example_title": ("Ejemplo", "Example", "Exemplo"),
    "example_warning": ("La asociación es inventada. Este texto no vale como convenio.", "The association is invented. This text is no agreement.", "A associação é inventada. Este texto não vale como convênio."),
    "for_institution": ("Por la institución", "For the institution", "Pela instituição"),
    "for_association": ("Por la asociación", "For the association", "Pela associação"),
    "name_line": ("Nombre y cargo", "Name and office", "Nome e cargo"),
    "date_line": ("Lugar y fecha", "Place and date", "Lugar e data"),
    "sign_line": ("Firma", "Signature", "Assinatura"),
}  # fmt: skip

TITLES: Words = {
    "A": ("Escala: qué se aporta y quién lo paga", "Scale: what is contributed and who pays it", "Escala: o que se contribui e quem o paga"),
    "B": ("Calendario", "Calendar", "Calendário"),
    "C": ("Formato de la nómina", "Format of the roster", "Formato da folha"),
    "D": ("Datos personales", "Personal data", "Dados pessoais"),
    "E": ("La ley fijada por su huella", "The law, pinned by digest", "A lei fixada por sua impressão digital"),
}  # fmt: skip

LEADS: Words = {
    "A": ("Al mes, por cada familia, con los precios del {day}.", "A month, for each family, at the prices of {day}.", "Por mês, por cada família, com os preços de {day}."),
    "A_person": ("Al mes, por cada asegurado, con los precios del {day}.", "A month, for each insured person, at the prices of {day}.", "Por mês, por cada segurado, com os preços de {day}."),
    "A_specimen": ("Familia de ejemplo: asegurada de 40 años, sin derechohabientes. Otras edades o familias pagan lo que dice el artículo del aporte.", "Example family: an insured woman of 40, without dependants. Other ages or families pay what the article on the contribution says.", "Família de exemplo: segurada de 40 anos, sem dependentes. Outras idades ou famílias pagam o que diz o artigo da contribuição."),
    "B": ("Cada mes de la vigencia, el día en que vence, y si en él ingresan familias.", "Each month of the duration, the day it is due, and whether families come in.", "Cada mês da vigência, o dia em que vence, e se nele ingressam famílias."),
    "B_open": ("El convenio no tiene término: se muestran los primeros meses.", "The agreement has no set end: the first months are shown.", "O convênio não tem término: mostram-se os primeiros meses."),
    "C": ("Una fila por persona. Los nombres de las columnas son los de la plantilla, que está en español.", "One row for each person. The columns' names are those of the template, which is in Spanish.", "Uma linha por pessoa. Os nomes das colunas são os do modelo, que está em espanhol."),
    "D": ("Qué datos se guardan de cada persona, para qué y por cuánto tiempo. La persona puede pedir verlos, corregirlos y, donde la ley lo permite, borrarlos.", "Which data are kept of each person, what for and how long. The person may ask to see them, to have them mended and, where the law allows, erased.", "Que dados se guardam de cada pessoa, para quê e por quanto tempo. A pessoa pode pedir para vê-los, corrigi-los e, onde a lei permite, apagá-los."),
    "E": ("Esquema {code}. Con estas dos huellas (SHA-256) el texto de reglas y valores queda guardado y se puede volver a leer años después:", "Scheme {code}. Under these two digests (SHA-256) the text of rules and values is kept and can be read again years later:", "Esquema {code}. Com estas duas impressões digitais (SHA-256) o texto de regras e valores fica guardado e pode ser lido de novo anos depois:"),
    "E_rules": ("reglas {digest}", "rules {digest}", "regras {digest}"),
    "E_parameters": ("valores {digest}", "values {digest}", "valores {digest}"),
    "E_spanish": ("Nombres y fuentes están en la lengua en que se escribió el esquema.", "Names and sources are in the language the scheme was written in.", "Nomes e fontes estão na língua em que se escreveu o esquema."),
}  # fmt: skip

HEADS: Words = {
    "activity": ("Actividad", "Activity", "Atividade"),
    "income": ("Ingreso declarado", "Income declared", "Renda declarada"),
    "base": ("Base", "Base", "Base"),
    "collected": ("Entrega la asociación", "Association hands over", "A associação entrega"),
    "month": ("Mes", "Month", "Mês"),
    "due": ("Vence", "Due", "Vence"),
    "entry": ("Ingresan familias", "Families come in", "Ingressam famílias"),
    "harvest": ("Parte de la cosecha", "Part of the harvest", "Parte da colheita"),
    "column": ("Columna", "Column", "Coluna"),
    "holds": ("Qué se escribe", "What is written", "O que se escreve"),
    "class": ("Clase", "Class", "Classe"),
    "fields": ("Datos", "Data", "Dados"),
    "purpose": ("Para qué", "What for", "Para quê"),
    "kept": ("Por cuánto tiempo", "How long", "Por quanto tempo"),
    "value_name": ("Valor", "Value", "Valor"),
    "figure": ("Cifra", "Figure", "Número"),
    "since": ("Desde", "Since", "Desde"),
    "source": ("Fuente", "Source", "Fonte"),
    "known": ("Qué tan sabido", "How far known", "Quão sabido"),
    "changes": ("Cambia", "Changes", "Muda"),
}  # fmt: skip

REACHES: Words = {
    "frozen": ("nunca", "never", "nunca"),
    "at_renewal": ("al renovar", "at renewal", "ao renovar"),
    "at_once": ("de inmediato", "at once", "de imediato"),
}
THIS_AGREEMENT = ("Este convenio", "This agreement", "Este convênio")
NO_VALUE = ("sin valor ese día", "no value that day", "sem valor nesse dia")

ROSTER: Words = {
    "N° Familia": ("Un número por familia, el mismo en todas sus filas.", "One number for each family, the same in all its rows.", "Um número por família, o mesmo em todas as suas linhas."),
    "Parentesco": ("Titular, cónyuge, conviviente, hijo(a), padre o madre.", "Titular (insured person), cónyuge (spouse), conviviente (partner), hijo(a) (child), padre or madre.", "Titular, cónyuge (cônjuge), conviviente (companheiro), hijo(a) (filho), padre (pai) ou madre (mãe)."),
    "Tipo de documento": ("El del país: DNI, cédula, carné de extranjería, pasaporte.", "The country's: DNI, cédula, foreigner's card, passport.", "O do país: DNI, cédula, carteira de estrangeiro, passaporte."),
    "N° de documento": ("Como texto, con sus ceros a la izquierda.", "As text, with its leading zeros.", "Como texto, com seus zeros à esquerda."),
    "Apellido paterno": ("Primer apellido.", "First surname.", "Primeiro sobrenome."),
    "Apellido materno": ("Segundo apellido, si lo tiene.", "Second surname, if there is one.", "Segundo sobrenome, se houver."),
    "Nombres": ("Todos los nombres.", "All given names.", "Todos os nomes."),
    "Fecha de nacimiento": ("Día, mes y año: 04/05/1980.", "Day, month and year: 04/05/1980 is the 4th of May.", "Dia, mês e ano: 04/05/1980."),
    "Sexo": ("F o M, como en el documento.", "F or M, as in the document.", "F ou M, como no documento."),
    "Actividad": ("La del titular.", "The insured person's.", "A do titular."),
    "Ingreso de referencia": ("Ingreso mensual, solo si el esquema lo pide.", "Monthly income, only when the scheme asks for it.", "Renda mensal, somente se o esquema a pede."),
}  # fmt: skip

CLASSES: Words = {
    "identity": ("Identidad", "Identity", "Identidade"),
    "roster_cell": ("Celdas por corregir", "Cells to be mended", "Células por corrigir"),
    "received_file": ("Archivos recibidos", "Files received", "Arquivos recebidos"),
    "affiliation": ("Afiliación", "Affiliation", "Afiliação"),
    "months": ("Meses y protección", "Months and cover", "Meses e proteção"),
    "payment": ("Pagos", "Payments", "Pagamentos"),
    "access_log": ("Quién leyó o cambió", "Who read or changed", "Quem leu ou mudou"),
    "staff": ("Quienes trabajan con el programa", "Those who work with the program", "Quem trabalha com o programa"),
}  # fmt: skip
PURPOSES: Words = {
    "identity": ("Encontrar a la persona, y saber en la clínica que es quien está en la ventanilla", "To find a person, and to confirm at the clinic that it is the one at the desk", "Encontrar a pessoa, e saber na clínica que é quem está no balcão"),
    "roster_cell": ("Mostrar a la secretaría qué celda corregir", "To show a secretary which cell of the file must be mended", "Mostrar à secretaria que célula corrigir"),
    "received_file": ("Probar qué envió la asociación, byte por byte", "To prove what the association sent, byte by byte, with its digest", "Provar o que a associação enviou, byte por byte"),
    "affiliation": ("Quién está protegido, a través de quién, desde y hasta cuándo, y sobre qué ingreso se aporta", "Who is protected, through whom, from when until when, on which income the contribution rests", "Quem está protegido, por meio de quem, desde e até quando, e sobre que renda se contribui"),
    "months": ("Los meses que dan derecho", "The months that give cover", "Os meses que dão direito"),
    "payment": ("Saber qué deuda pagó cada abono del banco", "To say which debt a bank entry paid", "Saber que dívida pagou cada crédito do banco"),
    "access_log": ("Saber quién leyó o cambió qué ficha, y por qué", "Who read or changed which record, and why", "Saber quem leu ou mudou que ficha, e por quê"),
    "staff": ("Entrar y actuar con su nombre", "To sign in and to act under one's name", "Entrar e agir com seu nome"),
}  # fmt: skip
RETENTIONS: Words = {
    "identity": ("Mientras esté afiliada, y mientras se puedan reclamar sus meses", "While affiliated, then as long as months credited may be claimed", "Enquanto afiliada, e enquanto se possam reclamar seus meses"),
    "roster_cell": ("Hasta liquidar el mes y cerrar su plazo de reclamo", "Until the month is assessed and its appeal period is over", "Até liquidar o mês e encerrar seu prazo de recurso"),
    "received_file": ("El plazo contable del país (Perú: 10 años); luego queda solo la huella", "Accounting retention of the country (Peru: 10 years); then only the digest stays", "O prazo contábil do país (Peru: 10 anos); depois fica somente a impressão digital"),
    "affiliation": ("Mientras se puedan reclamar los meses", "As long as months credited may be claimed", "Enquanto se possam reclamar os meses"),
    "months": ("Mientras se puedan reclamar los meses", "As long as months credited may be claimed", "Enquanto se possam reclamar os meses"),
    "payment": ("El plazo contable del país (Perú: 10 años)", "Accounting retention of the country (Peru: 10 years)", "O prazo contábil do país (Peru: 10 anos)"),
    "access_log": ("10 años", "10 years", "10 anos"),
    "staff": ("Mientras la cuenta esté abierta, y lo que dure el diario que la nombra", "While the account is open, then as the journal that names it", "Enquanto a conta estiver aberta, e o que dure o diário que a nomeia"),
}  # fmt: skip

#: Fields of the register as people call them; a field that is not here is a number or a mark inside the program.
FIELDS: Words = {
    "surname1": ("primer apellido", "first surname", "primeiro sobrenome"),
    "surname2": ("segundo apellido", "second surname", "segundo sobrenome"),
    "names": ("nombres", "given names", "nomes"),
    "birth_date": ("fecha de nacimiento", "date of birth", "data de nascimento"),
    "sex": ("sexo", "sex", "sexo"),
    "number": ("número de documento", "document number", "número do documento"),
    "kind": ("tipo", "kind", "tipo"),
    "value": ("lo que decía la celda", "what the cell said", "o que dizia a célula"),
    "proposed": ("lo que sería correcto", "what would be right", "o que seria correto"),
    "content": ("el archivo", "the file", "o arquivo"),
    "name": ("su nombre", "its name", "seu nome"),
    "body": ("mensajes enviados", "messages sent", "mensagens enviadas"),
    "family": ("familia", "family", "família"),
    "insured": ("titular", "insured person", "titular"),
    "relation": ("parentesco", "relation", "parentesco"),
    "activity": ("actividad", "activity", "atividade"),
    "declared_income": ("ingreso declarado", "declared income", "renda declarada"),
    "starts": ("desde", "from", "desde"),
    "ends": ("hasta", "until", "até"),
    "due": ("aporte", "contribution", "contribuição"),
    "month": ("mes", "month", "mês"),
    "state": ("estado", "state", "estado"),
    "paid": ("pagado", "paid", "pago"),
    "amount": ("monto", "amount", "valor"),
    "payer": ("quien paga", "payer", "quem paga"),
    "payer_number": ("número de quien paga", "payer's number", "número de quem paga"),
    "reference_text": ("referencia del pago", "payment reference", "referência do pagamento"),
    "actor": ("quién", "who", "quem"),
    "purpose": ("para qué", "what for", "para quê"),
    "route": ("en qué página", "on which page", "em que página"),
    "role": ("función", "role", "função"),
    "reason": ("por qué", "why", "por quê"),
    "username": ("usuario", "user name", "usuário"),
    "display_name": ("nombre", "name", "nome"),
    "email": ("correo", "e-mail", "e-mail"),
    "author": ("autor de propuestas y comentarios", "author of proposals and comments", "autor de propostas e comentários"),
    "said": ("lo que comentó", "what was commented", "o que comentou"),
}  # fmt: skip
