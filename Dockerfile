# syntax=docker/dockerfile:1.7
# One image for web server, worker and beat; docker-compose.yml says which of them a container is.

FROM node:22.17.0-bookworm-slim AS npm
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund


FROM python:3.11.13-slim-bookworm AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv==0.13.8
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --extra s3 --extra sentry
COPY --from=npm /app/node_modules node_modules
COPY manage.py ./
COPY config config
COPY workspace workspace
COPY candidates candidates
COPY hiring hiring
COPY interviews interviews
COPY insights insights
COPY templates templates
COPY static static
COPY deploy/healthcheck.py deploy/healthcheck.py
# Nothing secret is known here, and collecting static files needs neither secret nor server.
RUN SECRET_KEY=unused SITE_URL=https://unused.example \
    DATABASE_URL=postgresql://unused REDIS_URL=redis://unused \
    .venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && .venv/bin/python -m compileall -q config workspace candidates hiring interviews insights \
    && find node_modules -mindepth 1 -maxdepth 1 ! -name @tabler -exec rm -rf {} + \
    && find node_modules/@tabler -mindepth 1 -maxdepth 1 ! -name icons -exec rm -rf {} + \
    && find node_modules/@tabler/icons -mindepth 1 -maxdepth 1 ! -name icons -exec rm -rf {} +


FROM python:3.11.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin strongsuit \
    && install --directory --owner 10001 --group 10001 /data /data/files /backups
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    WEB_CONCURRENCY=2 \
    MEDIA_ROOT=/data/files
USER 10001:10001
VOLUME /data/files /backups
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.webserver"]
