import { messageOf } from '#lib/errors/message-of.ts'
import { withinTime } from '#lib/time/within-time.ts'

/** Whether something can do its work. */
export interface Readiness {
  /** Undefined when it can; else what it lacks, in words without secrets. */
  lack(): Promise<string | undefined>
}

const LIMITS = { answerMs: 2_000, keptMs: 1_000 }

/**
 * Asks a station whether it can do its work, within 2 s, and once a second at most, however many ask: probes are no load, and
 * a neighbour that hangs keeps nobody waiting for longer.
 */
export function openReadiness(check: () => Promise<void>, { answerMs, keptMs } = LIMITS): Readiness {
  let underWay: Promise<void> | undefined
  let answer: Promise<string | undefined> | undefined
  let keptUntil = 0

  async function ask(): Promise<string | undefined> {
    // A check that hangs is waited for again, and no further one is begun beside it.
    underWay ??= Promise.resolve()
      .then(check)
      .finally(() => {
        underWay = undefined
      })
    try {
      await withinTime(
        underWay,
        answerMs,
        (reason) => new Error(`Cannot tell whether it is ready: ${reason}`),
      )
      return undefined
    } catch (error) {
      return messageOf(error)
    } finally {
      keptUntil = performance.now() + keptMs
    }
  }

  return {
    lack() {
      if (answer === undefined || performance.now() > keptUntil) {
        keptUntil = Number.POSITIVE_INFINITY
        answer = ask()
      }
      return answer
    },
  }
}
