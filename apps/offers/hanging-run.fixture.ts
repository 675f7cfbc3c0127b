import { openKeyRing } from '#lib/auth/key-file.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { openRunStore } from '#lib/store/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { openJobs } from './open-jobs.ts'

// Starts a run whose source never answers, on the store of its argument, and prints its id.
const [storeUrl = '', keysPath = ''] = process.argv.slice(2)
const client = (audience: 'storage' | 'tracker') => ({
  audience,
  url: 'http://127.0.0.1:9',
  service: 'offers',
})
const keys = await openKeyRing(keysPath)
const jobs = openJobs({
  runs: await openRunStore(storeUrl),
  demoCity: 'Berlin',
  storage: openServiceClient({ keys, ...client('storage') }),
  tracker: openServiceClient({ keys, ...client('tracker') }),
  runMs: 3_600_000,
  log: quietLog,
  metrics: openMetrics(),
})
const { run } = await jobs.start({
  id: 'test',
  owner: 'importer:test',
  cron: '0 * * * *',
  keywords: [],
  fetch: () => new Promise(() => undefined),
})
process.stdout.write(`${run}\n`)
