#!/usr/bin/env python
"""Django's command line, on the embedded PostgreSQL and Redis unless the environment names others."""

import os
import sys

# These need neither a database nor Redis, so none is started for them.
WITHOUT_SERVERS = {"resolve_mentions"}


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.local.servers import do_without_servers, ensure_servers
    from config.local.trouble import Trouble

    if len(sys.argv) > 1 and sys.argv[1] in WITHOUT_SERVERS:
        do_without_servers()
    try:
        ensure_servers()
    except Trouble as trouble:
        sys.exit(str(trouble))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
