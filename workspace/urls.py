from workspace.features import feature_urls

app_name = "workspace"
urlpatterns = feature_urls("workspace")
