# One image for every instance: build once, give each DATABASE_URL, GATEHOUSE_SECRET_KEY and GATEHOUSE_URL.
FROM node:24-slim AS build
WORKDIR /gatehouse
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --ignore-scripts --include=dev
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production \
    PORT=3000 \
    GATEHOUSE_LISTEN=* \
    GATEHOUSE_DATA_DIR=/data
RUN install -d -o node -g node /data
WORKDIR /gatehouse
COPY --from=build /gatehouse/package.json /gatehouse/next.config.js ./
COPY --from=build /gatehouse/node_modules node_modules
COPY --from=build /gatehouse/prisma prisma
COPY --from=build /gatehouse/lib lib
COPY --from=build --chown=node:node /gatehouse/.next .next
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# No npm and no launcher in between: signals reach the server, and there is nothing left to set up.
CMD ["node", "--disable-warning=ExperimentalWarning", "lib/server/main.ts"]
