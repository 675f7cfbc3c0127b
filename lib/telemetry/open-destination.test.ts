import { existsSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'

const LINES = 50_000
const lostSchema = z.object({ lost: z.number() })

/** Starts a process that logs to a target and answers HTTP. */
async function startChatty(target: string) {
  const child = Bun.spawn(
    [process.execPath, `${import.meta.dirname}/chatty.fixture.ts`, target, String(LINES)],
    { stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
  )
  onTestFinished(() => child.kill('SIGKILL'))
  const { value } = await child.stderr.getReader().read()
  const url = Buffer.from(value ?? [])
    .toString()
    .trim()
  const ask = async (path: string) => lostSchema.parse(await (await fetch(url + path)).json()).lost
  return { child, ask }
}

test('a pipe that nobody reads does not block the process: lines that do not fit are dropped and counted', async () => {
  const { child, ask } = await startChatty('1')
  expect(await ask('log')).toBeGreaterThan(LINES / 2)
  expect(await ask('log')).toBeGreaterThan(LINES)
  await ask('end')
  expect(await child.exited).toBe(0)
})

test('a pipe that is read again receives the waiting lines and the number of lost lines', async () => {
  const { child, ask } = await startChatty('1')
  const lost = await ask('log')
  let text = ''
  const reading = child.stdout.pipeTo(
    new WritableStream({ write: (chunk) => void (text += Buffer.from(chunk).toString()) }),
  )
  await expect.poll(() => text).toContain('log lines were lost')
  await ask('end')
  await reading
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { line?: number; lines?: number })
  const numbers = lines.flatMap(({ line }) => (line === undefined ? [] : [line]))
  expect(numbers).toEqual(Array.from({ length: LINES - lost }, (_, index) => index))
  expect(lines.at(-1)).toMatchObject({ lines: lost })
})

test('a closed pipe does not end the process', async () => {
  const { child, ask } = await startChatty('1')
  await child.stdout.cancel()
  await ask('log')
  await ask('log')
  await ask('end')
  expect(await child.exited).toBe(0)
})

test.skipIf(!existsSync('/dev/full'))('a full disk neither fails nor blocks log calls', async () => {
  const { child, ask } = await startChatty('/dev/full')
  expect(await ask('log')).toBeGreaterThan(0)
  await ask('end')
  expect(await child.exited).toBe(0)
})
