# One image for every station: the command says which.
FROM oven/bun:1.4.5-slim AS packages
WORKDIR /app
COPY package.json bun.lock bunfig.toml ./
RUN bun install --frozen-lockfile --production

FROM oven/bun:1.4.5-slim
ENV NODE_ENV=production
# Also where a container has the network of its machine, or a proxy beside it.
ENV DEV_LOGIN=false
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json bun.lock tsconfig.json ./
COPY lib lib
COPY edge edge
COPY workers workers
COPY apps apps
# The scripts and styles of the pages.
RUN bun lib/ui/build/main.ts
# A volume that is mounted here is its owner's, who is not root.
RUN mkdir -p /data && chown bun:bun /data
VOLUME /data
# Read by Bun itself, before any code of ours; without it each station would begin anew with the same value.
ENV BUN_CONFIG_MAX_HTTP_REQUESTS=4096
USER bun
CMD ["bun", "apps/all/main.ts"]
