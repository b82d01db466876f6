"""What the verbs that work on the database say, in three languages."""

from __future__ import annotations

VERB_WORDS: dict[str, dict[str, str]] = {
    "nothing_here": {
        "es": "Esta instalación está vacía. Cargue el ejemplo con: ayni demo --families 300",
        "en": "This installation is empty. Load the example with: ayni demo --families 300",
        "pt": "Esta instalação está vazia. Carregue o exemplo com: ayni demo --families 300",
    },
    "user_password": {
        "es": "da una contraseña nueva a quien olvidó la suya",
        "en": "give a new password to whoever forgot theirs",
        "pt": "dá uma senha nova a quem esqueceu a sua",
    },
    "no_such_user": {
        "es": "Nadie entra con el nombre {name}. Revise cómo se escribe; los acentos y mayúsculas no importan.",
        "en": "Nobody signs in with the name {name}. Check its spelling; accents and capitals do not matter.",
        "pt": "Ninguém entra com o nome {name}. Veja como se escreve; acentos e maiúsculas não importam.",
    },
    "password_given": {
        "es": "Contraseña nueva de {name}: {password}\nNo se muestra otra vez. La anterior y las sesiones abiertas ya "
        "no valen; al entrar, cámbiela en /cuenta/password/change/.",
        "en": "New password of {name}: {password}\nIt is not shown again. The old one and open sessions have ended; "
        "after signing in, change it at /cuenta/password/change/.",
        "pt": "Senha nova de {name}: {password}\nNão se mostra outra vez. A anterior e as sessões abertas já não "
        "valem; ao entrar, mude-a em /cuenta/password/change/.",
    },
    "unknown_agreement": {
        "es": "No hay ningún convenio ni adhesión con el código {name}.",
        "en": "There is no agreement or adhesion with the code {name}.",
        "pt": "Não há convênio nem adesão com o código {name}.",
    },
    "agreement_not_signed": {
        "es": "El convenio {name} todavía no está firmado; no hay nada que exportar.",
        "en": "The agreement {name} is not signed yet; there is nothing to export.",
        "pt": "O convênio {name} ainda não está assinado; não há nada para exportar.",
    },
    "agreement_export": {
        "es": "escribe la última versión firmada en PDF, JSON o FHIR",
        "en": "write the newest signed version as PDF, JSON or FHIR",
        "pt": "escreve a última versão assinada em PDF, JSON ou FHIR",
    },
    "agreement_exported": {
        "es": "{file}: {size} bytes.",
        "en": "{file}: {size} bytes.",
        "pt": "{file}: {size} bytes.",
    },
    "option_form": {
        "es": "en qué formato",
        "en": "in which format",
        "pt": "em que formato",
    },
    "option_out_file": {
        "es": "archivo que se escribe; sin él, la salida estándar",
        "en": "file to write; without it, standard output",
        "pt": "arquivo a escrever; sem ele, a saída padrão",
    },
    "agreement_none": {
        "es": "Esta institución no tiene convenios.",
        "en": "This institution has no agreements.",
        "pt": "Esta instituição não tem convênios.",
    },
    "agreement_line": {
        "es": "{agreement}  {state}  desde {since}  sigue: {next}",
        "en": "{agreement}  {state}  since {since}  next: {next}",
        "pt": "{agreement}  {state}  desde {since}  a seguir: {next}",
    },
    "agreement_step": {
        "es": "  {number}. {day}  {step}: {state}  {why}",
        "en": "  {number}. {day}  {step}: {state}  {why}",
        "pt": "  {number}. {day}  {step}: {state}  {why}",
    },
    "agreement_advanced": {
        "es": "{agreement}: {step} el {day}; dejan el convenio {left} titulares.",
        "en": "{agreement}: {step} on {day}; {left} insured persons leave.",
        "pt": "{agreement}: {step} em {day}; saem {left} titulares.",
    },
    "agreement_nothing_due": {
        "es": "Ningún convenio tenía un paso pendiente.",
        "en": "No agreement had a step due.",
        "pt": "Nenhum convênio tinha um passo pendente.",
    },
    "option_on": {
        "es": "el día hasta el que se mira; si falta, el día de hoy de cada institución",
        "en": "the day up to which to look; by default each institution's own today",
        "pt": "o dia até o qual se olha; se faltar, o dia de hoje de cada instituição",
    },
    "not_a_month": {
        "es": "{value} no es un mes. Escríbalo como AAAA-MM, por ejemplo 2026-04.",
        "en": "{value} is not a month. Write it as YYYY-MM, for example 2026-04.",
        "pt": "{value} não é um mês. Escreva AAAA-MM, por exemplo 2026-04.",
    },
    "option_explain": {
        "es": "muestra cada paso con su regla y su fuente",
        "en": "show each step with its rule and its source",
        "pt": "mostra cada passo com sua regra e sua fonte",
    },
    "assessed": {
        "es": "{month}: {notices} avisos, {lines} familias, por cobrar {due}; ya liquidadas antes: {already_assessed}.",
        "en": "{month}: {notices} notices, {lines} families, due {due}; assessed before: {already_assessed}.",
        "pt": "{month}: {notices} avisos, {lines} famílias, a receber {due}; já liquidadas: {already_assessed}.",
    },
    "statement_refused": {
        "es": "{file} no se recibió: {why}",
        "en": "{file} was not taken: {why}",
        "pt": "{file} não foi recebido: {why}",
    },
    "no_such_file": {
        "es": "No se puede leer el archivo {file}.",
        "en": "The file {file} cannot be read.",
        "pt": "Não é possível ler o arquivo {file}.",
    },
    "statement_taken": {
        "es": "{name}: {entries} movimientos, {taken} nuevos, {repeated} repetidos. Recibido {received}; asignado {allocated}; a cuenta {held}; extornado {reversed}; sin asignar {unallocated}. Meses acreditados: {months_credited}.",
        "en": "{name}: {entries} entries, {taken} new, {repeated} repeated. Received {received}; allocated {allocated}; held {held}; reversed {reversed}; unallocated {unallocated}. Months credited: {months_credited}.",
        "pt": "{name}: {entries} lançamentos, {taken} novos, {repeated} repetidos. Recebido {received}; alocado {allocated}; por conta {held}; estornado {reversed}; sem alocar {unallocated}. Meses creditados: {months_credited}.",
    },
    "decision_apply": {
        "es": "se asignó",
        "en": "applied",
        "pt": "alocado",
    },
    "decision_apply_partial": {
        "es": "se asignó una parte del aviso",
        "en": "part of the notice",
        "pt": "alocado em parte",
    },
    "decision_apply_split": {
        "es": "se repartió entre avisos",
        "en": "split among notices",
        "pt": "repartido entre avisos",
    },
    "decision_apply_with_excess": {
        "es": "se asignó y sobró",
        "en": "applied with an excess",
        "pt": "alocado com sobra",
    },
    "decision_apply_then_reverse": {
        "es": "se asignó y luego se extornó",
        "en": "applied, then reversed",
        "pt": "alocado e depois estornado",
    },
    "decision_reverse": {
        "es": "extorno",
        "en": "reversal",
        "pt": "estorno",
    },
    "decision_review": {
        "es": "por revisar: queda sin asignar",
        "en": "to review: kept unallocated",
        "pt": "a rever: fica sem alocar",
    },
    "decision_ignore": {
        "es": "no es un aporte",
        "en": "not a contribution",
        "pt": "não é contribuição",
    },
    "decision_do_not_apply_again": {
        "es": "ya se había recibido",
        "en": "taken before",
        "pt": "já recebido",
    },
    "month_paid": {
        "es": "pagado",
        "en": "paid",
        "pt": "pago",
    },
    "month_late": {
        "es": "pagado tarde",
        "en": "paid late",
        "pt": "pago com atraso",
    },
    "month_unpaid": {
        "es": "sin pagar",
        "en": "unpaid",
        "pt": "não pago",
    },
    "month_not_due": {
        "es": "no correspondía",
        "en": "not due",
        "pt": "não devido",
    },
    "option_benefit": {
        "es": "pregunta por una prestación con espera, por su nombre en el esquema",
        "en": "ask about a benefit with a waiting, by its name in the scheme",
        "pt": "pergunta por uma prestação com carência, por seu nome no esquema",
    },
    "unknown_benefit": {
        "es": "El esquema no tiene esa prestación con espera: {said}.",
        "en": "The scheme has no such benefit with a waiting: {said}.",
        "pt": "O esquema não tem essa prestação com carência: {said}.",
    },
    "no_rule": {
        "es": "El esquema no tiene regla para ese día. Una emergencia se atiende siempre.",
        "en": "The scheme has no rule for that day. An emergency is always attended.",
        "pt": "O esquema não tem regra para esse dia. Uma emergência sempre se atende.",
    },
    "nobody": {
        "es": "Nadie con el documento {id} está en el registro. Si es una emergencia, se atiende siempre.",
        "en": "Nobody with the document {id} is in the registry. An emergency is always attended.",
        "pt": "Ninguém com o documento {id} está no registro. Uma emergência é sempre atendida.",
    },
    "green": {
        "es": "bien",
        "en": "green",
        "pt": "certo",
    },
    "red": {
        "es": "MAL: {broken}",
        "en": "RED: {broken}",
        "pt": "ERRADO: {broken}",
    },
    "rebuilt": {
        "es": "Filas que cambiaron: {changed}",
        "en": "Rows that changed: {changed}",
        "pt": "Linhas que mudaram: {changed}",
    },
    "roster_import": {
        "es": "recibe una nómina y la pone en efecto",
        "en": "take a roster and let it take effect",
        "pt": "recebe uma relação e a põe em vigor",
    },
    "roster_refused": {
        "es": "{file} no se recibió: {why}",
        "en": "{file} was not taken: {why}",
        "pt": "{file} não foi recebido: {why}",
    },
    "roster_taken": {
        "es": "{rows} personas: {accepted} aceptadas, {refused} rechazadas, {doubtful} por aclarar, {duplicate} repetidas. Entran {included}, salen {excluded}, cambian {changed}, siguen igual {unchanged}.",
        "en": "{rows} persons: {accepted} accepted, {refused} refused, {doubtful} to clarify, {duplicate} repeated. In {included}, out {excluded}, changed {changed}, unchanged {unchanged}.",
        "pt": "{rows} pessoas: {accepted} aceitas, {refused} recusadas, {doubtful} a esclarecer, {duplicate} repetidas. Entram {included}, saem {excluded}, mudam {changed}, iguais {unchanged}.",
    },
    "roster_known": {
        "es": "Esta nómina ya se había recibido; no cambia nada. Entraron {included}, salieron {excluded}.",
        "en": "This roster was taken before; nothing changes. In {included}, out {excluded}.",
        "pt": "Esta relação já foi recebida; nada muda. Entraram {included}, saíram {excluded}.",
    },
    "room_affiliation": {"es": "afiliación", "en": "affiliation", "pt": "afiliação"},
    "room_collection": {"es": "recaudación", "en": "collection", "pt": "arrecadação"},
    "room_entitlement": {"es": "derecho", "en": "entitlement", "pt": "direito"},
}
