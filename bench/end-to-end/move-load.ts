import { resolve } from 'node:path'
import type { PacedRun } from './run-paced.ts'

/** What the process that moves devices must know. */
export interface MoveLoadOptions {
  /** The tracker. */
  readonly url: string
  readonly keysPath: string
  readonly size: number
  readonly seed: number
  /** The number of devices that move, from the first mover of the world on. */
  readonly devices: number
  readonly perSecond: number
}

/** What the process was asked to do: to move each device once, to move them in turn, and to stop. */
export type MoveWish = 'once' | 'on' | 'stop'

/** What it says: that it is ready, or what came about. */
export type MoveWord = 'ready' | MoveRun

/** Calls that were made, and those of them that the tracker refused. */
export interface MoveRun extends PacedRun {
  readonly refused: number
}

/** Devices that move in a process of their own. */
export interface MoveLoad {
  readonly pid: number
  /** Moves each device once. */
  once(): Promise<MoveRun>
  /** Moves the devices in turn until it is called to stop. */
  on(): void
  stop(): Promise<MoveRun>
  end(): Promise<void>
}

const MAIN = resolve(import.meta.dirname, 'send-moves.ts')

/** Starts the process; resolves when it has signed the keys of all devices. */
export async function startMoveLoad(options: MoveLoadOptions): Promise<MoveLoad> {
  const { promise: ready, resolve: isReady, reject } = Promise.withResolvers<void>()
  let done: (run: MoveRun) => void = () => undefined
  const child = Bun.spawn([process.execPath, MAIN, JSON.stringify(options)], {
    stdout: 2,
    stderr: 'inherit',
    ipc(word: MoveWord) {
      if (word === 'ready') isReady()
      else done(word)
    },
    onExit: (_, code) => reject(new Error(`Cannot move devices: their process ended with code ${code}`)),
  })
  const say = (wish: MoveWish) => child.send(wish)
  const next = () =>
    new Promise<MoveRun>((resolveRun) => {
      done = resolveRun
    })
  await ready
  return {
    pid: child.pid,
    once() {
      const run = next()
      say('once')
      return run
    },
    on: () => say('on'),
    stop() {
      const run = next()
      say('stop')
      return run
    },
    async end() {
      child.kill('SIGTERM')
      await child.exited
    },
  }
}
