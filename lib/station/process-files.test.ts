import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mayBeStopped, processesWith } from '#lib/station/process-files.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

test.runIf(process.platform === 'linux')('who has a file open is found, and nobody once it is closed', () => {
  const path = join(temporaryFolder(), 'file')
  const file = openSync(path, 'w')
  expect(processesWith((name) => name === path)).toEqual([process.pid])
  closeSync(file)
  expect(processesWith((name) => name === path)).toEqual([])
})

test('neither the first process, nor this one, nor what it was started by may be stopped', () => {
  for (const pid of [1, 0, -1, process.pid, process.ppid]) expect(mayBeStopped(pid)).toBe(false)
  const other = Bun.spawn(['sleep', '60'])
  expect(mayBeStopped(other.pid)).toBe(true)
  other.kill('SIGKILL')
})
