import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { CACHE, cached } from './cache.ts'

function aName(): string {
  const name = `test-${newId()}`
  onTestFinished(() => rmSync(join(CACHE, name), { recursive: true, force: true }))
  return name
}

test('two who fetch the same thing at once both have it whole, and leave no draft', async () => {
  const name = aName()
  const filling = Promise.withResolvers<undefined>()
  let fills = 0
  const fetchOnce = () =>
    cached(name, async (draft) => {
      fills += 1
      // Both are under way before either is done.
      if (fills === 2) filling.resolve(undefined)
      await filling.promise
      writeFileSync(join(draft, 'server'), 'whole')
    })
  const folders = await Promise.all([fetchOnce(), fetchOnce()])
  expect(folders).toEqual([join(CACHE, name), join(CACHE, name)])
  expect(readdirSync(join(CACHE, name))).toEqual(['server'])
  expect(readdirSync(CACHE).filter((other) => other.startsWith(name))).toEqual([name])
})

test('a fetch that breaks off is told, and leaves nothing', async () => {
  const name = aName()
  const broken = cached(name, () => Promise.reject(new Error('no network')))
  await expect(broken).rejects.toThrow('no network')
  expect(readdirSync(CACHE).filter((other) => other.startsWith(name))).toEqual([])
})
