"""In which language the sentences of readers and extraction, which know nothing of Django, are to be told."""

from django.utils.translation import get_language


def language() -> str:
    """Return "en" or "zh", after the user's language."""
    return "en" if (get_language() or "").startswith("en") else "zh"
