/** What the tracker said of an event: kept and how safely, refused, or nothing that could be understood. */
export type Answer = 'stream' | 'spool' | 'refused' | 'unknown'

/** What is wrong, event by event. */
export interface Verdict {
  /** Said to be kept, and nowhere to be found. */
  readonly lost: readonly string[]
  /** Found, and never sent. */
  readonly ghosts: readonly string[]
  /** Copies beyond the first. */
  readonly copies: number
}

/** The book of one who sends: it knows of the tracker only what that answered. */
export interface Book {
  /** An event is about to be sent. */
  sent(event: string): void
  answered(event: string, answer: Answer): void
  counts(): Readonly<Record<Answer, number>> & { readonly sent: number }
  /** Compares it with what was found in stream and spool afterwards. */
  judge(found: Iterable<string>): Verdict
}

/** Opens an empty book. */
export function openBook(): Book {
  const answers = new Map<string, Answer>()

  function count(answer: Answer): number {
    return [...answers.values()].filter((each) => each === answer).length
  }

  return {
    // Until it is answered nobody knows.
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
