import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import { describeBlobStore } from '#lib/blob-store/blob-store-contract.ts'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { spawnFixture } from '#lib/testing/spawn-fixture.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const WRITER = new URL('put.fixture.ts', import.meta.url).pathname
const SAME_WRITER = new URL('put-same.fixture.ts', import.meta.url).pathname
const WRITER_BYTES = 8 * 1_048_576
const bytes = new TextEncoder().encode('a picture')

describeBlobStore('file', () => `file:${temporaryFolder()}/blobs`)

describe('file blob store', () => {
  async function openIn(root: string): Promise<BlobStore> {
    return openBlobStore(`file:${root}`)
  }

  async function expectUnavailable(store: BlobStore): Promise<void> {
    await expect(store.put('ab/new', bytes)).rejects.toBeInstanceOf(UnavailableError)
    await expect(store.get('ab/kept')).rejects.toBeInstanceOf(UnavailableError)
    await expect(store.remove('ab/kept')).rejects.toBeInstanceOf(UnavailableError)
  }

  test('its folder contains only blobs and folders of blobs', async () => {
    const root = temporaryFolder()
    const store = await openIn(root)
    await store.put('ab/cd', bytes)
    await store.put('ab/cd', bytes)
    await store.put('top', bytes)
    expect(allIn(root)).toEqual(['ab~', 'ab~/cd', 'top', '~incoming'])
  })

  test('names never point outside its folder', async () => {
    const parent = temporaryFolder()
    writeFileSync(join(parent, 'secret'), 'secret')
    const store = await openIn(join(parent, 'blobs'))
    for (const name of ['../secret', 'a/../../secret', '/secret', '..', `..${'/..'.repeat(20)}/etc/passwd`]) {
      await expect(store.get(name)).rejects.toBeInstanceOf(RangeError)
      await expect(store.put(name, bytes)).rejects.toBeInstanceOf(RangeError)
      await expect(store.remove(name)).rejects.toBeInstanceOf(RangeError)
    }
    expect(allIn(parent)).toEqual(['blobs', 'blobs/~incoming', 'secret'])
  })

  test('a killed writer leaves only complete blobs', async () => {
    const root = temporaryFolder()
    const store = await openIn(root)
    const unfinished = (): number => readdirSync(join(root, '~incoming')).length
    let cutOffs = 0
    // Repeat until three kills have interrupted a write; a kill that comes too late does not count.
    for (let round = 0; cutOffs < 3 && round < 30; round += 1) {
      const writer = spawnFixture(WRITER, `file:${root}`, `round-${round}`)
      const isInTheMiddle = (): boolean => writer.lines().length > 0 && unfinished() > cutOffs
      await expect.poll(isInTheMiddle, { timeout: 10_000, interval: 1 }).toBe(true)
      await writer.kill()
      const kept = readdirSync(join(root, `round-${round}~`)).map((file) => `round-${round}/${file}`)
      expect(kept).toEqual(expect.arrayContaining(writer.lines()))
      for (const name of kept) {
        const number = Number(name.split('/')[1])
        expect(Buffer.alloc(WRITER_BYTES, number).equals((await store.get(name)) ?? bytes)).toBe(true)
      }
      cutOffs = unfinished()
    }
    expect(cutOffs).toBe(3)
  })

  test('of 200 writers of one blob at once, in two processes, one stores it whole', async () => {
    const root = temporaryFolder()
    const writers = ['one', 'other'].map((mark) =>
      Bun.spawn([process.execPath, SAME_WRITER, `file:${root}`, mark]),
    )
    const kept = await Promise.all(
      writers.map(async ({ stdout }) => Number(await new Response(stdout).text())),
    )
    expect(kept.toSorted((a, b) => a - b)).toEqual([0, 1])
    expect(allIn(root)).toEqual(['ab~', 'ab~/same', '~incoming'])
    const text = new TextDecoder().decode(await (await openIn(root)).get('ab/same'))
    const [first = ''] = /^\w+ \d+ /u.exec(text) ?? []
    expect(text).toBe(first.repeat(5_000))
  })

  test('files of a killed writer are swept after an hour, not before', async () => {
    const root = temporaryFolder()
    await openIn(root)
    const [left, fresh] = [join(root, '~incoming', 'left'), join(root, '~incoming', 'fresh')]
    for (const path of [left, fresh]) writeFileSync(path, 'half a pict')
    const longAgo = new Date(Date.now() - 2 * 3_600_000)
    utimesSync(left, longAgo, longAgo)
    await openIn(root)
    expect(readdirSync(join(root, '~incoming'))).toEqual(['fresh'])
  })

  test('a removed folder is unavailable, and is not created again', async () => {
    const parent = temporaryFolder()
    const root = join(parent, 'blobs')
    const store = await openIn(root)
    await store.put('ab/kept', bytes)
    renameSync(root, join(parent, 'elsewhere'))
    await expectUnavailable(store)
    // Looks like an empty mount point whose disk is not mounted.
    mkdirSync(root)
    await expectUnavailable(store)
    expect(readdirSync(root)).toEqual([])
    rmSync(root, { recursive: true })
    renameSync(join(parent, 'elsewhere'), root)
    expect(await store.get('ab/kept')).toEqual(bytes)
    expect(await store.put('ab/new', bytes)).toBe(true)
  })

  test('a file that can be neither read nor written is unavailable', async () => {
    const root = temporaryFolder()
    const store = await openIn(root)
    // A link to itself, and a file instead of a folder: these fail for every user, unlike missing permissions.
    symlinkSync('loop', join(root, 'loop'))
    await expect(store.get('loop')).rejects.toBeInstanceOf(UnavailableError)
    rmSync(join(root, '~incoming'), { recursive: true })
    writeFileSync(join(root, '~incoming'), '')
    await expect(store.put('a', bytes)).rejects.toBeInstanceOf(UnavailableError)
    await expect(store.put('a', bytes)).rejects.toThrow(/^Cannot use blob "a" in ".*": \S/u)
  })

  test('a full disk is unavailable, and keeps no part of the blob', async () => {
    const root = temporaryFolder()
    // Writing files larger than 512 KiB fails half-way, as on a full disk.
    const script = `trap '' XFSZ; ulimit -f 1024; exec "$@"`
    const writer = Bun.spawn(['bash', '-c', script, 'bash', process.execPath, WRITER, `file:${root}`, 'ab'])
    expect(await new Response(writer.stdout).text()).toMatch(
      /^UnavailableError: Cannot use blob "ab\/0" in /u,
    )
    expect(allIn(root)).toEqual(['~incoming'])
  })

  test('openBlobStore() fails with a hint when the place cannot be used', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    await expect(openBlobStore(`file:${file}/blobs`)).rejects.toBeInstanceOf(StartError)
    await expect(openBlobStore('ftp://host/blobs')).rejects.toMatchObject({
      message: 'Cannot open blob store: scheme "ftp:" is unknown',
      hint: expect.stringContaining('file:'),
    })
  })
})

function allIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()
}
