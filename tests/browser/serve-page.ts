import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const PAGES = join(import.meta.dirname, 'pages')

/**
 * Serves a page of another site than the platform's, whose script is one of `pages/`, with what it imports; gives its address.
 * The script finds `settings` as `globalThis.settings`.
 */
export async function servePage(script: string, settings: unknown = {}): Promise<string> {
  const { outputs } = await Bun.build({ entrypoints: [join(PAGES, script)], target: 'browser' })
  const code = await outputs[0]?.text()
  const head = `<script>globalThis.settings = ${JSON.stringify(settings)}</script>`
  const server = Bun.serve({
    development: false,
    hostname: '127.0.0.1',
    port: 0,
    fetch: ({ url }) =>
      new URL(url).pathname === '/script.js'
        ? new Response(code, { headers: { 'content-type': 'text/javascript' } })
        : new Response(`<!doctype html><title>a shop</title>${head}<script src="/script.js"></script>`, {
            headers: { 'content-type': 'text/html' },
          }),
  })
  onTestFinished(() => server.stop(true))
  // Another name is another site: the platform is called by its number.
  return `http://localhost:${server.port}`
}
