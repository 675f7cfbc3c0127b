import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { createMembership, type Membership } from '#lib/event-bus/sqlite/membership.ts'
import { openBusLog, partitionsOf } from '#lib/event-bus/sqlite/open-topics.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const nothing = new Set<number>()

afterEach(() => {
  vi.useRealTimers()
})

test('the first member holds all slots, and releases the share of a second member when it joins', async () => {
  const { member, slotsOf, close } = start()
  const one = await member()
  expect(slotsOf(one)).toHaveLength(12)

  const two = await member()
  expect(slotsOf(two)).toHaveLength(0)
  await one.keep(nothing)
  await two.keep(nothing)

  expect(slotsOf(one)).toHaveLength(6)
  expect([...slotsOf(one), ...slotsOf(two)].toSorted((a, b) => a - b)).toEqual(slotsOf())
  await close()
})

test('a member keeps the lease on slots in progress, but handles no more of them', async () => {
  const { member, slotsOf, holdersOf, close } = start()
  const one = await member()
  const two = await member()
  const inHand = new Set(slotsOf())

  await one.keep(inHand)
  await two.keep(nothing)

  expect(slotsOf(one)).toHaveLength(6)
  expect(slotsOf(two)).toHaveLength(0)
  expect(holdersOf(one)).toHaveLength(12)
  await close()
})

test('the slots of a member that leaves are free at once', async () => {
  const { member, slotsOf, close } = start()
  const one = await member()
  const two = await member()

  await one.leave()
  await two.keep(nothing)

  expect(slotsOf(two)).toHaveLength(12)
  await close()
})

test('a member without renewal for 30 seconds loses all slots, and joins again when it comes back', async () => {
  const { member, slotsOf, close } = start()
  const began = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: began })
  const silent = await member()
  vi.setSystemTime(began + 29_000)
  const other = await member()
  await other.keep(nothing)
  expect(slotsOf(other)).toHaveLength(0)

  vi.setSystemTime(began + 31_000)
  await other.keep(nothing)
  expect(slotsOf(other)).toHaveLength(12)

  await silent.keep(nothing)
  expect(slotsOf(silent)).toHaveLength(0)
  await other.keep(nothing)
  await silent.keep(nothing)
  expect(slotsOf(silent)).toHaveLength(6)
  expect(slotsOf(other)).toHaveLength(6)
  await close()
})

function start() {
  const log = openBusLog(`sqlite:${join(temporaryFolder(), 'bus.db')}`)
  const partitions = partitionsOf(log, 'topic')
  const slots = partitions.map(({ slot }) => slot)

  async function member(): Promise<Membership> {
    const one = createMembership(log, 'group', partitions)
    await log.write(one.join)
    return one
  }

  return {
    member,
    slotsOf: (one?: Membership) => slots.filter((slot) => one?.has(slot) ?? true),
    holdersOf: (one: Membership) => slots.filter((slot) => one.isHolder(slot)),
    close: log.close,
  }
}
