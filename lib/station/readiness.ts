import { messageOf } from '#lib/errors/message-of.ts'
import { withinTime } from '#lib/time/within-time.ts'

/** Whether something can do its work. */
export interface Readiness {
  /** Undefined when it can; otherwise what it lacks, as a text without secrets. */
  lack(): Promise<string | undefined>
}

const LIMITS = { answerMs: 2_000, keptMs: 1_000 }

/**
 * Asks a station whether it can do its work. The answer comes within 2 s and is kept for 1 s, so frequent probes cause no
 * load, and a dependency that hangs delays no caller for longer.
 */
export function openReadiness(check: () => Promise<void>, { answerMs, keptMs } = LIMITS): Readiness {
  let underWay: Promise<void> | undefined
  let answer: Promise<string | undefined> | undefined
  let keptUntil = 0

  async function ask(): Promise<string | undefined> {
    // A hanging check is awaited again; no second check starts beside it.
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
