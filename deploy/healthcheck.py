"""`python deploy/healthcheck.py URL`: end well if URL answers 200. For containers, which have no curl."""

import sys
import urllib.request


def main(url: str) -> int:
    """Ask once."""
    request = urllib.request.Request(url, headers={"Host": "127.0.0.1"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=8) as response:  # noqa: S310
            return 0 if response.status == 200 else 1
    except OSError as error:
        sys.stderr.write(f"{url}: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
