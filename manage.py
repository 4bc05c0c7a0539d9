#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "这个 Python 里没有安装 Django。请用 .venv/bin/python manage.py …（Windows：.venv\\Scripts\\python）；"
            "还没有 .venv 时，先运行 make run。\n"
            "Django is not installed in this Python. Use .venv/bin/python manage.py … "
            "(Windows: .venv\\Scripts\\python); without a .venv yet, run make run first."
        )

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
