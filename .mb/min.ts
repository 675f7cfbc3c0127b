import { openStreamWriter } from '#lib/stream-log/open.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
const [,, mode = 'turn', port = '16401'] = process.argv
const w = await openStreamWriter('redis://127.0.0.1:16399', { log: quietLog, isStrict: false, answerMs: 5000 } as any)
const OK = '{"status":"ok"}'
const headers = new Headers({ 'content-type': 'application/json', 'push-ack': 'stream' })
let queue: string[] = [], flying = 0, done: (() => void)[] = []
function flush() {
  const vs = queue, ds = done; queue = []; done = []; flying++
  w.append(vs).then(() => { flying--; for (const d of ds) d(); if (queue.length) flush() })
}
const MAX = Number(mode.replace(/\D/g, '') || 1)
if (mode === 'null') (w as any).append = () => new Promise<void>(r => setImmediate(r))
if (mode === 'wait') { let cur: any; (w as any).append = () => (cur ??= new Promise<void>(r => setTimeout(() => { cur = undefined; r() }, 1))) }
Bun.serve({ hostname: '127.0.0.1', port: Number(port), idleTimeout: 75, fetch: mode === 'bare' ? () => new Response(OK, { headers }) : mode === 'turn' || mode === 'null' || mode === 'wait' ?
  async (r, s) => {
    const v = JSON.stringify({ i: Bun.randomUUIDv7(), t: 'geo', s: '/tracker/x', d: 'phone-123456', c: Date.now(), r: Date.now(), o: 'get', h: 'pod', p: { url: r.url }, a: s.requestIP(r)?.address, u: r.headers.get('user-agent') })
    await w.append([v])
    return new Response(OK, { headers })
  } :
  (r, s) => new Promise<Response>((res) => {
    const v = JSON.stringify({ i: Bun.randomUUIDv7(), t: 'geo', s: '/tracker/x', d: 'phone-123456', c: Date.now(), r: Date.now(), o: 'get', h: 'pod', p: { url: r.url }, a: s.requestIP(r)?.address, u: r.headers.get('user-agent') })
    queue.push(v); done.push(() => res(new Response(OK, { headers })))
    if (flying < MAX) { if (queue.length === 1) setImmediate(() => queue.length && flying < MAX && flush()) }
  }) })
