import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeTracked } from '#lib/events/tracked-event.ts'
import { readSpool } from './read-spool.ts'
import { between, randomOf } from '../../../apps/cli/simulate/random.ts'
import { openBook, type Answer, type Verdict } from './book.ts'
import type { Fault } from './fault.ts'
import { openWorld, type World } from './open-world.ts'
import { sendLoad } from './send-load.ts'

/** The result of a round. */
export interface Round {
  readonly seed: number
  readonly faults: readonly string[]
  readonly answers: Readonly<Record<Answer, number>> & { readonly sent: number }
  readonly verdict: Verdict
  /** Milliseconds from the end of the faults until the spool was empty; undefined if it never was. */
  readonly recoveredMs: number | undefined
  /** The log of the tracker if something is wrong, else empty. */
  readonly output: string
}

/** Options of a round. */
export interface RoundOptions {
  readonly seed: number
  /** Injected one after the other or at the same time; the seed decides. */
  readonly faults: readonly Fault[]
  /** The program of the tracker. */
  readonly main: string
}

const RECOVERY_MS = 60_000
const LOOK_MS = 20

/** Runs a round: load, faults, recovery; then compares the book with stream and spool. */
export async function runRound({ seed, faults, main }: RoundOptions): Promise<Round> {
  const random = randomOf(seed)
  const folder = mkdtempSync(join(tmpdir(), 'pushtech-chaos-'))
  const world = await openWorld(folder, main)
  try {
    const book = openBook()
    const load = sendLoad(world.url, book, random)
    await Bun.sleep(between(100, 500, random))
    const isAtOnce = areApart(faults) && random() < 0.5
    const strikes: Promise<void>[] = []
    for (const fault of faults) {
      const strike = fault.strike(world, random, between(200, 1_500, random))
      await (isAtOnce ? Bun.sleep(between(0, 300, random)) : strike)
      strikes.push(strike)
    }
    await Promise.all(strikes)
    await Bun.sleep(between(50, 300, random))
    await load.stop()
    const recoveredMs = await recovered(world)
    const found = [...(await world.streamed()), ...(await readSpool(world.spoolPath))]
    const verdict = book.judge(found.map((value) => String(decodeTracked(value).params['n'])))
    const isGood = verdict.lost.length === 0 && verdict.ghosts.length === 0 && recoveredMs !== undefined
    return {
      seed,
      faults: faults.map(({ name }) => name),
      answers: book.counts(),
      verdict,
      recoveredMs,
      output: isGood ? '' : world.output(),
    }
  } finally {
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function areApart(faults: readonly Fault[]): boolean {
  const hands = faults.flatMap(({ on }) => on)
  return new Set(hands).size === hands.length
}

async function recovered(world: World): Promise<number | undefined> {
  const healedAt = performance.now()
  while (performance.now() - healedAt < RECOVERY_MS) {
    if ((await world.metric('push_tracker_spool_bytes')) === 0)
      return Math.round(performance.now() - healedAt)
    await Bun.sleep(LOOK_MS)
  }
  return undefined
}
