import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { createGroupPlaces } from '#lib/event-bus/sqlite/group-places.ts'
import { openBusLog, partitionsOf } from '#lib/event-bus/sqlite/open-topics.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const nothing = new Set<number>()

afterEach(() => {
  vi.useRealTimers()
})

test('a member that lost its lease does not commit over its new holder', async () => {
  const log = openBusLog(`sqlite:${join(temporaryFolder(), 'bus.db')}`)
  const partitions = partitionsOf(log, 'topic')
  await log.append(partitions.flatMap(({ slot }) => ['1', '2'].map((value) => ({ slot, value }))))
  const began = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: began })
  const silent = createGroupPlaces(log, partitions, { group: 'g', from: 'earliest' })
  await silent.join()
  const [held] = silent.withRecords()
  if (held === undefined) throw new Error('Cannot find a place with records: there is none')

  vi.setSystemTime(began + 31_000)
  const other = createGroupPlaces(log, partitions, { group: 'g', from: 'earliest' })
  await other.join()
  await silent.commit(held, 1)
  expect(other.lag().map(({ committed }) => committed)).toEqual(partitions.map(() => 0))

  await other.commit(held, 2)
  expect(other.lag().map(({ lag }) => lag)).toEqual(
    partitions.map(({ slot }) => (slot === held.slot ? 0 : 2)),
  )
  expect(other.withRecords()).toHaveLength(partitions.length - 1)
  await other.keep(nothing)
  await other.leave()
  await silent.leave()
  await log.close()
})
