from django.apps import AppConfig

from workspace.features import import_features


class WorkspaceConfig(AppConfig):
    name = "workspace"
    verbose_name = "Workspace"

    def ready(self) -> None:
        import_features(self.name)
