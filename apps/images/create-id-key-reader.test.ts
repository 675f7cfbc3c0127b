import { expect, test } from 'vitest'
import { createIdKeyReader } from './create-id-key-reader.ts'

test('a key is read once, and again only after a failed read', async () => {
  const answers = [
    Promise.reject(new Error('away')),
    Promise.resolve(Uint8Array.of(1)),
    Promise.resolve(Uint8Array.of(2)),
  ]
  let reads = 0
  const idKey = createIdKeyReader(() => answers[reads++] ?? expect.fail('read too often'))
  await expect(idKey()).rejects.toThrow('away')
  expect(await Promise.all([idKey(), idKey()])).toEqual([Uint8Array.of(1), Uint8Array.of(1)])
  expect(await idKey()).toEqual(Uint8Array.of(1))
})
