# Tollgate as a container: the standalone build, run by a user without rights.
#   docker build -t tollgate .
#   docker run -p 3000:3000 --env-file .env -e MIGRATE_ON_START=on tollgate
# Beside the server the image has three programs: migrate.mjs, catalog.mjs (plan | apply | verify) and call-cron.mjs.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /src
# Without the folder of the emulators, npm leaves their workspace and its packages out: no image has them.
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund

FROM packages AS build
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 BUILD_STANDALONE=1 DATA_DIR=/tmp/build-data
COPY . .
# public may be missing in a checkout, and a COPY of nothing fails.
RUN mkdir -p public \
  && node scripts/generate.mjs \
  && node node_modules/next/dist/bin/next build \
  && node infra/container/bundle-programs.mjs /src/dist

FROM ${NODE_IMAGE} AS app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /src/.next/standalone ./
COPY --from=build /src/.next/static ./.next/static
COPY --from=build /src/public ./public
COPY --from=build /src/dist ./
# Files belong to root and are only read; the embedded database, where it is used, is the one thing that is written.
RUN mkdir -p /app/.data && chown node:node /app/.data
USER node
EXPOSE 3000
VOLUME ["/app/.data"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health?ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "start-server.mjs"]
