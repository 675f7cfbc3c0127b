import type { Address } from '#lib/service-client/ask-addresses.ts'

/** The mail addresses of people. */
export interface Addresses {
  /** The confirmed addresses of people; those without one are absent. An answer is at most 30 s old. */
  of(people: readonly string[]): Promise<ReadonlyMap<string, Address>>
}

/** The dependencies of the addresses. */
export interface AddressOptions {
  readonly ask: (people: readonly string[]) => Promise<ReadonlyMap<string, Address>>
  readonly now?: () => number
}

const FRESH_MS = 30_000
const KEPT_MAX = 10_000

interface Known {
  readonly address: Address | undefined
  readonly atMs: number
}

/** Opens the addresses. They are asked for a whole batch, and kept only for as long as it takes to send it. */
export function openAddresses({ ask, now = () => performance.now() }: AddressOptions): Addresses {
  const known = new Map<string, Known>()

  function forgetOld(): void {
    if (known.size < KEPT_MAX) return
    for (const [person, { atMs }] of known) if (atMs + FRESH_MS <= now()) known.delete(person)
    if (known.size >= KEPT_MAX) known.clear()
  }

  return {
    async of(people) {
      const wanted = [...new Set(people)]
      const isFresh = ({ atMs }: Known) => atMs + FRESH_MS > now()
      const answers = new Map<string, Address | undefined>()
      for (const person of wanted) {
        const each = known.get(person)
        if (each !== undefined && isFresh(each)) answers.set(person, each.address)
      }
      const missing = wanted.filter((person) => !answers.has(person))
      if (missing.length > 0) {
        const found = await ask(missing)
        forgetOld()
        for (const person of missing) {
          answers.set(person, found.get(person))
          known.set(person, { address: found.get(person), atMs: now() })
        }
      }
      return new Map(
        [...answers].flatMap(([person, address]) => (address === undefined ? [] : [[person, address]])),
      )
    },
  }
}
