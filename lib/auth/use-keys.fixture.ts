import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, verifyPersonToken } from '#lib/auth/tokens.ts'

// A process that signs (GET) and verifies (POST) tokens of people with one open ring of the file named by its argument. It
// prints its address.
const keys = await openKeyRing(process.argv[2] ?? '')
const server = Bun.serve({
  development: false,
  hostname: '127.0.0.1',
  port: 0,
  async fetch(request) {
    if (request.method === 'GET') {
      return new Response(await signPersonToken(keys, { person: 'anna', role: 'person' }, 'storage'))
    }
    const claims = await verifyPersonToken(keys, await request.text(), 'storage')
    return Response.json({ person: claims?.person ?? null })
  },
})
process.stdout.write(`${server.url.href}\n`)
