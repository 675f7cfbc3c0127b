import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { inHalves } from './in-halves.ts'

test('exactly the items that cause an error fail, and the work is done once for each other item', async () => {
  const items = fc.uniqueArray(fc.nat({ max: 999 }), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(items, fc.func(fc.boolean()), async (all, isBad) => {
      const [done, failed]: [number[], number[]] = [[], []]
      await inHalves(
        all,
        async (some) => {
          if (some.some((item) => isBad(item))) throw new TypeError('a fault of ours')
          done.push(...some)
        },
        (item, error) => {
          expect(error).toBeInstanceOf(TypeError)
          failed.push(item)
        },
      )
      expect(failed).toEqual(all.filter((item) => isBad(item)))
      expect(done).toEqual(all.filter((item) => !isBad(item)))
    }),
  )
})

test('an unavailable dependency is not the fault of an item: the work ends', async () => {
  let times = 0
  const work = () => {
    times += 1
    return Promise.reject(new UnavailableError('the store is away'))
  }
  const failed: number[] = []
  await expect(inHalves([1, 2, 3], work, (item) => failed.push(item))).rejects.toThrow('the store is away')
  expect(times).toBe(1)
  expect(failed).toEqual([])
})
