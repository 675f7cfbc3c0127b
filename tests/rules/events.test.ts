import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { knownEvents } from '#lib/events/known-events.ts'
import { filesUnder, ROOT, textOf } from './repository.ts'

const declaring = filesUnder('lib/events').filter(
  (path) => !path.endsWith('.test.ts') && /= define(?:Acting)?Event\(/u.test(textOf(path)),
)

test.each(declaring)('%s declares the event with its name, and is in the list', async (path) => {
  const name = basename(path, '.ts')
  const exported = (await import(join(ROOT, path))) as Record<string, unknown>
  const known = knownEvents.find((event) => event.name === name)
  expect(known).toBeDefined()
  expect(exported[name]).toBe(known)
})

test('every event in the list has its file', () => {
  expect(knownEvents.map(({ name }) => `lib/events/${name}.ts`).sort()).toEqual(declaring)
})
