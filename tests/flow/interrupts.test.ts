import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { runInTerminal, type TerminalRun } from '../builders/run-in-terminal.ts'
import { freeStationPorts, PORT_NAMES } from '../builders/station-ports.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const CTRL_C = '\u0003'
const ROUNDS = 10
const STEP_MS = 120

/** A package whose script starts the platform like ours, with `bun run` between the platform and the terminal. */
async function aPackage() {
  const folder = temporaryFolder()
  const scripts = { start: `exec ${process.execPath} ${join(ROOT, 'apps/all/main.ts')}` }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'pty', private: true, scripts }))
  const environment = await freeStationPorts()

  function start(): TerminalRun {
    const running = runInTerminal([process.execPath, 'run', 'start'], { folder, environment })
    onTestFinished(() => running.kill())
    return running
  }

  async function startWell(): Promise<TerminalRun> {
    const running = start()
    await expect.poll(() => running.output(), { timeout: 40_000 }).toContain('Press Ctrl-C to stop')
    return running
  }

  const log = () => readFileSync(join(folder, 'data/platform.log'), 'utf8')
  const stopped = () => log().match(/"msg":"station stopped"/gu)?.length ?? 0
  const pid = () => Number(readFileSync(join(folder, 'data/platform.lock'), 'utf8'))
  return {
    folder,
    start,
    startWell,
    stopped,
    log,
    pid,
    isHeld: () => existsSync(join(folder, 'data/platform.lock')),
  }
}

test('Ctrl-C stops every station each time, although `bun run` passes the signal on too', async () => {
  const { startWell, stopped, isHeld } = await aPackage()
  for (let round = 1; round <= ROUNDS; round += 1) {
    const running = await startWell()
    running.type(CTRL_C)
    expect([await running.exited, isHeld(), stopped()]).toEqual([0, false, round * PORT_NAMES.length])
  }
})

test('a second and third Ctrl-C do not interrupt the stop', async () => {
  const { startWell, stopped, isHeld } = await aPackage()
  const running = await startWell()
  for (const keys of [CTRL_C, CTRL_C, CTRL_C]) running.type(keys)
  expect([await running.exited, isHeld(), stopped()]).toEqual([0, false, PORT_NAMES.length])
})

test('SIGTERM and a closed window stop every station, too', async () => {
  const { startWell, stopped, isHeld, pid } = await aPackage()
  const terminated = await startWell()
  process.kill(pid(), 'SIGTERM')
  expect([await terminated.exited, isHeld(), stopped()]).toEqual([0, false, PORT_NAMES.length])
  const closed = await startWell()
  closed.closeWindow()
  // The signal ends `bun run` itself immediately; the platform runs until it has stopped.
  await expect.poll(() => [isHeld(), stopped()]).toEqual([false, 2 * PORT_NAMES.length])
})

test('Ctrl-C at any time during the start ends it, and leaves nothing behind', async () => {
  const { start, startWell, isHeld, log } = await aPackage()
  for (let after = 0; after <= 12; after += 1) {
    const running = start()
    // A sleep, because the test varies the time of the signal.
    await Bun.sleep(after * STEP_MS)
    running.type(CTRL_C)
    expect([0, 130]).toContain(await running.exited)
    expect(running.output()).not.toMatch(/Error|at .*\.ts:/u)
    expect(isHeld()).toBe(false)
  }
  const again = await startWell()
  again.type(CTRL_C)
  expect(await again.exited).toBe(0)
  // Of all of them: the log of a start that is interrupted early does not exist yet.
  expect(log()).not.toContain('"level":"error"')
})
