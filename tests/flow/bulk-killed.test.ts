import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openBulkStore, openSubjectStore } from '#lib/store/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { freePorts } from '../builders/free-ports.ts'
import { spawnStation } from '../builders/spawn-station.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const OWNER = 'importer:shops'
const LINES = 6_000
const KILLS = 2

const lines = Array.from({ length: LINES }, (_, index) =>
  JSON.stringify({
    ref: String(index),
    title: `Offer ${index}`,
    keywords: ['bike'],
    text: 'A red bicycle with lights, for those who ride home at night',
    region: { circle: { centre: { lat: 52.52, lng: 13.4 + index / 100_000 }, radiusMeters: 500 } },
  }),
)

test('storage is killed in the middle of a bulk and starts again: the import goes on, and all is there exactly once', async () => {
  const folder = temporaryFolder()
  const [port = 0] = await freePorts(1)
  const url = `http://127.0.0.1:${port}`
  const storeUrl = `sqlite:${folder}/store.db`
  const environment = {
    STORE_URL: storeUrl,
    STORAGE_PORT: String(port),
    METRICS_PORT: '0',
    ADMIN_PASSWORD: 'a-long-admin-password',
    AUTH_KEYS_PATH: join(folder, 'keys.json'),
    LOG_LEVEL: 'error',
  }
  const start = () =>
    spawnStation({ main: join(ROOT, 'apps/storage/main.ts'), folder, environment, urls: [url] })
  const [bulks, subjects] = [await openBulkStore(storeUrl), await openSubjectStore(storeUrl)]
  let station = await start()
  onTestFinished(async () => {
    await Promise.all([bulks.close(), subjects.close(), station.stop()])
  })
  const path = join(folder, 'offers.ndjson')
  writeFileSync(path, `${lines.join('\n')}\n`)
  const words = ['offers', 'import', '--owner', OWNER, '--json', path]
  const push = Bun.spawn([process.execPath, join(ROOT, 'apps/cli/main.ts'), ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...environment, STORAGE_URL: url },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const soMany = (LINES / (KILLS + 2)) * kill
    await expect
      .poll(async () => (await bulks.find(OWNER))?.lines, { timeout: 60_000, interval: 1 })
      .toBeGreaterThan(soMany)
    await station.kill()
    expect((await bulks.find(OWNER))?.lines).toBeLessThan(LINES)
    station = await start()
  }
  const [out, error] = await Promise.all([
    new Response(push.stdout).text(),
    new Response(push.stderr).text(),
    push.exited,
  ])
  expect(JSON.parse(out)).toEqual({
    complete: true,
    new: LINES,
    refreshed: 0,
    unchanged: 0,
    removed: 0,
    refused: 0,
    refusals: [],
  })
  expect(error).toContain('The connection broke, will go on')
  const [total] = (await subjects.totals('offer', { limit: 1 })).items
  expect(total).toEqual({ owner: OWNER, active: LINES, all: LINES })
  expect(await bulks.leaseUnsent(9, 1_000, Date.now() + 3_600_000)).toMatchObject([{ type: 'bud' }])
})
