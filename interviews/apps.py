from django.apps import AppConfig

from workspace.features import import_features


class InterviewsConfig(AppConfig):
    name = "interviews"

    def ready(self) -> None:
        import_features(self.name)
