import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BlobStoreOptions } from '#lib/blob-store/blob-store-options.ts'
import { openBlobStore } from '#lib/blob-store/open.ts'

const WRONG_NAMES = [
  '',
  '.',
  '..',
  '/',
  '/etc/passwd',
  'a/',
  'a//b',
  '../a',
  'a/../../b',
  'a/..',
  './a',
  'a/./b',
  'a\\b',
  '..\\a',
  '%2e%2e/a',
  'a\0b',
  'a\n',
  'a b',
  'ä',
  '~incoming',
  'a~/b',
  'C:a',
  'a'.repeat(201),
]

/** Contract tests of `BlobStore`; each call of `freshUrl` returns the URL of a new empty place. */
export function describeBlobStore(
  name: string,
  freshUrl: () => string | Promise<string>,
  options: BlobStoreOptions = {},
): void {
  const open = async () => openBlobStore(await freshUrl(), options)
  const [first, second] = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5)]

  describe(`${name} blob store`, () => {
    test('put() stores bytes that get() returns at once, also through another connection', async () => {
      const url = await freshUrl()
      const store = await openBlobStore(url, options)
      const everyByte = Uint8Array.from({ length: 10_000 }, (_, index) => index % 256)
      expect(await store.put('ab/cd/picture.png', everyByte)).toBe(true)
      expect(await store.get('ab/cd/picture.png')).toEqual(everyByte)
      expect(await (await openBlobStore(url, options)).get('ab/cd/picture.png')).toEqual(everyByte)
    })

    test('check() resolves if bytes can be stored, and leaves nothing behind', async () => {
      const store = await open()
      await Promise.all([store.check(), store.check()])
      expect(await store.put('a', first)).toBe(true)
      await store.check()
      expect(await store.get('a')).toEqual(first)
    })

    test('put() stores an empty blob, which differs from a missing one', async () => {
      const store = await open()
      expect(await store.put('empty', new Uint8Array())).toBe(true)
      expect(await store.get('empty')).toEqual(new Uint8Array())
      expect(await store.get('missing')).toBeUndefined()
      expect(await store.get('missing/below')).toBeUndefined()
    })

    test('put() does not change an existing blob', async () => {
      const store = await open()
      await store.put('a', first)
      expect(await store.put('a', second)).toBe(false)
      expect(await store.put('a', first)).toBe(false)
      expect(await store.get('a')).toEqual(first)
    })

    test('concurrent calls of put() with one name succeed for exactly one, whose bytes stay', async () => {
      const url = await freshUrl()
      const [one, other] = [await openBlobStore(url, options), await openBlobStore(url, options)]
      const contents = Array.from({ length: 50 }, (_, index) => new Uint8Array(10_000).fill(index))
      const answers = await Promise.all(
        contents.map((bytes, index) => (index % 2 === 0 ? one : other).put('ab/one', bytes)),
      )
      expect(answers.filter((isKept) => isKept)).toHaveLength(1)
      expect(await one.get('ab/one')).toEqual(contents[answers.indexOf(true)])
    })

    test('readers see all of a blob or nothing while it is written', async () => {
      const store = await open()
      const bytes = new Uint8Array(3_000_000).fill(7)
      const writing = store.put('big', bytes)
      const lengths: (number | undefined)[] = []
      for (let read = 0; read < 1_000 && lengths.at(-1) === undefined; read += 1) {
        lengths.push((await store.get('big'))?.length)
      }
      await writing
      expect(lengths.filter((length) => length !== undefined && length !== bytes.length)).toEqual([])
      expect((await store.get('big'))?.length).toBe(bytes.length)
    })

    test('a name that begins with another name and a slash is independent of it', async () => {
      const store = await open()
      expect(await store.put('a', first)).toBe(true)
      expect(await store.get('a/b')).toBeUndefined()
      expect(await store.remove('a/b')).toBe(false)
      expect(await store.put('a/b', second)).toBe(true)
      expect(await store.put('c/d', first)).toBe(true)
      expect(await store.get('c')).toBeUndefined()
      expect(await store.put('c', second)).toBe(true)
      expect(await store.get('a')).toEqual(first)
      expect(await store.get('a/b')).toEqual(second)
      expect(await store.remove('c')).toBe(true)
      expect(await store.get('c/d')).toEqual(first)
    })

    test('remove() removes a blob once, and frees the name', async () => {
      const store = await open()
      await store.put('ab/a', first)
      await store.put('ab/b', first)
      expect(await store.remove('ab/a')).toBe(true)
      expect(await store.remove('ab/a')).toBe(false)
      expect(await store.remove('missing')).toBe(false)
      expect(await store.get('ab/a')).toBeUndefined()
      expect(await store.get('ab/b')).toEqual(first)
      expect(await store.put('ab/a', second)).toBe(true)
      expect(await store.get('ab/a')).toEqual(second)
    })

    test('list() gives all names, each once, with the time when it was stored', async () => {
      const store = await open()
      expect(await Array.fromAsync(store.list())).toEqual([])
      const before = Date.now()
      const names = [
        'top',
        'a',
        'a/b',
        'ab/cd/1.x',
        ...Array.from({ length: 20 }, (_, index) => `many/${index}`),
      ]
      for (const blobName of names) await store.put(blobName, first)
      await store.put('removed', first)
      await store.remove('removed')
      const listed = await Array.fromAsync(store.list())
      expect(listed.map((blob) => blob.name).toSorted()).toEqual(names.toSorted())
      // S3 tells whole seconds.
      for (const { storedMs } of listed) {
        expect(storedMs).toBeGreaterThan(before - 2_000)
        expect(storedMs).toBeLessThan(Date.now() + 2_000)
      }
    })

    test.each(WRONG_NAMES)('the name %j is rejected', async (wrong) => {
      const store = await open()
      await expect(store.put(wrong, first)).rejects.toBeInstanceOf(RangeError)
      await expect(store.get(wrong)).rejects.toBeInstanceOf(RangeError)
      await expect(store.remove(wrong)).rejects.toBeInstanceOf(RangeError)
    })

    test('every valid name is accepted, and each has its own bytes', async () => {
      const store = await open()
      const kept = new Map<string, Uint8Array>()
      const segment = fc.stringMatching(/^[A-Za-z0-9._-]{1,8}$/u).filter((text) => !/^\.\.?$/u.test(text))
      const names = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'))
      const property = fc.asyncProperty(names, fc.uint8Array(), async (blobName, bytes) => {
        expect(await store.put(blobName, bytes)).toBe(!kept.has(blobName))
        kept.set(blobName, kept.get(blobName) ?? bytes)
        expect(await store.get(blobName)).toEqual(kept.get(blobName))
      })
      await fc.assert(property, {
        numRuns: 60,
        examples: [
          ['-', first],
          ['...', first],
          ['a'.repeat(200), first],
        ],
      })
    })
  })
}
