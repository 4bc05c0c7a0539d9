"""The question "may this user …?": what follows from roles and units alone.

Which rows a user sees is asked in tracker/access.py, which builds on this.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Membership, Unit, User

Role = Membership.Role


@dataclass(frozen=True)
class Access:
    """What a user's memberships amount to.

    coordinates: may carry out every verb and use the admin (coordinators and administrators)
    sees_all:    sees every row (coordinators, readers, administrators)
    handles:     ids of the units for which the user handles tasks, with the units below them
    """

    coordinates: bool = False
    sees_all: bool = False
    handles: frozenset[int] = frozenset()


NOTHING = Access()


def access_of(user: User) -> Access:
    """Return the user's access; it is looked up once per request, as the user object is."""
    if not user.is_authenticated or not user.is_active:
        return NOTHING
    if not hasattr(user, "_access"):
        user._access = _look_up(user)
    return user._access


def _look_up(user: User) -> Access:
    held = list(Membership.objects.filter(user=user).values_list("role", "unit_id"))
    roles = {role for role, _unit in held}
    units = [unit for role, unit in held if role == Role.HANDLER]
    coordinates = user.is_superuser or Role.COORDINATOR in roles
    return Access(
        coordinates=coordinates,
        sees_all=coordinates or Role.READER in roles,
        handles=Unit.objects.families(units) if units else frozenset(),
    )
