import { expect, onTestFinished, test } from 'vitest'
import { firstIdAt } from '#lib/ids/first-id-at.ts'
import { openAuditStore } from '#lib/store/open.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openActsCleaner } from './open-acts-cleaner.ts'

const DAY_MS = 86_400_000
const ACT = {
  person: 'admin',
  role: 'admin',
  station: 'offers',
  method: 'POST',
  route: '/jobs/:id/run',
  params: { id: 'demo-city' },
  requestId: 'r',
} as const

test('acts older than the limit are dropped, newer ones stay', async () => {
  const audit = await openAuditStore(`sqlite:${temporaryFolder()}/store.db`)
  onTestFinished(() => audit.close())
  const [old, young] = [31, 29].map((days) => firstIdAt(Date.now() - days * DAY_MS))
  for (const id of [old ?? '', young ?? '']) await audit.begin({ ...ACT, id })
  await openActsCleaner({ audit, days: 30, log: quietLog }).stop()
  expect((await audit.list({ limit: 9 })).map(({ id }) => id)).toEqual([young])
})

test('an unavailable store is logged, and the job goes on', async () => {
  const audit = await openAuditStore(`sqlite:${temporaryFolder()}/store.db`)
  await audit.close()
  const warned: string[] = []
  await openActsCleaner({
    audit,
    days: 30,
    log: { ...quietLog, warn: (message) => warned.push(message) },
  }).stop()
  expect(warned).toEqual(['cannot drop old acts, will try again'])
})
