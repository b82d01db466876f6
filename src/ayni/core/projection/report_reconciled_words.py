"""Words of the reconciliation with an earlier study, in Spanish, English and Portuguese."""

from __future__ import annotations

from ayni.core.projection.report_words import Words

RECONCILED: Words = {
    "lead": ("Qué movió las cifras desde el estudio anterior, «{name}» ({code}). Se cambia un grupo a la vez, en este orden, y se calcula de nuevo por promedios sobre los mismos {scenarios} futuros.", "What moved the figures since the earlier study, “{name}” ({code}). One group is changed at a time, in this order, and the means are computed anew on the same {scenarios} futures.", "O que moveu os números desde o estudo anterior, «{name}» ({code}). Muda-se um grupo por vez, nesta ordem, e calcula-se de novo por médias sobre os mesmos {scenarios} futuros."),
    "table": ("Del estudio anterior a este: aporte de equilibrio por familia y mes, y reserva al final en millones de {unit}", "From the earlier study to this one: break-even contribution a family a month, and reserve at the end in millions of {unit}", "Do estudo anterior a este: contribuição de equilíbrio por família e mês, e reserva ao final em milhões de {unit}"),
    "note": ("Los cambios suman exactamente la diferencia entre los dos resultados. Lo que un grupo mueve depende de los que ya cambiaron antes; otro orden repartiría distinto la misma diferencia. La reserva al final es la del último mes de cada horizonte y se escribe redondeada.", "The changes add up exactly to the difference of the two results. What a group moves depends on those changed before it; another order would share out the same difference otherwise. The reserve at the end is that of the last month of each horizon and is written rounded.", "As mudanças somam exatamente a diferença entre os dois resultados. O que um grupo move depende dos que já mudaram antes; outra ordem repartiria de outro modo a mesma diferença. A reserva ao final é a do último mês de cada horizonte e se escreve arredondada."),
    "refused": ("Este estudio nombra uno anterior y no se pudo conciliar con él. {why}.", "This study names an earlier one and could not be reconciled with it. {why}.", "Este estudo nomeia um anterior e não se pôde conciliar com ele. {why}."),
    "step": ("Paso", "Step", "Passo"),
    "even": ("Equilibrio", "Break-even", "Equilíbrio"),
    "change": ("Cambio", "Change", "Mudança"),
    "reserve": ("Reserva al final", "Reserve at the end", "Reserva ao final"),
    "start": ("Estudio anterior, su resultado", "Earlier study, its result", "Estudo anterior, seu resultado"),
    "end": ("Este estudio, y toda la diferencia", "This study, and the whole difference", "Este estudo, e toda a diferença"),
    "futures": ("Promedios sobre los futuros de este estudio", "Means on this study's futures", "Médias sobre os futuros deste estudo"),
    "months": ("Cuántos meses", "How many months", "Quantos meses"),
    "population": ("La población y la fecha", "The population and the date", "A população e a data"),
    "theme": ("Hipótesis: {theme}", "Assumptions: {theme}", "Hipóteses: {theme}"),
    "law": ("La ley y los términos", "The law and the terms", "A lei e os termos"),
    "finance": ("El dinero que el estudio supone", "The money that the study assumes", "O dinheiro que o estudo supõe"),
    "own": ("Motor y futuros propios de este estudio", "This study's own engine and futures", "Motor e futuros próprios deste estudo"),
}  # fmt: skip
