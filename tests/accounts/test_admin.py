"""Users and units in the admin, as whoever sets a site up meets them."""

from __future__ import annotations

import re

import pytest

from accounts.models import User

pytestmark = pytest.mark.django_db
ADD = "/admin/accounts/user/add/"
USER = {
    "username": "wang", "name": "王组织", "email": "wang@example.gov.cn",
    "password1": "河长制-2024-签收", "password2": "河长制-2024-签收",
    "memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 0,
}  # fmt: skip


def test_a_user_is_entered_with_name_mail_and_role_on_one_page(client, administrator, office):
    client.force_login(administrator)
    role = {"memberships-0-unit": office.pk, "memberships-0-role": "coordinator"}
    answer = client.post(ADD, USER | role)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/accounts/user/")
    made = User.objects.get(username="wang")
    assert (made.email, made.memberships.get().role, made.is_superuser) == (USER["email"], "coordinator", False)


@pytest.mark.parametrize("address", ["/admin/", "/admin/accounts/user/", ADD, "/admin/accounts/unit/add/"])
def test_nothing_is_left_in_english(address, client, administrator):
    client.force_login(administrator)
    page = re.sub(r"(?s)<script.*?</script>|<head>.*?</head>|<[^>]*>|&\w+;", " ", client.get(address).text)
    assert set(re.findall("[A-Za-z]{3,}", page)) <= {"administrator"}


def test_units_and_users_come_first(client, administrator):
    client.force_login(administrator)
    apps = [app["app_label"] for app in client.get("/admin/").context["app_list"]]
    assert apps == ["accounts", "tracker", "summaries"]
