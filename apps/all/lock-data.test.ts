import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { StartError } from '#lib/errors/start-error.ts'
import { spawnFixture } from '#lib/testing/spawn-fixture.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { lockData } from './lock-data.ts'

const FIXTURE = `${import.meta.dirname}/hold-data.fixture.ts`

function refusalOf(folder: string): StartError {
  try {
    lockData(folder).release()
  } catch (error) {
    if (error instanceof StartError) return error
    throw error
  }
  return expect.unreachable('the lock was free')
}

async function holdElsewhere(folder: string) {
  const holder = spawnFixture(FIXTURE, folder)
  await expect.poll(holder.lines).toHaveLength(1)
  return { ...holder, pid: Number(holder.lines()[0]) }
}

test('one holder locks a folder, and a release frees it', () => {
  const folder = join(temporaryFolder(), 'made', 'when', 'missing')
  const lock = lockData(folder)
  expect(readFileSync(join(folder, 'platform.lock'), 'utf8')).toBe(`${process.pid}\n`)
  expect(refusalOf(folder).message).toContain(`the platform runs on "${folder}" already`)
  lock.release()
  expect(existsSync(join(folder, 'platform.lock'))).toBe(false)
  lockData(folder).release()
})

test('the error names the process that holds the lock, and how to stop it', async () => {
  const folder = temporaryFolder()
  const { pid } = await holdElsewhere(folder)
  expect(refusalOf(folder)).toMatchObject({
    message: `Cannot start: the platform runs on "${folder}" already, as pid ${pid}`,
    hint: `Stop it first (kill ${pid}), or start this one in another folder.`,
  })
})

test('kill -9 of the holder frees the lock', async () => {
  const folder = temporaryFolder()
  const { kill } = await holdElsewhere(folder)
  await kill()
  expect(existsSync(join(folder, 'platform.lock'))).toBe(true)
  lockData(folder).release()
})

test.skipIf(process.platform !== 'linux')('a zombie process does not block a start', async () => {
  const folder = temporaryFolder()
  // A parent that never waits for its child, so that the child becomes a zombie.
  const parent = Bun.spawn(
    ['/bin/sh', '-c', '"$@" & exec sleep 60', 'sh', process.execPath, FIXTURE, folder],
    {
      stdout: 'pipe',
    },
  )
  onTestFinished(() => parent.kill('SIGKILL'))
  const { value } = await parent.stdout.getReader().read()
  const pid = Number(Buffer.from(value ?? []).toString())
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ')
  // The state is that of its first thread. The kernel frees the lock a moment later, when the last thread has ended.
  const lock = await vi.waitFor(() => lockData(folder))
  lock.release()
})

describe('a pid left in the file does not block a start, even if another process has it now', () => {
  test.each([
    ['the first process', '1'],
    ['ourselves', String(process.pid)],
    ['our parent', String(process.ppid)],
    ['nobody', '4194304'],
    ['nothing', ''],
    ['not a number', 'platform'],
  ])('%s', (_, pid) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'platform.lock'), `${pid}\n`)
    lockData(folder).release()
  })
})

test.each(['1', String(process.pid), String(process.ppid)])(
  'the hint never says to kill pid %s, even if the file names it',
  async (pid) => {
    const folder = temporaryFolder()
    const holder = await holdElsewhere(folder)
    writeFileSync(join(folder, 'platform.lock'), `${pid}\n`)
    const { message, hint } = refusalOf(folder)
    expect(message).toContain(`as pid ${holder.pid}`)
    expect(hint).not.toContain(`kill ${pid})`)
  },
)

test('the error names a folder that cannot be written', () => {
  expect(refusalOf('/proc/data')).toMatchObject({
    message: expect.stringContaining('Cannot write to "/proc/data": '),
    hint: expect.stringContaining('Free some disk space'),
  })
})
