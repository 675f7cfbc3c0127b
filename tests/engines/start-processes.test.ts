import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { programOf } from './running.ts'
import { startProcesses } from './start-processes.ts'

test('where one server cannot be started the others are gone, and its log is told', async () => {
  const folder = temporaryFolder()
  const pidFile = join(folder, 'pid')
  const good = {
    name: 'good',
    folder,
    command: ['sh', '-c', 'echo $$ > pid && exec sleep 300'],
    isUp: () => Promise.resolve(existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n')),
  }
  const bad = {
    name: 'bad',
    folder,
    command: ['sh', '-c', 'echo "no room" >&2; exit 1'],
    isUp: () => Promise.resolve(false),
  }
  await expect(startProcesses([good, bad])).rejects.toThrow('no room')
  expect(await programOf(Number(readFileSync(pidFile, 'utf8')))).toBeUndefined()
})
