import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aPicture } from '../a-picture.fixture.ts'
import { aPlain } from '../engine/pictures.fixture.ts'
import type { ImagePool } from './image-pool.ts'
import { openImagePool, type ImagePoolOptions } from './open-image-pool.ts'

const SCRIPTED = new URL('threads/scripted.fixture.ts', import.meta.url)

function openPool(options: ImagePoolOptions = {}): ImagePool {
  const pool = openImagePool({ engine: SCRIPTED, size: 1, jobMs: 60_000, ...options })
  onTestFinished(() => pool.close())
  return pool
}

const order = (words: string) => Buffer.from(words)

/** A file that jobs wait for, and what creates it. */
function aGate(): { wait: Buffer; open: () => Promise<unknown> } {
  const path = `${temporaryFolder()}/gate`
  return { wait: order(`wait ${path}`), open: () => Bun.write(path, '') }
}

test.each(['bun', 'photon'] as const)('the %s engine makes masters and sizes in threads', async (engine) => {
  const pool = openPool({ engine })
  const master = await pool.read(await aPicture(), { owner: 'anna' })
  expect(master).toMatchObject({ width: 64, height: 48, likeness: expect.stringMatching(/^[0-9a-f]{16}$/u) })
  const thumb = await pool.derive(master.bytes, 'thumb', 'jpeg', { owner: 'anna' })
  expect(await new Bun.Image(thumb.bytes).metadata()).toEqual({ format: 'jpeg', width: 250, height: 250 })
})

test('the bytes of the caller stay usable, also when they are a part of a larger buffer', async () => {
  const pool = openPool()
  const file = Buffer.from('xxechoxx').subarray(2, 6)
  const { bytes } = await pool.read(file, { owner: 'anna' })
  expect([file.toString(), Buffer.from(bytes).toString()]).toEqual(['echo', 'echo'])
})

test('a refusal of the engine keeps its code, and the thread goes on', async () => {
  const pool = openPool()
  await pool.read(order('echo'), { owner: 'anna' })
  await expect(pool.read(order('refuse'), { owner: 'anna' })).rejects.toMatchObject({
    name: 'ProblemError',
    problem: { status: 422, code: 'too_small' },
  })
  expect(await pool.read(order('echo'), { owner: 'anna' })).toMatchObject({ width: 2 })
})

test.each([
  ['hangs', 'hang', 'too_slow', 300],
  ['dies', 'die', 'undecodable', 60_000],
  ['has a panic', 'panic', 'undecodable', 60_000],
])('a thread that %s is replaced; the caller gets 422', async (_name, word, code, jobMs) => {
  const pool = openPool({ jobMs })
  expect(await pool.read(order('echo'), { owner: 'anna' })).toMatchObject({ width: 1 })
  await expect(pool.read(order(word), { owner: 'anna' })).rejects.toMatchObject({
    problem: { status: 422, code },
  })
  expect(await pool.read(order('echo'), { owner: 'anna' })).toMatchObject({ width: 1 })
})

test('a mistake of ours rejects, and the thread goes on', async () => {
  const pool = openPool()
  await expect(pool.read(order('fail'), { owner: 'anna' })).rejects.toThrow('a mistake of ours')
  expect(await pool.read(order('echo'), { owner: 'anna' })).toMatchObject({ width: 1 })
})

test('a thread is replaced after its number of pictures', async () => {
  const pool = openPool({ jobsPerThreadMax: 2 })
  const widths: number[] = []
  for (let each = 0; each < 5; each += 1)
    widths.push((await pool.read(order('echo'), { owner: 'anna' })).width)
  expect(widths).toEqual([1, 2, 1, 2, 1])
})

test('a thread is replaced when it has taken too much memory', async () => {
  const pool = openPool({ threadMemoryBytesMax: 100 * 1_048_576 })
  const widths: number[] = []
  for (const word of ['fill', 'fill', 'echo'])
    widths.push((await pool.read(order(word), { owner: 'anna' })).width)
  expect(widths).toEqual([1, 2, 1])
})

