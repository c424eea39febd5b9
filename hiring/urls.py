from workspace.features import feature_urls

app_name = "hiring"
urlpatterns = feature_urls("hiring")
