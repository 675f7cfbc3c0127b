import { expect, test } from 'vitest'
import { withinTime } from '#lib/time/within-time.ts'

const never = new Promise<never>(() => undefined)

test('returns the result or the failure of work that ends in time', async () => {
  expect(await withinTime(Promise.resolve('done'), 60_000)).toBe('done')
  await expect(withinTime(Promise.reject(new RangeError('broken')), 60_000)).rejects.toThrow(RangeError)
})

test('rejects with the given error if the work does not end in time', async () => {
  await expect(withinTime(never, 1)).rejects.toThrow('no answer within 1 ms')
  await expect(withinTime(never, 1, (reason) => new TypeError(reason))).rejects.toThrow(TypeError)
})
