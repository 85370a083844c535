# API and worker, with the built frontend. Built from the repository's root: docker build -f infra/docker/backend.Dockerfile .
# Pin by digest where you deploy: docker buildx imagetools inspect IMAGE prints it; write IMAGE:TAG@sha256:….

FROM node:20.19.4-bookworm-slim AS frontend
WORKDIR /app/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

# The locked packages of the service alone: pyproject.toml's dependencies, without the groups. The embedded databases
# (GPL, development only) are in a group, so they are not here; the lock's hashes are checked.
FROM python:3.11.13-slim-bookworm AS packages
RUN pip install --no-cache-dir uv==0.13.9
COPY pyproject.toml requirements.lock /app/
RUN uv venv /venv && VIRTUAL_ENV=/venv uv pip install --compile-bytecode \
  --requirements /app/pyproject.toml --constraints /app/requirements.lock

FROM python:3.11.13-slim-bookworm
# A fresh volume takes the folder's owner and rights (SPOOL_DIR).
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin coleta \
    && install --directory --owner=10001 --group=10001 --mode=0700 /var/spool/coleta
COPY --from=packages /venv /venv
COPY --from=frontend /app/frontend/dist /app/frontend/dist
COPY infra/units.yaml /app/infra/units.yaml
COPY backend/src /app/backend/src
# Compiled here, for the root is read-only at run time: a process starts in a third of the time.
RUN python -m compileall -q /app/backend/src
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app/backend/src PYTHONUTF8=1 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
USER 10001
EXPOSE 8000 9100
CMD ["python", "-m", "entrypoints.api"]
