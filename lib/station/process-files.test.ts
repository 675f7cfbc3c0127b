import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mayBeStopped, processesWith } from '#lib/station/process-files.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

test.runIf(process.platform === 'linux')(
  'processesWith() finds the process that has a file open, and none after the file is closed',
  () => {
    const path = join(temporaryFolder(), 'file')
    const file = openSync(path, 'w')
    expect(processesWith((name) => name === path)).toEqual([process.pid])
    closeSync(file)
    expect(processesWith((name) => name === path)).toEqual([])
  },
)

test('process 1, this process and its parents may not be stopped', () => {
  for (const pid of [1, 0, -1, process.pid, process.ppid]) expect(mayBeStopped(pid)).toBe(false)
  const other = Bun.spawn(['sleep', '60'])
  expect(mayBeStopped(other.pid)).toBe(true)
  other.kill('SIGKILL')
})
