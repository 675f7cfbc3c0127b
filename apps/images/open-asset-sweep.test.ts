import { expect, onTestFinished, test } from 'vitest'
import { readdirSync, utimesSync } from 'node:fs'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { openInTurn } from '#lib/loop/in-turn.ts'
import { openAssetStore, openSweepStore } from '#lib/store/open.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { derivedName, masterName } from './asset-names.ts'
import { openAssetSweep } from './open-asset-sweep.ts'

const [KEPT, LEFT] = ['ab'.repeat(32), 'cd'.repeat(32)]
const HOUR_MS = 3_600_000
const LOOKS = { width: 1, height: 1, bytes: 1, placeholder: '', likeness: '' }

async function openPlace() {
  const folder = temporaryFolder()
  const url = `sqlite:${folder}/store.db`
  const blobs = await openBlobStore(`file:${folder}/blobs`)
  const [pictures, sweeps] = [await openAssetStore(url), await openSweepStore(url)]
  let nowMs = Date.now()
  const sweep = openAssetSweep({
    blobs,
    pictures,
    sweeps,
    inTurn: openInTurn(),
    log: quietLog,
    now: () => nowMs,
  })
  onTestFinished(async () => {
    await sweep.stop()
    await Promise.all([pictures.close(), sweeps.close()])
  })
  const bytes = Uint8Array.of(1)
  return {
    pictures,
    put: async (...names: string[]) => {
      for (const name of names) await blobs.put(name, bytes)
    },
    names: async () => (await Array.fromAsync(blobs.list())).map(({ name }) => name).toSorted(),
    /** Lets all files be so old. */
    age(hours: number) {
      const then = new Date(nowMs - hours * HOUR_MS)
      for (const path of readdirSync(`${folder}/blobs`, { recursive: true, encoding: 'utf8' }))
        utimesSync(`${folder}/blobs/${path}`, then, then)
    },
    later: (hours: number) => void (nowMs += hours * HOUR_MS),
    sweep: () => sweep.run(),
  }
}

test('removes what nobody refers to after a day, and the sizes of older versions', async () => {
  const place = await openPlace()
  await place.pictures.add({ id: KEPT, owner: 'anna', created: 1, ...LOOKS })
  const folder = masterName(KEPT).replace('/view.jpg', '')
  const kept = [masterName(KEPT), derivedName(KEPT, 'card', 'webp')]
  await place.put(...kept, `${folder}/0.card.webp`, masterName(LEFT), derivedName(LEFT, 'card', 'jpeg'))
  await place.put('id-key', 'ab/cd/other/view.jpg')
  place.age(25)
  await place.sweep()
  expect(await place.names()).toEqual([...kept, 'ab/cd/other/view.jpg', 'id-key'].toSorted())
})

test('leaves what is younger, and looks again a day later', async () => {
  const place = await openPlace()
  await place.put(masterName(LEFT))
  place.age(23)
  await place.sweep()
  expect(await place.names()).toHaveLength(1)
  place.later(2)
  await place.sweep()
  expect(await place.names()).toHaveLength(1)
  place.later(23)
  await place.sweep()
  expect(await place.names()).toEqual([])
})

test('a picture that somebody uploads while it is removed stays', async () => {
  const place = await openPlace()
  await place.put(masterName(LEFT))
  place.age(25)
  const { pictures } = place
  const find = (id: string) => pictures.pictures([id])
  let asked = 0
  // It is asked for twice before the removal, and once after it.
  Object.assign(place.pictures, {
    find: async (id: string) => {
      asked += 1
      if (asked === 3) await place.pictures.add({ id, owner: 'anna', created: 1, ...LOOKS })
      return (await find(id))[0]
    },
  })
  await place.sweep()
  expect(asked).toBe(3)
  expect(await place.names()).toEqual([masterName(LEFT)])
})

test('deleted pictures are known for 30 days', async () => {
  const place = await openPlace()
  await place.pictures.add({ id: KEPT, owner: 'anna', created: 1, ...LOOKS })
  await place.pictures.remove(KEPT, 'anna', Date.now())
  place.later(29 * 24)
  await place.sweep()
  expect(await place.pictures.isGone(KEPT)).toBe(true)
  place.later(49)
  await place.sweep()
  expect(await place.pictures.isGone(KEPT)).toBe(false)
})
