import type { ForbiddenStore } from '#lib/store/forbidden.ts'
import { prepareForbidden, type FindForbidden } from '#lib/trust/find-forbidden.ts'

/** The list of forbidden words and hosts, as this process knows it. */
export interface ForbiddenListInUse {
  /** What finds entries in texts. It is at most 10 s older than the stored list. */
  finder(): Promise<FindForbidden>
  /** Reads the stored list again before the next check. */
  forget(): void
}

const KNOWN_MS = 10_000

/** Opens the list; all checks of 10 s share one look at the store. */
export function openForbiddenList(
  { forbidden }: { readonly forbidden: ForbiddenStore },
  now: () => number = () => performance.now(),
): ForbiddenListInUse {
  let known: { readonly finder: Promise<FindForbidden>; readonly until: number } | undefined

  async function read(): Promise<FindForbidden> {
    return prepareForbidden((await forbidden.read()).entries)
  }

  return {
    async finder() {
      if (known === undefined || now() >= known.until) known = { finder: read(), until: now() + KNOWN_MS }
      const current = known
      try {
        return await current.finder
      } catch (error) {
        // The next check asks the store again.
        if (known === current) known = undefined
        throw error
      }
    },
    forget: () => (known = undefined),
  }
}
