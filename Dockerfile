# syntax=docker/dockerfile:1
# The static program and the certificates of public authorities, without a shell. Build it with the
# programs of two targets, as .github/workflows/release.yml does, or with your own:
#
#   cargo build --profile dist --target x86_64-unknown-linux-musl
#   install -D target/x86_64-unknown-linux-musl/dist/courier-auth target/docker/amd64/courier-auth
#   docker build -f Dockerfile -t courier-auth target/docker
FROM gcr.io/distroless/static-debian12:nonroot
ARG TARGETARCH
COPY ${TARGETARCH}/courier-auth /usr/local/bin/courier-auth
ENTRYPOINT ["courier-auth"]
