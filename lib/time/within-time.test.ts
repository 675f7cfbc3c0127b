import { expect, test } from 'vitest'
import { withinTime } from '#lib/time/within-time.ts'

const never = new Promise<never>(() => undefined)

test('work that is done in time gives its result, or its failure', async () => {
  expect(await withinTime(Promise.resolve('done'), 60_000)).toBe('done')
  await expect(withinTime(Promise.reject(new RangeError('broken')), 60_000)).rejects.toThrow(RangeError)
})

test('work that is never done is given up, with the error of our choice', async () => {
  await expect(withinTime(never, 1)).rejects.toThrow('no answer within 1 ms')
  await expect(withinTime(never, 1, (reason) => new TypeError(reason))).rejects.toThrow(TypeError)
})
