# One image for web, worker, beat and migrate; it holds no secret and no data.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
WORKDIR /srv/portal
COPY requirements.txt ./
RUN /opt/venv/bin/pip install --require-hashes -r requirements.txt
COPY . .
# Static files are made here, so that the running container needs no place to write them. The keys
# open nothing: the settings refuse to load without any, and nothing is encrypted with these.
RUN SECRET_KEY=build-only FIELD_KEYS=build-only DATABASE_URL=sqlite:////tmp/none \
    /opt/venv/bin/python manage.py collectstatic --noinput --verbosity=0

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin portal
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/portal /srv/portal
WORKDIR /srv/portal
USER 10001
EXPOSE 8000
CMD ["gunicorn", "cso_portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", \
     "--timeout", "30", "--graceful-timeout", "20", \
     "--max-requests", "1000", "--max-requests-jitter", "100", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--log-level", "warning"]
