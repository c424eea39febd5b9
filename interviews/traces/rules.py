"""Who may hold a text found outside against what was asked: those who keep the bank, since it can lead to a person."""

import rules

from interviews.questions.rules import keeps_the_bank

rules.add_perm("interviews.trace_texts", keeps_the_bank)
