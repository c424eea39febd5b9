#!/usr/bin/env python
"""Django's command line, on the embedded PostgreSQL and Redis unless the environment names others."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.local.servers import ensure_servers
    from config.local.trouble import Trouble

    try:
        ensure_servers()
    except Trouble as trouble:
        sys.exit(str(trouble))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
