"""Log-in, log-out and the change of one's own password."""

from django.contrib.auth import views
from django.urls import path

from accounts.views import OwnPassword

urlpatterns = [
    path("login/", views.LoginView.as_view(template_name="accounts/login.html"), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("password/", OwnPassword.as_view(), name="password"),
]
