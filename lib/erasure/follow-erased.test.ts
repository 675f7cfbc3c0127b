import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { followErased, type ErasedPeople } from '#lib/erasure/follow-erased.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const HOUR_MS = 3_600_000

interface Entry {
  readonly person: string
  readonly copies_until: string
}

/** Follows a list of a server that can be away. */
async function follow(entries: readonly Entry[], isAway: () => boolean = () => false) {
  const server = Bun.serve({
    development: false,
    port: 0,
    fetch(request) {
      if (isAway()) return new Response(null, { status: 503 })
      const since = Number(new URL(request.url).searchParams.get('since') ?? 0)
      return Response.json({ items: entries.slice(since), next: String(entries.length) })
    },
  })
  onTestFinished(() => server.stop(true))
  const keys = await openKeyRing(join(temporaryFolder(), 'keys.json'))
  const erased = await followErased({
    service: openServiceClient({ keys, service: 'storage', audience: 'accounts', url: server.url.href }),
    refreshMs: 5,
    station: 'storage',
    log: quietLog,
    metrics: openMetrics(),
  })
  onTestFinished(() => erased.stop())
  return erased
}

const until = (fromNowMs: number) => new Date(Date.now() + fromNowMs).toISOString()

test('isErased() is true for people on the list while copies may exist', async () => {
  const entries = [
    { person: 'over', copies_until: until(-HOUR_MS) },
    { person: 'ada', copies_until: until(HOUR_MS) },
  ]
  const erased = await follow(entries)
  expect(['over', 'ada', 'ben'].map((person) => erased.isErased(person))).toEqual([false, true, false])
  entries.push({ person: 'ben', copies_until: until(HOUR_MS) })
  await expect.poll(() => erased.isErased('ben')).toBe(true)
  expect(erased.isErased('ada')).toBe(true)
})

test('assertKnown() throws until the list was read once, but not if a later read fails', async () => {
  let isAway = true
  const erased = await follow([{ person: 'ada', copies_until: until(HOUR_MS) }], () => isAway)
  expect(() => erased.assertKnown()).toThrow('Cannot check for erased people')
  isAway = false
  await expect.poll(() => erased.isErased('ada'), { timeout: 5_000 }).toBe(true)
  // The list is complete after a page without items.
  await expect.poll(() => isKnown(erased)).toBe(true)
  isAway = true
  expect(() => erased.assertKnown()).not.toThrow()
  expect(erased.isErased('ada')).toBe(true)
})

function isKnown(erased: ErasedPeople): boolean {
  try {
    erased.assertKnown()
    return true
  } catch {
    return false
  }
}
