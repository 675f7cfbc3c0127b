import type { Point } from '#lib/geo/point.ts'

/** Where a device was last, as far as it proved it. */
export interface Position {
  readonly device: string
  /** Whose it was then: who has it later has not been there. */
  readonly person: string
  readonly at: Point
  /** Clock-corrected time of the ping, in milliseconds since 1970. */
  readonly timeMs: number
}

/** Last positions of devices; owned by apps/matching. */
export interface PositionStore {
  find(device: string): Promise<Position | undefined>
  /** Keeps a position that is newer than the stored one; false when it is not. */
  advance(position: Position): Promise<boolean>
  /** Where the devices of a person were last, by device. */
  ofPerson(person: string): Promise<Position[]>
  /** Forgets where the devices of a person were; one of them where it is named. */
  removeOf(person: string, device?: string): Promise<void>
}
