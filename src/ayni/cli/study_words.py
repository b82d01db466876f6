"""What ``ayni study`` says, in Spanish, English and Portuguese."""

from __future__ import annotations

STUDY_WORDS: dict[str, dict[str, str]] = {
    "verb_study": {
        "es": "estudios: si un régimen dura, y qué se puede ofrecer",
        "en": "studies: whether a scheme will last, and what may be offered",
        "pt": "estudos: se um regime dura, e o que se pode oferecer",
    },
    "study_run": {
        "es": "calcula un estudio (un archivo YAML, o uno de los que vienen)",
        "en": "compute a study (a YAML file, or one that comes with the program)",
        "pt": "calcula um estudo (um arquivo YAML, ou um dos que vêm)",
    },
    "study_report": {
        "es": "escribe el informe de un estudio, en PDF y como página",
        "en": "write the report of a study, as PDF and as a page",
        "pt": "escreve o relatório de um estudo, em PDF e como página",
    },
    "option_kept": {
        "es": "el estudio guardado con ese código, aunque haya uno que viene con el programa",
        "en": "the study kept under that code, even if one comes with the program",
        "pt": "o estudo guardado com esse código, mesmo que venha um com o programa",
    },
    "study_list": {
        "es": "los estudios guardados, con su última corrida",
        "en": "the studies that are kept, with their newest run",
        "pt": "os estudos guardados, com sua última execução",
    },
    "study_show": {
        "es": "un estudio guardado, con sus corridas y sus cifras",
        "en": "a study that is kept, with its runs and figures",
        "pt": "um estudo guardado, com suas execuções e cifras",
    },
    "study_score": {
        "es": "contrasta un estudio con lo que vino, mes por mes",
        "en": "hold a study against what came, month by month",
        "pt": "compara um estudo com o que veio, mês a mês",
    },
    "study_extract": {
        "es": "escribe las familias de un estudio sin nombres, si hay bastantes iguales",
        "en": "write the families of a study without names, if enough are alike",
        "pt": "escreve as famílias de um estudo sem nomes, se há bastantes iguais",
    },
    "study_work": {
        "es": "hace las corridas que esperan, contrasta los estudios y termina",
        "en": "do the runs that wait, score the studies, and end",
        "pt": "faz as execuções que esperam, compara os estudos e termina",
    },
    "option_scenarios": {
        "es": "cuántos futuros",
        "en": "how many futures",
        "pt": "quantos futuros",
    },
    "option_study_months": {
        "es": "cuántos meses",
        "en": "how many months",
        "pt": "quantos meses",
    },
    "option_seed": {
        "es": "semilla del azar: la misma da lo mismo",
        "en": "seed of chance: the same one gives the same",
        "pt": "semente do acaso: a mesma dá o mesmo",
    },
    "option_kernel": {
        "es": "motor: events sortea cada familia, cohort da promedios",
        "en": "kernel: events draws every family, cohort gives means",
        "pt": "motor: events sorteia cada família, cohort dá médias",
    },
    "option_scheduler": {
        "es": "dirección de un planificador de Dask, cuyos trabajadores calculan",
        "en": "address of a Dask scheduler, whose workers compute",
        "pt": "endereço de um agendador Dask, cujos trabalhadores calculam",
    },
    "option_processes": {
        "es": "cuántos procesos de esta máquina calculan",
        "en": "how many processes of this machine compute",
        "pt": "quantos processos desta máquina calculam",
    },
    "option_study_out": {
        "es": "carpeta para cube.parquet y manifest.json",
        "en": "folder for cube.parquet and manifest.json",
        "pt": "pasta para cube.parquet e manifest.json",
    },
    "option_keep": {
        "es": "guarda el estudio y la corrida en la base de datos",
        "en": "keep the study and the run in the database",
        "pt": "guarda o estudo e a execução no banco de dados",
    },
    "option_study_agreement": {
        "es": "de qué convenio es el estudio (con --keep)",
        "en": "which agreement the study is about (with --keep)",
        "pt": "de qual convênio é o estudo (com --keep)",
    },
    "option_without_association": {
        "es": "sin decir la asociación de cada familia",
        "en": "without telling the association of each family",
        "pt": "sem dizer a associação de cada família",
    },
    "option_coarse": {
        "es": "edades y tamaños en tramos más anchos",
        "en": "ages and sizes in wider bands",
        "pt": "idades e tamanhos em faixas mais largas",
    },
    "option_study_month": {
        "es": "hasta qué mes; sin él, todos los que ya se liquidaron",
        "en": "until which month; without it, all that have been assessed",
        "pt": "até qual mês; sem ele, todos os que já foram liquidados",
    },
    "study_no_file": {
        "es": "No hay archivo ni estudio que se llame {file}. Vienen: {known}.",
        "en": "There is no file and no study called {file}. There are: {known}.",
        "pt": "Não há arquivo nem estudo chamado {file}. Vêm: {known}.",
    },
    "study_faulty": {
        "es": "El estudio no se puede calcular:\n{faults}",
        "en": "The study cannot be computed:\n{faults}",
        "pt": "O estudo não pode ser calculado:\n{faults}",
    },
    "study_cannot": {
        "es": "Los motores no siguen este régimen: {why}",
        "en": "The kernels do not follow this scheme: {why}",
        "pt": "Os motores não seguem este regime: {why}",
    },
    "study_unknown": {
        "es": "No hay ningún estudio guardado con el código {study}.",
        "en": "There is no study kept under the code {study}.",
        "pt": "Não há estudo guardado com o código {study}.",
    },
    "study_code_taken": {
        "es": "Ya hay otro texto con el código {study}. Un estudio no se cambia: dé otro código al nuevo.",
        "en": "Another text has the code {study}. A study is not changed: give the new one another code.",
        "pt": "Já há outro texto com o código {study}. Um estudo não se muda: dê outro código ao novo.",
    },
    "study_not_done": {
        "es": "La corrida {run} no terminó: {why}",
        "en": "Run {run} did not end well: {why}",
        "pt": "A execução {run} não terminou: {why}",
    },
    "study_no_run": {
        "es": "El estudio {study} no tiene ninguna corrida terminada.",
        "en": "The study {study} has no run that is done.",
        "pt": "O estudo {study} não tem nenhuma execução terminada.",
    },
    "study_cluster_missing": {
        "es": "Para usar un planificador hace falta el paquete distributed: pip install distributed",
        "en": "A scheduler needs the package distributed: pip install distributed",
        "pt": "Para usar um agendador falta o pacote distributed: pip install distributed",
    },
    "study_cluster_unreachable": {
        "es": "Nadie contesta en {address}. Inicie un planificador con: dask scheduler",
        "en": "Nobody answers at {address}. Start a scheduler with: dask scheduler",
        "pt": "Ninguém responde em {address}. Inicie um agendador com: dask scheduler",
    },
    "study_cluster_gave_up": {
        "es": "Los trabajadores mueren una y otra vez con el mismo bloque: {why}",
        "en": "The workers die of the same block again and again: {why}",
        "pt": "Os trabalhadores morrem repetidamente com o mesmo bloco: {why}",
    },
    "study_too_few": {
        "es": "No se escribió nada: {families} de {of} familias tienen menos de {alike} iguales "
        "y se las podría reconocer. Pruebe con --without-association o --coarse.",
        "en": "Nothing was written: {families} of {of} families have fewer than {alike} like them "
        "and could be recognised. Try --without-association or --coarse.",
        "pt": "Nada foi escrito: {families} de {of} famílias têm menos de {alike} iguais "
        "e poderiam ser reconhecidas. Tente --without-association ou --coarse.",
    },
    "study_extracted": {
        "es": "{file}: {families} familias, cada una con al menos {alike} iguales.",
        "en": "{file}: {families} families, each with at least {alike} alike.",
        "pt": "{file}: {families} famílias, cada uma com pelo menos {alike} iguais.",
    },
    "study_nobody": {
        "es": "El estudio {study} no es de nadie cuyos meses estén registrados aquí.",
        "en": "The study {study} is about nobody whose months are recorded here.",
        "pt": "O estudo {study} não é de ninguém cujos meses estejam registrados aqui.",
    },
    "kernels_wait": {
        "es": "Se preparan los motores de los estudios; es una sola vez y tarda menos de dos minutos.",
        "en": "The kernels of studies are being prepared, once; it takes less than two minutes.",
        "pt": "Os motores dos estudos estão sendo preparados, uma só vez; leva menos de dois minutos.",
    },
    "study_no_reason": {
        "es": "El informe no se escribe: una hipótesis no dice su razón ({why}).",
        "en": "The report is not written: an assumption does not say its reason ({why}).",
        "pt": "O relatório não se escreve: uma hipótese não diz sua razão ({why}).",
    },
    "study_none": {
        "es": "No hay estudios guardados.",
        "en": "No studies are kept.",
        "pt": "Não há estudos guardados.",
    },
    "study_nothing_waits": {
        "es": "Ninguna corrida esperaba.",
        "en": "No run was waiting.",
        "pt": "Nenhuma execução esperava.",
    },
    "study_line": {
        "es": "{study}  {name}  corrida: {state}",
        "en": "{study}  {name}  run: {state}",
        "pt": "{study}  {name}  execução: {state}",
    },
    "study_run_line": {
        "es": "  {run}  {kernel}  {scenarios} futuros, {months} meses  {state}  {seconds} s  huella {cube}",
        "en": "  {run}  {kernel}  {scenarios} futures, {months} months  {state}  {seconds} s  digest {cube}",
        "pt": "  {run}  {kernel}  {scenarios} futuros, {months} meses  {state}  {seconds} s  resumo {cube}",
    },
    "study_computing": {
        "es": "futuros calculados",
        "en": "futures computed",
        "pt": "futuros calculados",
    },
    "study_ran": {
        "es": "{name}: {scenarios} futuros de {months} meses con el motor {kernel}, en {seconds} s.",
        "en": "{name}: {scenarios} futures of {months} months with the kernel {kernel}, in {seconds} s.",
        "pt": "{name}: {scenarios} futuros de {months} meses com o motor {kernel}, em {seconds} s.",
    },
    "study_charged": {
        "es": "aporte por familia y mes",
        "en": "contribution a family and month",
        "pt": "contribuição por família e mês",
    },
    "study_break_even": {
        "es": "aporte de equilibrio",
        "en": "break-even contribution",
        "pt": "contribuição de equilíbrio",
    },
    "study_ruin": {
        "es": "insolvencia en {months} meses",
        "en": "ruin within {months} months",
        "pt": "insolvência em {months} meses",
    },
    "study_stayed": {
        "es": "de la nómina inicial, afiliadas a los {months} meses",
        "en": "of the first roster, affiliated after {months} months",
        "pt": "da folha inicial, afiliadas após {months} meses",
    },
    "study_reserve_last": {
        "es": "reserva al final (mediana)",
        "en": "reserve at the end (median)",
        "pt": "reserva no final (mediana)",
    },
    "study_lacks": {
        "es": "falta en el primer año",
        "en": "lacking in the first year",
        "pt": "falta no primeiro ano",
    },
    "study_against_base": {
        "es": "reserva al final frente a la base (media)",
        "en": "reserve at the end against the base (mean)",
        "pt": "reserva no final frente à base (média)",
    },
    "study_error": {
        "es": "± {error} de error de simulación",
        "en": "± {error} simulation error",
        "pt": "± {error} de erro de simulação",
    },
    "study_digest": {
        "es": "huella del resultado",
        "en": "digest of the result",
        "pt": "resumo do resultado",
    },
    "study_input_digest": {
        "es": "huella de lo que entró",
        "en": "digest of what went in",
        "pt": "resumo do que entrou",
    },
    "study_scored": {
        "es": "{month}  {component}  esperado {expected} ({low} a {high})  vino {actual}  {ratio}  {alert}",
        "en": "{month}  {component}  expected {expected} ({low} to {high})  came {actual}  {ratio}  {alert}",
        "pt": "{month}  {component}  esperado {expected} ({low} a {high})  veio {actual}  {ratio}  {alert}",
    },
    "study_not_known": {
        "es": "no se sabe aquí",
        "en": "not known here",
        "pt": "não se sabe aqui",
    },
    "study_alert": {
        "es": "FUERA DE LO ESPERADO",
        "en": "OUTSIDE WHAT WAS EXPECTED",
        "pt": "FORA DO ESPERADO",
    },
    "study_told_in_part": {
        "es": "contado en parte ({adhesions} de {of} adhesiones)",
        "en": "told in part ({adhesions} of {of} adhesions)",
        "pt": "contado em parte ({adhesions} de {of} adesões)",
    },
    "study_nothing_came": {
        "es": "Todavía no vino ningún mes que contrastar.",
        "en": "No month has come yet to hold it against.",
        "pt": "Ainda não veio nenhum mês para comparar.",
    },
}
