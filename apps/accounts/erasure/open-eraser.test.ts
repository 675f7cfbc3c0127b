import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openDeviceStore, openErasureStore } from '#lib/store/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openEraser } from './open-eraser.ts'
import type { DataHolder } from './data-holders.ts'

const HALF_A_MINUTE_MS = 30_000
const SIX_MINUTES_MS = 360_000

let url: string
let told: string[]
let away: Set<string>
let onTell: () => void

beforeEach(() => {
  url = `sqlite:${temporaryFolder()}/store.db`
  told = []
  away = new Set()
  onTell = () => undefined
})

function aHolder(name: string): DataHolder {
  async function tell(what: string): Promise<void> {
    onTell()
    if (away.has(name)) throw new UnavailableError(`${name} is away`)
    told.push(`${name}: ${what}`)
  }
  return { erase: (person) => tell(person), release: (person, device) => tell(`${device} of ${person}`) }
}

/** Opens an eraser of three data holders, as one process. */
async function open() {
  const [erasures, devices] = [await openErasureStore(url), await openDeviceStore(url)]
  const account = { erase: (person: string) => Promise.resolve(void told.push(`account: ${person}`)) }
  const holders = { account, storage: aHolder('storage'), images: aHolder('images') }
  const eraser = openEraser({ erasures, devices, holders, log: quietLog, metrics: openMetrics() })
  onTestFinished(async () => {
    await eraser.stop()
    await Promise.all([erasures.close(), devices.close()])
  })
  return { eraser, erasures, devices }
}

/** Moves the clock forward for its readers. */
function later(ms: number): void {
  vi.setSystemTime(Date.now() + ms)
  onTestFinished(() => void vi.useRealTimers())
}

describe('erase()', () => {
  test('erases in every holder immediately, and lists the person', async () => {
    const { eraser, erasures } = await open()
    const { pending } = await eraser.erase('ada')
    expect(pending).toEqual([])
    expect(told.toSorted()).toEqual(['account: ada', 'images: ada', 'storage: ada'])
    expect(await erasures.find('ada')).toMatchObject({ person: 'ada' })
  })

  test('names the unavailable holders, and retries only these later', async () => {
    const { eraser } = await open()
    away.add('images')
    expect((await eraser.erase('ada')).pending).toEqual(['images'])
    away.clear()
    told.length = 0
    await eraser.sweep()
    expect(told).toEqual([])
    later(HALF_A_MINUTE_MS)
    await eraser.sweep()
    expect(told).toEqual(['images: ada'])
  })

  test('is finished by another process when this one crashes', async () => {
    const { eraser, erasures } = await open()
    away = new Set(['storage', 'images'])
    await eraser.erase('ada')
    await eraser.stop()
    away.clear()
    told.length = 0
    const other = await open()
    later(HALF_A_MINUTE_MS)
    await other.eraser.sweep()
    expect(told.toSorted()).toEqual(['images: ada', 'storage: ada'])
    expect(await erasures.leaseTasks(9, 1, Date.now())).toEqual([])
  })

  test('also erases a person whom an old backup restored', async () => {
    const { eraser } = await open()
    await eraser.erase('ada')
    later(SIX_MINUTES_MS)
    await eraser.sweep()
    away.add('images')
    expect((await eraser.erase('ada')).pending).toEqual(['images'])
    away.clear()
    told.length = 0
    later(HALF_A_MINUTE_MS)
    await eraser.sweep()
    expect(told).toEqual(['images: ada'])
  })

  test('does not run tasks twice at a place that hangs, however many tasks there are', async () => {
    const { eraser, erasures } = await open()
    away.add('storage')
    const people = Array.from({ length: 70 }, (_, each) => String(each))
    for (const id of people) await erasures.addTask({ id, person: id, places: ['storage'], dueAt: 0 })
    let tries = 0
    onTell = () => {
      tries += 1
      // Twenty tasks in sequence take eleven seconds: when the last one runs, the first is due again.
      if (tries % 20 === 0) later(11_000)
    }
    const sweeping = eraser.sweep()
    await expect.poll(() => tries).toBeGreaterThan(people.length)
    await eraser.stop()
    await sweeping
    later(HALF_A_MINUTE_MS)
    expect(await erasures.leaseTasks(100, 1, Date.now())).toHaveLength(people.length)
  })

  test('erases once more when no token from before the deletion is valid', async () => {
    const { eraser } = await open()
    await eraser.erase('ada')
    told.length = 0
    later(SIX_MINUTES_MS - 1_000)
    await eraser.sweep()
    expect(told).toEqual([])
    later(1_000)
    await eraser.sweep()
    expect(told.toSorted()).toEqual(['account: ada', 'images: ada', 'storage: ada'])
    told.length = 0
    later(SIX_MINUTES_MS)
    await eraser.sweep()
    expect(told).toEqual([])
  })

  test('removes the person from the list when the last copy has expired', async () => {
    const { eraser, erasures } = await open()
    const { copiesUntil } = await eraser.erase('ada')
    later(copiesUntil - Date.now() - 1)
    await eraser.sweep()
    expect(await erasures.find('ada')).toBeDefined()
    later(1)
    await eraser.sweep()
    expect(await erasures.find('ada')).toBeUndefined()
  })
})

describe('release()', () => {
  test('releases a device and removes its links to its owner', async () => {
    const { eraser, devices } = await open()
    await devices.register({ id: 'phone', person: 'ada', created: 1, keyId: 'k' })
    expect(await eraser.release({ id: 'phone', person: 'eve' })).toBe(false)
    expect(await eraser.release({ id: 'other' })).toBe(false)
    expect(told).toEqual([])
    expect(await eraser.release({ id: 'phone', person: 'ada' })).toBe(true)
    expect(told.toSorted()).toEqual(['images: phone of ada', 'storage: phone of ada'])
    expect(await devices.find('phone')).toBeUndefined()
    expect(await eraser.release({ id: 'phone', person: 'ada' })).toBe(false)
  })

  test('by an admin: the holders receive the owner', async () => {
    const { eraser, devices } = await open()
    await devices.register({ id: 'phone', person: 'ada', created: 1 })
    expect(await eraser.release({ id: 'phone' })).toBe(true)
    expect(told).toContain('storage: phone of ada')
  })

  test('retries an unavailable holder later, but not when the same person has registered the device again', async () => {
    const { eraser, devices } = await open()
    away.add('storage')
    for (const id of ['phone', 'tablet']) {
      await devices.register({ id, person: 'ada', created: 1 })
      await eraser.release({ id, person: 'ada' })
    }
    await devices.register({ id: 'phone', person: 'ada', created: 2 })
    await devices.register({ id: 'tablet', person: 'eve', created: 2 })
    away.clear()
    told.length = 0
    later(HALF_A_MINUTE_MS)
    await eraser.sweep()
    expect(told).toEqual(['storage: tablet of ada'])
  })
})
