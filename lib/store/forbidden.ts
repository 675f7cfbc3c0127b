import type { ForbiddenEntry } from '#lib/trust/find-forbidden.ts'

/** The words and hosts that operators forbid. */
export interface ForbiddenList {
  readonly entries: readonly ForbiddenEntry[]
  /** Grows with each change; 0 before the first. */
  readonly version: number
}

/** The list of forbidden words and hosts; owned by apps/storage. */
export interface ForbiddenStore {
  read(): Promise<ForbiddenList>
  /** Replaces a list whose stored version is `expectedVersion`; false if it has another one. */
  replace(entries: readonly ForbiddenEntry[], expectedVersion: number): Promise<boolean>
}
