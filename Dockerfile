# Three images: `service`, the default; `minimal`, the same without Debian's shell and tools; and `client`, the command without
# the service.
#   docker build -t toopher .
#   docker build -t toopher-minimal --target minimal .
#   docker build -t toopher-client --target client .
#   docker run -e TOOPHER_EXTERNAL_URL=https://auth.example.org -p 127.0.0.1:8042:8042 -v toopher:/var/lib/toopher toopher
# The URL is that of the proxy with TLS in front of it, see docs/production.md; docs/compose.yaml has both.
ARG SWIFT_IMAGE=docker.io/library/swift:6.2-bookworm
ARG DEBIAN_IMAGE=docker.io/library/debian:bookworm-slim

FROM ${SWIFT_IMAGE} AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libssl-dev libcurl4-openssl-dev libsqlite3-dev libpq-dev \
        libqrencode-dev zlib1g-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .

FROM build AS build-client
RUN script/build-release /out/toopher --disable-default-traits

FROM build AS build-service
RUN script/build-release /out/toopher

FROM ${DEBIAN_IMAGE} AS client
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates libcurl4 libssl3 zlib1g \
    && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/*
COPY --from=build-client /out/toopher /usr/local/bin/toopher
USER nobody
ENTRYPOINT ["toopher"]

FROM ${DEBIAN_IMAGE} AS service-files
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates libcurl4 libsqlite3-0 libpq5 libqrencode4 libssl3 \
        zlib1g \
    && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/* \
    && useradd --system --uid 10042 --home-dir /var/lib/toopher --no-create-home toopher \
    && install --directory --owner=10042 --mode=0700 /var/lib/toopher
COPY --from=build-service /out/toopher /usr/local/bin/toopher

FROM service-files AS minimal-files
COPY script/minimal-root /usr/local/sbin/minimal-root
RUN minimal-root /usr/local/bin/toopher /minimal

FROM scratch AS minimal
COPY --from=minimal-files /minimal /
COPY --from=minimal-files --chown=10042 /var/lib/toopher /var/lib/toopher
USER 10042
VOLUME /var/lib/toopher
ENV TOOPHER_DATABASE=/var/lib/toopher/toopher.sqlite
EXPOSE 8042
HEALTHCHECK CMD ["/usr/local/bin/toopher", "health"]
ENTRYPOINT ["/usr/local/bin/toopher"]
CMD ["serve", "--address", "0.0.0.0", "--port", "8042"]

FROM service-files AS service
USER 10042
VOLUME /var/lib/toopher
ENV TOOPHER_DATABASE=/var/lib/toopher/toopher.sqlite
EXPOSE 8042
# Of the service on its usual port; with TOOPHER_METRICS_PORT also whether its database answers.
HEALTHCHECK CMD ["toopher", "health"]
ENTRYPOINT ["toopher"]
CMD ["serve", "--address", "0.0.0.0", "--port", "8042"]
