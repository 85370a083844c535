# Caddy with the project's configuration, as a user of its own. Context: infra/proxy.
# From 2.11.2 on a request with a body waits for an upstream too that refuses the connection: before, it was answered with 502
# (caddyserver/caddy#7546), and the webhook that came while the service restarted was lost.
FROM caddy:2.11.2-alpine
# The capability that the image puts on the program is not needed (containers may bind low ports) and not granted.
RUN apk add --no-cache libcap-setcap && setcap -r /usr/bin/caddy && apk del libcap-setcap \
    && adduser -D -H -u 10002 -h /data caddy \
    && mkdir -p /data /config && chown -R caddy /data /config
COPY Caddyfile /etc/caddy/Caddyfile
USER 10002
