"""Words of the alternatives that a study's file writes, and of its review by a second actuary."""

from __future__ import annotations

from ayni.core.projection.report_words import Words

WRITTEN: Words = {
    "title": ("Alternativas escritas en el estudio", "Alternatives written in the study", "Alternativas escritas no estudo"),
    "lead": ("Quien escribió el estudio pidió ver además estos términos. Se calculan sobre la misma corrida y los mismos futuros; pagan las mismas familias.", "Whoever wrote the study asked to see these terms besides. They are computed on the same run and the same futures; the same families pay.", "Quem escreveu o estudo pediu para ver também estes termos. Calculam-se sobre a mesma execução e os mesmos futuros; pagam as mesmas famílias."),
    "move": ("{name} — de {before} a {after}", "{name} — from {before} to {after}", "{name} — de {before} para {after}"),
    "origin": ("Archivo del estudio {code}", "File of the study {code}", "Arquivo do estudo {code}"),
    "beside": ("Base y alternativas escritas, lado a lado", "Base and written alternatives, side by side", "Base e alternativas escritas, lado a lado"),
    "ratio": ("Reserva al cierre con las alternativas escritas, en años de gasto", "Reserve at the year's end under the written alternatives, in years of spending", "Reserva ao fim do ano com as alternativas escritas, em anos de gasto"),
    "ratio_say": ("Base y alternativas escritas con los mismos futuros. Bajo la línea de cero no hay reserva, hay deuda.", "Base and written alternatives on the same futures. Below the line of nought there is no reserve, there is debt.", "Base e alternativas escritas com os mesmos futuros. Abaixo da linha de zero não há reserva, há dívida."),
    "difference": ("Cuánto se apartan de la base: media de los futuros con su error, dinero en millones de {unit}", "How far they are from the base: mean of the futures with its error, money in millions of {unit}", "Quanto se afastam da base: média dos futuros com seu erro, dinheiro em milhões de {unit}"),
    "difference_note": ("± es el error de la media: con más futuros es menor. Lo que no pasa de dos errores no es una diferencia clara, y lo dice.", "± is the error of the mean: with more futures it is smaller. What is within two errors is no clear difference, and says so.", "± é o erro da média: com mais futuros é menor. O que não passa de dois erros não é uma diferença clara, e o diz."),
    "what": ("Alternativa menos base", "Alternative less base", "Alternativa menos base"),
    "reserve": ("Reserva al final", "Reserve at the end", "Reserva ao final"),
    "income": ("Todo lo que entra", "All that comes in", "Tudo o que entra"),
    "cost": ("Todo lo que cuesta", "All that it costs", "Tudo o que custa"),
    "ruin": ("Insolvencia en todo el horizonte", "Ruin over the whole horizon", "Insolvência em todo o horizonte"),
    "better": ("Futuros en que deja más reserva", "Futures in which it leaves more reserve", "Futuros em que deixa mais reserva"),
    "unclear": ("no clara", "not clear", "não clara"),
}  # fmt: skip

REVIEW: Words = {
    "lead": ("Otro actuario revisó este estudio. Lo que sigue son sus palabras.", "A second actuary reviewed this study. What follows is in his or her own words.", "Outro atuário revisou este estudo. O que segue são suas palavras."),
    "who": ("Quién y cuándo", "Who and when", "Quem e quando"),
    "by": ("Revisó", "Reviewed by", "Revisou"),
    "institution": ("Institución", "Institution", "Instituição"),
    "date": ("Fecha", "Date", "Data"),
    "opinion": ("Dictamen", "Opinion", "Parecer"),
    "remarks": ("Observaciones", "Remarks", "Observações"),
    "none": ("Ningún otro actuario ha revisado este estudio.", "This study was not reviewed by a second actuary.", "Nenhum outro atuário revisou este estudo."),
}  # fmt: skip
