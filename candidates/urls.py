from workspace.features import feature_urls

app_name = "candidates"
urlpatterns = feature_urls("candidates")
