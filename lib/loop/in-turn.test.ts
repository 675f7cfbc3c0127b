import { expect, test } from 'vitest'
import { openInTurn } from '#lib/loop/in-turn.ts'

test('work of one name runs in turn, also after a failure; work of another name does not wait', async () => {
  const inTurn = openInTurn()
  const seen: string[] = []
  const gate = Promise.withResolvers<void>()
  const first = inTurn('a', async () => {
    seen.push('first begins')
    await gate.promise
    seen.push('first ends')
    throw new Error('failed')
  })
  const second = inTurn('a', async () => seen.push('second'))
  await inTurn('b', async () => seen.push('other'))
  expect(seen).toEqual(['first begins', 'other'])
  gate.resolve()
  await expect(first).rejects.toThrow('failed')
  await second
  expect(seen).toEqual(['first begins', 'other', 'first ends', 'second'])
})
