# The one image of web, worker, beat and migrate; docker-compose.yml says which is which.
# Nothing here names an index: a build behind a mirror passes PIP_INDEX_URL and UV_DEFAULT_INDEX.

FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY config/embedded/uv-pin.txt ./
RUN python -m pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r uv-pin.txt
COPY requirements.lock ./
RUN uv venv --python /usr/local/bin/python /opt/venv \
    && uv pip sync --no-cache --require-hashes --python /opt/venv/bin/python requirements.lock
ENV PATH=/opt/venv/bin:$PATH \
    DJANGO_SETTINGS_MODULE=config.settings.production
COPY . .
# collectstatic reads the settings, which refuse to load without these; they stay in this stage.
RUN python -m config.embedded.translations \
    && SECRET_KEY=only-while-building-the-image-never-afterwards \
       FIELD_ENCRYPTION_KEYS=b25seS13aGlsZS1idWlsZGluZy1uZXZlci1hZnRlciE= \
       PUBLIC_BASE_URL=https://building.invalid \
       python manage.py collectstatic --no-input \
    && python -m compileall -q /app

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    TRIPARTITE_DATA=/var/lib/tripartite
# A named volume takes over the owner of the folder it is mounted on.
RUN groupadd --gid 10001 tripartite \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent tripartite \
    && install -d -o tripartite -g tripartite -m 0750 /var/lib/tripartite /var/lib/beat
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import http.client as h, sys; c = h.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/readyz'); sys.exit(c.getresponse().status != 200)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "5", \
     "--respawn-failed-workers", "config.wsgi:application"]
