from tests.interviews.decisions.conftest import case  # noqa: F401  (a fixture)
