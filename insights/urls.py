from workspace.features import feature_urls

app_name = "insights"
urlpatterns = feature_urls("insights")
