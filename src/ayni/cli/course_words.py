"""What ``ayni course`` says, in three languages."""

from __future__ import annotations

COURSE_WORDS: dict[str, dict[str, str]] = {
    "verb_course": {
        "es": "un curso: a cada participante, una institución suya para aprender",
        "en": "a course: for every participant an institution of their own to learn in",
        "pt": "um curso: para cada participante, uma instituição sua para aprender",
    },
    "course_start": {
        "es": "abre el curso o agrega participantes; muestra las tarjetas una vez",
        "en": "open the course or add participants; shows the cards once",
        "pt": "abre o curso ou acrescenta participantes; mostra os cartões uma vez",
    },
    "course_reset": {
        "es": "empieza de nuevo con un participante, en una institución fresca",
        "en": "begin again with a participant, in a fresh institution",
        "pt": "recomeça com um participante, numa instituição nova",
    },
    "course_status": {
        "es": "dice quién está en qué ejercicio",
        "en": "tell who is at which exercise",
        "pt": "diz quem está em qual exercício",
    },
    "course_real": {
        "es": "Aquí no se da un curso: esta instalación tiene personas reales. Use una máquina vacía o una con el "
        "ejemplo (ayni demo).",
        "en": "No course is held here: this installation has real people in it. Use an empty machine or one with the "
        "example (ayni demo).",
        "pt": "Aqui não se dá um curso: esta instalação tem pessoas reais. Use uma máquina vazia ou uma com o exemplo "
        "(ayni demo).",
    },
    "course_none": {
        "es": "No hay ningún curso. Ábralo con: ayni course start --participants 5",
        "en": "There is no course. Open one with: ayni course start --participants 5",
        "pt": "Não há nenhum curso. Abra um com: ayni course start --participants 5",
    },
    "course_size": {
        "es": "Un curso tiene de 1 a {most} participantes, y cada uno de {fewest} a {families} familias.",
        "en": "A course has 1 to {most} participants, each with {fewest} to {families} families.",
        "pt": "Um curso tem de 1 a {most} participantes, cada um com {fewest} a {families} famílias.",
    },
    "course_nobody": {
        "es": "Nadie participa con el número {number}. Vea quiénes están con: ayni course status",
        "en": "Nobody takes part with the number {number}. See who does with: ayni course status",
        "pt": "Ninguém participa com o número {number}. Veja quem participa com: ayni course status",
    },
    "course_card": {
        "es": "── {name}\n   {role}\n   usuario     {user}\n   contraseña  {password}",
        "en": "── {name}\n   {role}\n   user      {user}\n   password  {password}",
        "pt": "── {name}\n   {role}\n   usuário  {user}\n   senha    {password}",
    },
    "course_started": {
        "es": "{cards} tarjetas nuevas. Las contraseñas se muestran una vez; quedan en {path}, que solo lee su dueño.",
        "en": "{cards} new cards. Passwords are shown once; they stay in {path}, which only its owner reads.",
        "pt": "{cards} cartões novos. As senhas são mostradas uma vez; ficam em {path}, que só o dono lê.",
    },
    "course_was_reset": {
        "es": "Participante {participant}: empieza de nuevo ({number}.ª vez). Sus contraseñas son las de antes.",
        "en": "Participant {participant} begins again (time {number}). The passwords are the same as before.",
        "pt": "Participante {participant}: recomeça ({number}.ª vez). As senhas são as de antes.",
    },
    "course_line": {
        "es": "Participante {participant}: ejercicios hechos {done}; meses vividos {months}; último cambio {last}",
        "en": "Participant {participant}: exercises done {done}; months lived {months}; last change {last}",
        "pt": "Participante {participant}: exercícios feitos {done}; meses vividos {months}; última mudança {last}",
    },
}
