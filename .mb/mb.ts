import { createTracker } from '../edge/tracker/app.ts'
import { LIMITS } from '../edge/tracker/a-tracker.fixture.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { streamKeeper } from '../edge/tracker/keep/event-keeper.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
const sinkStream: any = { append: () => Promise.resolve(), check: async () => {}, fill: async () => undefined, close: async () => {} }
const BIG = 1e9
const app = createTracker({ keeper: streamKeeper(sinkStream), identifier: { keys: undefined as any, audience: 'tracker', adminPassword: '' }, proveDevice: () => undefined, name: 'test', pod: 'test',
  limits: { ...LIMITS, deviceEventsPerSecond: BIG, deviceEventsBurst: BIG, ipEventsPerSecond: BIG }, ipPolicy: 'truncate', trustedHops: 0, trustedPeers: [], privacyPolicy: 'anonymise', log: quietLog, metrics: openMetrics() } as any)
const URL_ = 'http://127.0.0.1:16400/t/geo?di=phone-123456&lt=52.5219&lg=13.4132&a=12'
const H = { 'user-agent': 'wrk' }
async function run(n: number) {
  const t = performance.now()
  for (let i = 0; i < n; i += 64) {
    const ps: Promise<any>[] = []
    for (let j = 0; j < 64; j++) ps.push(app.fetch(new Request(URL_, { headers: H }), { peerIp: '127.0.0.1' }) as any)
    await Promise.all(ps)
  }
  return (performance.now() - t) / n * 1000
}
async function base(n: number) {
  const t = performance.now()
  for (let i = 0; i < n; i += 64) { const ps: any[] = []; for (let j = 0; j < 64; j++) { const r = new Request(URL_, { headers: H }); r.url; ps.push(new Response('{"status":"ok"}')) } await Promise.all(ps) }
  return (performance.now() - t) / n * 1000
}
const r = await app.fetch(new Request(URL_, { headers: H }), { peerIp: '127.0.0.1' }); if (r.status !== 200) throw new Error(await r.text())
await run(100000); await base(100000)
const a: number[] = [], b: number[] = []
for (let k = 0; k < 7; k++) { a.push(await run(60000)); b.push(await base(60000)) }
const med = (x: number[]) => x.sort((p, q) => p - q)
console.log('app', med(a)[0]!.toFixed(2), med(a)[3]!.toFixed(2), 'base', med(b)[0]!.toFixed(2), med(b)[3]!.toFixed(2))
process.exit(0)
