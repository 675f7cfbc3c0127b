import { beforeEach, describe, expect, test } from 'vitest'
import { aPosition, changeTo } from '#lib/builders/a-position.ts'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { parseParams } from '#lib/events/define-event.ts'
import { dvs } from '#lib/events/dvs.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openPositionStore, openSubjectIndex, openSubjectStore, openSweepStore } from '#lib/store/open.ts'
import type { PositionStore } from '#lib/store/positions.ts'
import type { SubjectIndex, SubjectStore } from '#lib/store/subjects.ts'
import type { SweepStore } from '#lib/store/sweeps.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { openSilenceSweep } from './open-silence-sweep.ts'

const HOUR_MS = 3_600_000
const SILENT_MS = 24 * HOUR_MS

interface Stores {
  readonly subjects: SubjectStore
  readonly index: SubjectIndex
  readonly positions: PositionStore
  readonly sweeps: SweepStore
}

/** Tests of silent devices, on a store. */
export function describeSilence(name: string, freshUrl: FreshUrl): void {
  describe(`silent devices on ${name}`, () => {
    let stores: Stores

    beforeEach(async () => {
      const url = await freshUrl()
      const [subjects, index, positions, sweeps] = [
        await openForTest(openSubjectStore, url),
        await openForTest(openSubjectIndex, url),
        await openForTest(openPositionStore, url),
        await openForTest(openSweepStore, url),
      ]
      stores = { subjects, index, positions, sweeps }
    })

    async function sweep(over: Partial<Stores> = {}): Promise<void> {
      const courier = { nudge: () => undefined }
      const ports = { ...stores, ...over, courier, silentMs: SILENT_MS, log: quietLog }
      const { run, stop } = openSilenceSweep(ports)
      try {
        await run()
      } finally {
        await stop()
      }
    }

    /** The events since the last call. */
    async function told(): Promise<unknown[]> {
      const { subjects } = stores
      const events = await subjects.leaseUnsent(100, 1, Date.now())
      await subjects.markSent(events.map(({ id }) => id))
      return events.map(({ params }) => {
        const parsed = parseParams(dvs, params)
        if (!('value' in parsed)) throw new Error(`Cannot read an event: ${parsed.reason}`)
        return parsed.value
      })
    }

    async function ping(device: string, person: string, ageMs: number): Promise<number> {
      const timeMs = Date.now() - ageMs
      await stores.positions.write([changeTo(aPosition({ device, person, timeMs }))])
      return timeMs
    }

    const pauses = async (id: string) =>
      (await stores.subjects.history(id)).filter(({ action }) => action === 'pause')

    test('their owner is told once, what follows them is paused, and the next position ends this', async () => {
      const follower = { owner: 'anna', device: 'd-1', at: undefined }
      const [search, offer] = [aSearch(follower), anOffer(follower)]
      for (const subject of [search, offer, anOffer({ ...follower, active: false })])
        await stores.subjects.create(subject, [])
      const seenMs = await ping('d-1', 'anna', SILENT_MS + HOUR_MS)
      await sweep()
      expect(await told()).toEqual([{ owner: 'anna', device: 'd-1', seenMs }])
      for (const { id, version } of [search, offer]) {
        expect(await stores.subjects.find(id)).toMatchObject({ paused: true, positionTime: seenMs, version })
        expect(await pauses(id)).toMatchObject([{ by: { role: 'platform', name: 'storage' }, fields: [] }])
      }
      await sweep()
      expect(await told()).toEqual([])
      await ping('d-1', 'anna', 0)
      expect((await stores.subjects.find(search.id))?.paused).toBeUndefined()
      await sweep()
      expect(await told()).toEqual([])
      expect(await pauses(search.id)).toHaveLength(1)
    })

    test('nobody is told of what is off, of a device of somebody else, before the time, or long after it', async () => {
      const device = (id: string, over: object = {}) =>
        anOffer({ owner: 'anna', device: id, at: undefined, ...over })
      for (const subject of [
        device('off', { active: false }),
        device('bens'),
        device('rests'),
        device('lost'),
        device('never'),
      ])
        await stores.subjects.create(subject, [])
      await ping('off', 'anna', SILENT_MS + HOUR_MS)
      await ping('bens', 'ben', SILENT_MS + HOUR_MS)
      await ping('rests', 'anna', SILENT_MS - HOUR_MS)
      await ping('lost', 'anna', SILENT_MS + 8 * 24 * HOUR_MS)
      await ping('nothing-follows', 'anna', SILENT_MS + HOUR_MS)
      await sweep()
      expect(await told()).toEqual([])
    })

    test.each([0, 1, 2])(
      'a process that dies after %d writes: the next one tells what is missing, once',
      async (writes) => {
        const follower = { owner: 'anna', device: 'd-1', at: undefined }
        const ids: string[] = []
        for (let count = 0; count < 3; count += 1) {
          const offer = anOffer(follower)
          ids.push(offer.id)
          await stores.subjects.create(offer, [])
        }
        const seenMs = await ping('d-1', 'anna', SILENT_MS + HOUR_MS)
        let left = writes
        const dying: SubjectStore = {
          ...stores.subjects,
          update(...write) {
            left -= 1
            return left < 0 ? Promise.reject(new Error('killed')) : stores.subjects.update(...write)
          },
        }
        // Its lease has ended when the next one comes.
        const lease = () => stores.sweeps.lease('silence', 0, 1)
        await expect(sweep({ subjects: dying, sweeps: { ...stores.sweeps, lease } })).rejects.toThrow(
          'killed',
        )
        await sweep()
        expect(await told()).toEqual([{ owner: 'anna', device: 'd-1', seenMs }])
        for (const id of ids) expect(await pauses(id)).toHaveLength(1)
      },
    )

    test('an edit at the same moment is kept, and a device that comes back in this moment is not told of', async () => {
      const offers = ['d-1', 'd-2'].map((device) => anOffer({ owner: 'anna', device, at: undefined }))
      for (const offer of offers) await stores.subjects.create(offer, [])
      for (const device of ['d-1', 'd-2']) await ping(device, 'anna', SILENT_MS + HOUR_MS)
      let edits = 0
      const meddled: SubjectStore = {
        ...stores.subjects,
        async update(...write) {
          const [subject] = write
          if (edits === 0) {
            edits += 1
            await stores.subjects.update({ ...subject, title: 'Edited', version: 2 }, 1, [])
            await ping('d-2', 'anna', 0)
          }
          return stores.subjects.update(...write)
        },
      }
      await sweep({ subjects: meddled })
      expect(await told()).toMatchObject([{ device: 'd-1' }])
      expect(await stores.subjects.find(offers[0]?.id ?? '')).toMatchObject({ title: 'Edited', paused: true })
      expect(await pauses(offers[1]?.id ?? '')).toEqual([])
    })
  })
}
