from tests.interviews.sittings.conftest import application, attempt, bank, exam, invitation  # noqa: F401  (fixtures)
