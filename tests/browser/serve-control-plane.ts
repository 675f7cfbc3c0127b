import { onTestFinished } from 'vitest'

const OPEN = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type',
}

const SOURCE = {
  id: 'source-1',
  name: 'a shop',
  writeKey: 'anything',
  enabled: true,
  workspaceId: 'workspace-1',
  config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
  destinations: [],
  dataplanes: {},
}

/** What RudderStack's clients ask first, where their events go and to whom beside; gives its address. */
export function serveControlPlane(): string {
  const server = Bun.serve({
    development: false,
    hostname: '127.0.0.1',
    port: 0,
    fetch: ({ method }) =>
      method === 'OPTIONS'
        ? new Response(null, { status: 204, headers: OPEN })
        : Response.json({ source: SOURCE, updatedAt: '2026-01-01T00:00:00Z' }, { headers: OPEN }),
  })
  onTestFinished(() => server.stop(true))
  return `http://127.0.0.1:${server.port}`
}
