# The bot for production: what it needs to run, nothing to try it out or to work on it.
#
#   docker build --tag gpt-to-aws .
#   docker run --env-file .env --volume gpt-to-aws:/data gpt-to-aws
#
# Debian 13, because the durable engine needs SQLite 3.42 or newer.
FROM python:3.13-slim-trixie AS packages
COPY requirements/main.txt /tmp/main.txt
RUN python -m venv /opt/gpt-to-aws \
 && /opt/gpt-to-aws/bin/pip install --no-cache-dir --require-hashes --requirement /tmp/main.txt

FROM python:3.13-slim-trixie
# The OpenAI SDK trusts the certificates of the operating system.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --no-create-home --uid 10001 bot \
 && install --directory --owner=bot --group=bot /data
COPY --from=packages /opt/gpt-to-aws /opt/gpt-to-aws
COPY bot /app/bot
COPY handlers /app/handlers
ENV PATH=/opt/gpt-to-aws/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/gpt-to-aws.sqlite \
    HOST=0.0.0.0 \
    PORT=3000 \
    LOG_FORMAT=json
WORKDIR /data
VOLUME /data
USER bot
# HTTP mode only; in Socket Mode nothing listens, and the process ends by itself when it cannot go on.
EXPOSE 3000
# There is no HEALTHCHECK here, because Socket Mode has nothing to ask. In HTTP mode give the platform
# GET /healthz, or: docker run --health-cmd "python -c 'import urllib.request as u; u.urlopen(\"http://127.0.0.1:3000/healthz\")'"
# SIGTERM ends it cleanly; what is unfinished is resumed by the next start.
ENTRYPOINT ["python", "-m", "bot"]
CMD ["serve"]
