/** The tracker's answer to an event: the ack level, refused, or unknown if there was no readable answer. */
export type Answer = 'stream' | 'spool' | 'refused' | 'unknown'

/** The errors that were found. */
export interface Verdict {
  /** Events that were answered as kept, and were not found. */
  readonly lost: readonly string[]
  /** Events that were found and never sent. */
  readonly ghosts: readonly string[]
  /** Number of extra copies. */
  readonly copies: number
}

/** Records the sent events and the answers of the tracker. */
export interface Book {
  /** Records an event before it is sent. */
  sent(event: string): void
  answered(event: string, answer: Answer): void
  counts(): Readonly<Record<Answer, number>> & { readonly sent: number }
  /** Compares the book with the events that were found in stream and spool afterwards. */
  judge(found: Iterable<string>): Verdict
}

/** Opens an empty book. */
export function openBook(): Book {
  const answers = new Map<string, Answer>()

  function count(answer: Answer): number {
    return [...answers.values()].filter((each) => each === answer).length
  }

  return {
    // The outcome is unknown until the answer.
    sent: (event) => void answers.set(event, 'unknown'),
    answered: (event, answer) => void answers.set(event, answer),
    counts: () => ({
      sent: answers.size,
      stream: count('stream'),
      spool: count('spool'),
      refused: count('refused'),
      unknown: count('unknown'),
    }),
    judge(found) {
      const seen = new Set<string>()
      let copies = 0
      for (const event of found) {
        if (seen.has(event)) copies += 1
        seen.add(event)
      }
      return {
        lost: [...answers].flatMap(([event, answer]) =>
          (answer === 'stream' || answer === 'spool') && !seen.has(event) ? [event] : [],
        ),
        ghosts: [...seen].filter((event) => !answers.has(event)),
        copies,
      }
    },
  }
}
