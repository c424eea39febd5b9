from django.apps import AppConfig

from workspace.features import import_features


class HiringConfig(AppConfig):
    name = "hiring"

    def ready(self) -> None:
        import_features(self.name)
