import { openLogger } from '#lib/telemetry/open-logger.ts'

// Logs 100,000 lines of about 100 bytes to the target in its argument. Meanwhile it answers HTTP with the number of lost lines.
const [, , target = '1', count = '100000'] = process.argv
let lost = 0
const log = openLogger('info', /^\d+$/u.test(target) ? Number(target) : target, {
  onLost: () => {
    lost += 1
  },
})
const server = Bun.serve({
  development: false,
  port: 0,
  hostname: '127.0.0.1',
  async fetch(request) {
    if (new URL(request.url).pathname === '/log') {
      for (let line = 0; line < Number(count); line += 1) log.info('said', { line, text: 'x'.repeat(60) })
    }
    if (new URL(request.url).pathname === '/end') {
      await log.flush(500)
      setTimeout(() => process.exit(0), 10)
    }
    return Response.json({ lost })
  },
})
process.stderr.write(`${server.url.href}\n`)
