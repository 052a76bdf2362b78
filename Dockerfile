# The service in a container:
#   docker build -t toopher .
#   docker run -e TOOPHER_EXTERNAL_URL=https://auth.example.org -p 127.0.0.1:8042:8042 -v toopher:/var/lib/toopher toopher
# The URL is that of the proxy with TLS in front of it, see docs/production.md.
FROM docker.io/library/swift:6.2-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libssl-dev libcurl4-openssl-dev libsqlite3-dev libpq-dev libqrencode-dev zlib1g-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN script/build-release /out/toopher

FROM docker.io/library/debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates libcurl4 libsqlite3-0 libpq5 libqrencode4 libssl3 zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home-dir /var/lib/toopher --create-home toopher
COPY --from=build /out/toopher /usr/local/bin/toopher
USER toopher
VOLUME /var/lib/toopher
EXPOSE 8042
# Of the service on its usual port; with TOOPHER_METRICS_PORT also whether its database answers.
HEALTHCHECK CMD ["toopher", "health"]
ENTRYPOINT ["toopher"]
CMD ["serve", "--address", "0.0.0.0", "--port", "8042", "--database", "/var/lib/toopher/toopher.sqlite"]
