from django.apps import AppConfig

from workspace.features import import_features


class CandidatesConfig(AppConfig):
    name = "candidates"

    def ready(self) -> None:
        import_features(self.name)
