"""A site to try: units, one user per role and the tasks of `samples/`. Only ever for an empty site with DEMO=1."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Unit, UnitAlias, User
from summaries.documents import find_documents, read_bytes
from tracker.demo_story import tell
from tracker.intake import import_file

SAMPLES = settings.BASE_DIR / "samples"
LOGINS = settings.DATA_DIR / "demo_logins.txt"

#: Units of the samples, each with its other names; the first one coordinates.
UNITS: dict[str, str] = {
    "青石县委督查室": "县委督查室",
    "柳河镇人民政府": "柳河镇 柳河镇党委 中共柳河镇委员会",
    "城关街道办事处": "城关街道",
    "青石县水利局": "县水利局 县河长制办公室 县河长办",
    "青石县教育局": "县教育局",
    "青石县卫生健康局": "县卫生健康局 县卫健局",
    "青石县应急管理局": "县应急管理局 县应急局",
    "青石县农业农村局": "县农业农村局",
    "青石县信访局": "县信访局",
    "国家税务总局青石县税务局": "青石县税务局 县税务局",
    "青石县人力资源和社会保障局": "县人力资源和社会保障局 县人社局",
    "青石县住房和城乡建设局": "县住房和城乡建设局 县住建局",
    "青石县自然资源局": "县自然资源局 自然资源局",
    "青石县财政局": "县财政局",
    "青石县审计局": "县审计局",
    "青石县公安局": "县公安局",
    "青石县发展和改革局": "县发展和改革局 县发改局",
    "青石县工业和信息化局": "县工业和信息化局 县工信局",
    "青石县市场监督管理局": "县市场监督管理局 县市场监管局",
    "青石县医疗保障局": "县医疗保障局 县医保局",
    "青石县政务服务和大数据管理局": "县政务服务和大数据管理局 县政务服务局",
    "青石县交通运输局": "县交通运输局 县交通局",
    "青石县乡村振兴服务中心": "县乡村振兴服务中心",
    "青石县消防救援大队": "县消防救援大队 县消防大队",
    "青石县红十字会": "县红十字会",
    "市生态环境局青石分局": "青石生态环境分局 生态环境分局",
    "白杨镇人民政府": "白杨镇",
    "石桥镇人民政府": "石桥镇",
    "云岭乡人民政府": "云岭乡",
    "清水乡人民政府": "清水乡",
}
HANDLER = Membership.Role.HANDLER
COORDINATING, HANDLING, SECOND = "青石县委督查室", "青石县水利局", "柳河镇人民政府"


@dataclass(frozen=True)
class Login:
    """A demo user: the password is made at this moment and shown; the database keeps only its hash."""

    username: str
    name: str
    role: str
    unit: str
    label: object


CAST = (
    Login("admin", "管理员", "", COORDINATING, _("administrator")),
    Login("duban", "杜文秀", Membership.Role.COORDINATOR, COORDINATING, _("coordinator")),
    Login("shuili", "陈水生", HANDLER, HANDLING, _("handler")),
    Login("liuhe", "柳青青", HANDLER, SECOND, _("handler")),
    Login("lingdao", "李观澜", Membership.Role.READER, COORDINATING, _("reader")),
)


def is_wanted() -> bool:
    """Tell whether this site asks for the demo and has nobody and nothing yet."""
    return settings.DEMO and not User.objects.exists() and not Unit.objects.exists()


@transaction.atomic
def fill() -> None:
    """Make units and users, import the samples, and keep how to log in where only this user can read it."""
    for name, aliases in UNITS.items():
        unit = Unit.objects.create(name=name)
        UnitAlias.objects.bulk_create([UnitAlias(unit=unit, name=alias) for alias in aliases.split()])
    lines = [_make_user(login) for login in CAST]
    for found in find_documents([SAMPLES]):
        import_file(read_bytes(found.path), found.path.name)
    users = {login.unit: User.objects.get(username=login.username) for login in CAST if login.role == HANDLER}
    tell(User.objects.get(username="duban"), {Unit.objects.get(name=name): user for name, user in users.items()})
    _write_private(LOGINS, "\n".join(lines) + "\n")


def logins() -> str:
    """Return how to log in to the demo, or "" on any other site."""
    return LOGINS.read_text(encoding="utf-8") if settings.DEMO and LOGINS.exists() else ""


def is_left_over() -> bool:
    """Tell whether a demo was set up here before, though the site is none any more."""
    return not settings.DEMO and LOGINS.exists()


def _make_user(login: Login) -> str:
    password = secrets.token_urlsafe(9)
    make = User.objects.create_user if login.role else User.objects.create_superuser
    user = make(login.username, password=password, name=login.name)
    if login.role:
        Membership.objects.create(user=user, unit=Unit.objects.get(name=login.unit), role=login.role)
    return f"  {login.username:10} {password:14} {login.label}（{login.unit}）"


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
