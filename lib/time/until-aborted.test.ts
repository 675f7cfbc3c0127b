import { expect, test } from 'vitest'
import { untilAborted } from '#lib/time/until-aborted.ts'

const never = new Promise<never>(() => undefined)

test('returns the result or the failure of work if the signal does not abort', async () => {
  const { signal } = new AbortController()
  expect(await untilAborted(Promise.resolve('done'), signal)).toBe('done')
  await expect(untilAborted(Promise.reject(new RangeError('broken')), signal)).rejects.toThrow(RangeError)
})

test('rejects with the reason when the signal aborts, and ignores a later failure of the work', async () => {
  const controller = new AbortController()
  const work = Promise.withResolvers<never>()
  const left = untilAborted(work.promise, controller.signal)
  controller.abort(new TypeError('enough'))
  await expect(left).rejects.toThrow('enough')
  work.reject(new Error('too late'))
  await expect(untilAborted(never, controller.signal)).rejects.toThrow('enough')
})
