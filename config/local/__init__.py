"""What a single machine needs to run everything: embedded PostgreSQL and Redis, and the `make run` supervisor."""
