"""What the collection room says to people, in Spanish, English and Portuguese."""

from __future__ import annotations

Words = dict[str, dict[str, str]]

KINDS: Words = {
    "apply": {"es": "Se aplica", "en": "Applied", "pt": "Aplica-se"},
    "apply_partial": {"es": "Pago de una parte", "en": "Part payment", "pt": "Pagamento parcial"},
    "apply_split": {
        "es": "Se reparte entre varias liquidaciones",
        "en": "Split between several notices",
        "pt": "Divide-se entre vários avisos",
    },
    "apply_with_excess": {
        "es": "Se aplica y sobra",
        "en": "Applied, with money left over",
        "pt": "Aplica-se e sobra",
    },
    "apply_then_reverse": {
        "es": "Se aplicó y el banco lo devolvió después",
        "en": "Applied, and returned by the bank later",
        "pt": "Aplicou-se e o banco devolveu depois",
    },
    "reverse": {"es": "Se deshace un pago", "en": "A payment is undone", "pt": "Desfaz-se"},
    "review": {"es": "Debe revisarse", "en": "Somebody must look", "pt": "Deve ser revisto"},
    "ignore": {"es": "No es un pago", "en": "Not a payment", "pt": "Não é um pagamento"},
    "do_not_apply_again": {
        "es": "Ya estaba; no se aplica otra vez",
        "en": "Already there; not applied again",
        "pt": "Já estava; não se aplica outra vez",
    },
}

REASONS: Words = {
    "agrees": {
        "es": "La liquidación, quien paga y el monto coinciden.",
        "en": "The notice, the payer and the sum agree.",
        "pt": "O aviso, quem paga e o valor coincidem.",
    },
    "agrees_together": {
        "es": "Junto con otro pago del mismo día completa la liquidación.",
        "en": "Together with another payment of the same day it completes the notice.",
        "pt": "Com outro pagamento do mesmo dia completa o aviso.",
    },
    "less_than_due": {
        "es": "El pago es menor que lo que falta; queda un saldo por pagar.",
        "en": "The payment is less than what is due; a balance remains.",
        "pt": "O pagamento é menor que o devido; fica um saldo a pagar.",
    },
    "several_notices": {
        "es": "El pago es justo la suma de las liquidaciones que nombra.",
        "en": "The payment is exactly the sum of the notices it names.",
        "pt": "O pagamento é exatamente a soma dos avisos que indica.",
    },
    "more_than_due": {
        "es": "El pago es mayor que lo que falta; lo que sobra queda a cuenta.",
        "en": "The payment is more than what is due; the rest is held on account.",
        "pt": "O pagamento é maior que o devido; o resto fica em conta.",
    },
    "reversed_later": {
        "es": "El mismo estado de cuenta trae su devolución más adelante.",
        "en": "The same statement takes it back further down.",
        "pt": "O mesmo extrato traz a devolução mais adiante.",
    },
    "reversal": {
        "es": "El banco devolvió un pago que ya se había aplicado.",
        "en": "The bank took back a payment that had been applied.",
        "pt": "O banco devolveu um pagamento que já tinha sido aplicado.",
    },
    "reversal_of_unapplied": {
        "es": "El banco devolvió un pago que aún no se había aplicado.",
        "en": "The bank took back a payment that had not been applied yet.",
        "pt": "O banco devolveu um pagamento que ainda não tinha sido aplicado.",
    },
    "reversal_unknown": {
        "es": "Es una devolución, pero no se encuentra qué pago devuelve.",
        "en": "It is a reversal, but the payment it undoes is not found.",
        "pt": "É uma devolução, mas não se encontra o pagamento devolvido.",
    },
    "reversal_differs": {
        "es": "La devolución no es del mismo monto, moneda o pagador que el pago.",
        "en": "The reversal differs from the payment in sum, currency or payer.",
        "pt": "A devolução difere do pagamento em valor, moeda ou pagador.",
    },
    "reversed_before": {
        "es": "Ese pago ya se había devuelto antes.",
        "en": "That payment had been taken back before.",
        "pt": "Esse pagamento já tinha sido devolvido antes.",
    },
    "foreign_currency": {
        "es": "El pago está en otra moneda que la liquidación.",
        "en": "The payment is in another currency than the notice.",
        "pt": "O pagamento está em outra moeda que o aviso.",
    },
    "notice_unknown": {
        "es": "Nombra una liquidación que no existe.",
        "en": "It names a notice that does not exist.",
        "pt": "Indica um aviso que não existe.",
    },
    "notice_of_another": {
        "es": "Nombra la liquidación de otra organización; pregunte a quien pagó.",
        "en": "It names another organisation's notice; ask who paid.",
        "pt": "Indica o aviso de outra organização; pergunte a quem pagou.",
    },
    "garbled_reference": {
        "es": "El número de la liquidación no se puede leer bien.",
        "en": "The number of the notice cannot be read well.",
        "pt": "O número do aviso não se lê bem.",
    },
    "no_reference": {
        "es": "No dice qué liquidación paga.",
        "en": "It does not say which notice it pays.",
        "pt": "Não diz qual aviso paga.",
    },
    "payer_unknown": {
        "es": "No nombra una liquidación y no conocemos a quien paga.",
        "en": "It names no notice and we do not know who paid.",
        "pt": "Não indica um aviso e não conhecemos quem paga.",
    },
    "paid_before": {
        "es": "La liquidación que nombra ya está pagada.",
        "en": "The notice it names is already paid.",
        "pt": "O aviso que indica já está pago.",
    },
    "split_does_not_fit": {
        "es": "Nombra varias liquidaciones y el monto no es la suma de lo que falta.",
        "en": "It names several notices and the sum is not what they still owe.",
        "pt": "Indica vários avisos e o valor não é a soma do que falta.",
    },
    "debit_names_notice": {
        "es": "Sale dinero y nombra una liquidación: puede ser una devolución sin marca.",
        "en": "Money goes out and names a notice: it may be an unmarked reversal.",
        "pt": "Sai dinheiro e indica um aviso: pode ser uma devolução sem marca.",
    },
    "debit_undone": {
        "es": "El banco devolvió dinero que había salido de la cuenta.",
        "en": "The bank gave back money that had left the account.",
        "pt": "O banco devolveu dinheiro que tinha saído da conta.",
    },
    "money_out": {
        "es": "Es dinero que sale de la cuenta.",
        "en": "It is money leaving the account.",
        "pt": "É dinheiro que sai da conta.",
    },
    "banks_own": {
        "es": "Es un movimiento del banco: comisión, interés o impuesto.",
        "en": "It is the bank's own: a charge, interest or a tax.",
        "pt": "É um movimento do banco: tarifa, juros ou imposto.",
    },
    "known_before": {
        "es": "Este movimiento ya se había importado.",
        "en": "This movement had been imported before.",
        "pt": "Este movimento já tinha sido importado.",
    },
    "printed_twice": {
        "es": "El banco lo imprimió dos veces, con la misma referencia; consulte al banco.",
        "en": "The bank printed it twice under one reference; ask the bank.",
        "pt": "O banco imprimiu duas vezes com a mesma referência; consulte o banco.",
    },
}
