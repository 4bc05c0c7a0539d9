"""What every template may ask about the person who looks at it."""

from django.http import HttpRequest

from accounts.access import NOTHING, Access, access_of


def access(request: HttpRequest) -> dict[str, Access]:
    user = getattr(request, "user", None)
    return {"access": access_of(user) if user else NOTHING}
