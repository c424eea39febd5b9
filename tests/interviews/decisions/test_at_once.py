"""Two people sign at the same moment, each over a connection of their own."""

import threading

import pytest
from django.db import connection

from interviews.decisions.actions import DecisionRefused, sign_decision
from interviews.decisions.queries import fingerprint, judgement_for
from interviews.models import Decision
from interviews.plans.queries import criteria_of


@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_at_once_one_is_told(case, hiring_manager, admin):
    case.hire_signal()
    judged = judgement_for(case.application, criteria_of(case.application), viewer=admin)
    shown = fingerprint(judged.outcome)
    start, refused = threading.Barrier(2), []

    def sign(person, verdict):
        try:
            start.wait(timeout=10)
            sign_decision(application=case.application, verdict=verdict, reasons="Now.", seen_outcome=shown, by=person)
        except DecisionRefused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=sign, args=(hiring_manager, "hire")),
        threading.Thread(target=sign, args=(admin, "no")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert Decision.objects.count() == 1
    assert len(refused) == 1
    assert "signed a decision in the meantime" in refused[0]
