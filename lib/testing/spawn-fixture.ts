import { onTestFinished } from 'vitest'

/** A script that runs in a process of its own, to be killed. */
export interface Fixture {
  /** The whole lines it has printed so far; what a kill cut off is none. */
  readonly lines: () => string[]
  /** Kills it as `kill -9` does; resolves when it is gone and all it printed was read. */
  readonly kill: () => Promise<void>
  /** Resolves when it has gone, for whatever reason. */
  readonly exited: Promise<void>
}

/** Runs a script with these arguments; it is killed when the test ends, if not before. */
export function spawnFixture(script: string, ...parameters: string[]): Fixture {
  const fixture = Bun.spawn([process.execPath, script, ...parameters], { stdout: 'pipe', stderr: 'inherit' })
  let text = ''

  async function readAll(): Promise<void> {
    const decoder = new TextDecoder()
    for await (const chunk of fixture.stdout) text += decoder.decode(chunk, { stream: true })
    await fixture.exited
  }

  const exited = readAll()

  async function kill(): Promise<void> {
    fixture.kill('SIGKILL')
    await exited
  }

  onTestFinished(kill)
  return { lines: () => text.split('\n').slice(0, -1), kill, exited }
}
