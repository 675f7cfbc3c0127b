import { openStreamWriter } from '#lib/stream-log/open.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
const w = await openStreamWriter('redis://127.0.0.1:16399', { log: quietLog, isStrict: false, answerMs: 5000 } as any)
const N = Number(process.argv[2] ?? 64)
const v = JSON.stringify({ i: '0199-aaaa-bbbb-cccc-dddddddddddd', t: 'geo', x: 'y'.repeat(250) })
async function run(turns: number) {
  const c = process.cpuUsage(); const t = performance.now()
  for (let i = 0; i < turns; i++) { const ps: Promise<any>[] = []; for (let j = 0; j < N; j++) ps.push(w.append([v + (i & 7)])); await Promise.all(ps) }
  const u = process.cpuUsage(c); const n = turns * N
  return [(u.user + u.system) / n, n / (performance.now() - t) * 1000]
}
await run(300)
for (let k = 0; k < 4; k++) { const [c, r] = await run(Math.ceil(60000 / N)); console.log(N, 'cpu us/event', c!.toFixed(2), 'rate', r!.toFixed(0), 'per turn us', (c! * N).toFixed(0)) }
process.exit(0)
