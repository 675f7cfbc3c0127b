import { expect, test } from 'vitest'
import { atEndOfFile, endFile } from './end-of-file.ts'

test('the end of a file does all that was asked for once, the last first, one after the other', async () => {
  const done: string[] = []
  atEndOfFile(() => void done.push('first'))
  atEndOfFile(async () => {
    await Bun.sleep(1)
    done.push('second')
  })
  await endFile()
  await endFile()
  expect(done).toEqual(['second', 'first'])
})
