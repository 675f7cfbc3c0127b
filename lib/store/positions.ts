import type { Point } from '#lib/geo/point.ts'

/** Where a device was last, as far as it proved it. */
export interface Position {
  readonly device: string
  /** Whose it was then: who has it later has not been there. */
  readonly person: string
  readonly at: Point
  /** Clock-corrected time of the ping, in milliseconds since 1970. */
  readonly timeMs: number
  /** The last fix that was not believed, because no phone gets there so fast; gone with the next position. */
  readonly doubt?: Fix | undefined
}

/** A place where a device says it is. */
export interface Fix {
  readonly at: Point
  readonly timeMs: number
  /** The id of its event: a fix that comes again does not confirm itself. */
  readonly event: string
}

/** Last positions of devices; owned by apps/matching. */
export interface PositionStore {
  find(device: string): Promise<Position | undefined>
  /** Keeps a position that is newer than the stored one; false when it is not. A fix in doubt is dropped with it. */
  advance(position: Omit<Position, 'doubt'>): Promise<boolean>
  /** Keeps a fix in doubt beside the position of a device, if the device has one. */
  keepDoubt(device: string, doubt: Fix): Promise<void>
  /** Where the devices of a person were last, by device. */
  ofPerson(person: string): Promise<Position[]>
  /** Forgets where the devices of a person were; one of them where it is named. */
  removeOf(person: string, device?: string): Promise<void>
}
