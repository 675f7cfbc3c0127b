import { expect, test } from 'vitest'
import { StartError } from '#lib/errors/start-error.ts'
import { openSubjectStore } from '#lib/store/open.ts'

test('openSubjectStore() names the schemes it knows', async () => {
  const error: unknown = await openSubjectStore('mysql://host/db').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(StartError)
  expect(error).toMatchObject({
    message: 'Cannot open store: scheme "mysql:" is unknown',
    hint: expect.stringContaining('sqlite:'),
  })
})

test('openSubjectStore() takes no property of objects for a scheme', async () => {
  await expect(openSubjectStore('constructor:x')).rejects.toThrow('scheme "constructor:" is unknown')
})

test('openSubjectStore() says what to do when the file cannot be used', async () => {
  await expect(openSubjectStore('sqlite:/dev/null/store.db')).rejects.toBeInstanceOf(StartError)
})
