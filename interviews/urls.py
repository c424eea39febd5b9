from workspace.features import feature_urls

app_name = "interviews"
urlpatterns = feature_urls("interviews")