test('a module that cannot start is our mistake, not one of the picture', async () => {
  const pool = openPool({ engine: new URL('threads/none.ts', import.meta.url) })
  await expect(pool.read(order('echo'), { owner: 'anna' })).rejects.toThrow(
    'Cannot start a thread for pictures',
  )
})

test('equal jobs under way share one, also of different owners; a later one is new', async () => {
  const pool = openPool()
  const gate = aGate()
  const both = ['anna', 'ben'].map((owner) => pool.read(gate.wait, { owner, key: 'a' }))
  const other = pool.read(gate.wait, { owner: 'ben', key: 'b' })
  await gate.open()
  expect((await Promise.all(both)).map(({ width }) => width)).toEqual([1, 1])
  expect((await other).width).toBe(2)
  expect((await pool.read(order('echo'), { owner: 'anna', key: 'a' })).width).toBe(3)
})

test('a shared job that fails is not remembered', async () => {
  const pool = openPool()
  await expect(pool.read(order('refuse'), { owner: 'anna', key: 'a' })).rejects.toThrow('Too small')
  expect(await pool.read(order('echo'), { owner: 'anna', key: 'a' })).toMatchObject({ width: 1 })
})

test('owners take turns: the first job of one waits for one job of another, not for all', async () => {
  const pool = openPool()
  const gate = aGate()
  const finished: string[] = []
  const jobs = ['anna', 'anna', 'anna', 'ben'].map(async (owner, index) => {
    await pool.read(index === 0 ? gate.wait : order('echo'), { owner })
    finished.push(owner)
  })
  await gate.open()
  await Promise.all(jobs)
  expect(finished).toEqual(['anna', 'ben', 'anna', 'anna'])
})

test('one thread is always left for others', async () => {
  const pool = openPool({ size: 2 })
  const gate = aGate()
  const mine = [pool.read(gate.wait, { owner: 'anna' }), pool.read(gate.wait, { owner: 'anna' })]
  expect(await pool.read(order('echo'), { owner: 'ben' })).toMatchObject({ width: 1 })
  await gate.open()
  await Promise.all(mine)
})

test('six pictures of 40 megapixels of one person do not delay a small one of another', async () => {
  const pool = openPool({ engine: 'bun', size: 2 })
  const large = await aPlain(6_300, 6_300, 'navy').png().toBuffer()
  const small = await aPlain(50, 50, 'navy').png().toBuffer()
  const finished: string[] = []
  const read = async (owner: string, file: Buffer) => {
    await pool.read(file, { owner })
    finished.push(owner)
  }
  await Promise.all([...Array.from({ length: 6 }, () => read('anna', large)), read('ben', small)])
  expect(finished.indexOf('ben')).toBeLessThanOrEqual(1)
})

test('429 with Retry-After when too many jobs wait, of all or of one owner; others are served', async () => {
  const pool = openPool({ waitingMax: 3, waitingPerOwnerMax: 2 })
  const gate = aGate()
  const busy = {
    name: 'ProblemError',
    problem: { status: 429, code: 'busy', headers: { 'retry-after': '5' } },
  }
  const first = ['anna', 'anna', 'anna'].map((owner) => pool.read(gate.wait, { owner }))
  await expect(pool.read(order('echo'), { owner: 'anna' })).rejects.toMatchObject(busy)
  const second = pool.read(order('echo'), { owner: 'ben' })
  await expect(pool.read(order('echo'), { owner: 'cem' })).rejects.toMatchObject(busy)
  await gate.open()
  await expect(Promise.all([...first, second])).resolves.toHaveLength(4)
})

test('after close() jobs under way, waiting and new ones reject', async () => {
  const pool = openPool()
  await pool.read(order('echo'), { owner: 'anna' })
  const jobs = ['hang', 'echo'].map((word) => pool.read(order(word), { owner: 'anna' }))
  await pool.close()
  const results = await Promise.allSettled([...jobs, pool.read(order('echo'), { owner: 'anna' })])
  expect(results.map((each) => each.status === 'rejected' && (each.reason as Error).name)).toEqual(
    Array.from({ length: 3 }, () => 'UnavailableError'),
  )
})
