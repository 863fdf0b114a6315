# The command alone: `docker run --rm -v "$PWD:/checks:ro" rollcall` calls the roll of checks.yaml in the current folder.
FROM node:24.21.0-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN ["npm", "ci"]
COPY . .
RUN ["npm", "run", "build"]

FROM node:24.21.0-slim
LABEL org.opencontainers.image.title="Rollcall" \
      org.opencontainers.image.description="Calls the roll of your APIs" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /opt/rollcall
COPY --from=build /src/package.json /src/checks.schema.json ./
COPY --from=build /src/bin/ bin/
COPY --from=build /src/cli/starter.yaml cli/
COPY --from=build /src/statemachines/ statemachines/
COPY --from=build /src/schemas/ schemas/
COPY --from=build /src/dist/NOTICES.txt dist/
COPY --from=build /src/dist/cli/ dist/cli/

# Nothing in the image is theirs to write, and nothing has to be written: it runs with --read-only.
USER 1000:1000
WORKDIR /checks
# It runs once and ends: its exit code is its health.
HEALTHCHECK NONE
ENTRYPOINT ["node", "--max-semi-space-size=8", "/opt/rollcall/bin/rollcall.cjs"]
CMD ["run"]
