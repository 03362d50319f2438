FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -o /out/tandem ./cmd/tandem && mkdir /out/data /out/tmp

# Nothing but the program, the certificates by which it knows Slack, and two folders that it may write.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/tandem /tandem
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build --chown=65532:65532 /out/tmp /tmp
USER 65532:65532
ENV TANDEM_DATABASE=/data/tandem.db
VOLUME /data
ENTRYPOINT ["/tandem"]
