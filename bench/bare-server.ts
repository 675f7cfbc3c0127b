import { readFileSync } from 'node:fs'

// The smallest possible Bun server: the upper limit for everything that answers over HTTP here. With the path of a picture, it answers
// with that picture from memory, and with the headers that caches of browsers need.
const [port, picture] = process.argv.slice(2)
const bytes = picture === undefined ? '{"status":"ok"}' : new Uint8Array(readFileSync(picture))
const headers = { 'content-type': 'image/jpeg', 'cache-control': 'public, max-age=31536000', etag: '"1"' }
const options = picture === undefined ? undefined : { headers }
Bun.serve({
  development: false,
  reusePort: false,
  hostname: '127.0.0.1',
  port: Number(port),
  fetch: () => new Response(bytes, options),
})
