from django.apps import AppConfig

from workspace.features import import_features


class InsightsConfig(AppConfig):
    name = "insights"

    def ready(self) -> None:
        import_features(self.name)
