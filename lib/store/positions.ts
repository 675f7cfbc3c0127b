import type { Point } from '#lib/geo/point.ts'

/** Where a device was last, as far as it proved it. */
export interface Position {
  readonly device: string
  /** Whose it was then: who has it later has not been there. */
  readonly person: string
  readonly at: Point
  /** Centre of the cell of the privacy grid in which the device is shown, see `stayInCell()`. */
  readonly cell: Point
  /** How far the device may be away from `at`, in metres; undefined when it did not say. */
  readonly accuracyMeters?: number | undefined
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

/** What the moves of one device change: its position, its fix in doubt, or both. */
export interface PositionChange {
  readonly device: string
  readonly position?: Omit<Position, 'device' | 'doubt'> | undefined
  readonly doubt?: Fix | undefined
}

/** A stretch of time, and where to go on in the list of devices whose position has a time in it. */
export interface AgeQuery {
  /** Exclusive, in milliseconds since 1970. */
  readonly afterMs: number
  /** Inclusive. */
  readonly untilMs: number
  readonly limit: number
  /** Only devices above this one. */
  readonly cursor?: string | undefined
}

/** Last positions of devices; owned by apps/matching. */
export interface PositionStore {
  /** The positions of these devices, as far as they have one. */
  findAll(devices: readonly string[]): Promise<Position[]>
  /**
   * Stores what changed, at most one change for each device. A position replaces an older one only, and drops the fix in doubt;
   * a fix in doubt without a position is stored beside the position that the device has, if it has one.
   */
  write(changes: readonly PositionChange[]): Promise<void>
  /** The devices whose positions have a time in a stretch, in ascending order. */
  aged(query: AgeQuery): Promise<string[]>
  /** Where the devices of a person were last, by device. */
  ofPerson(person: string): Promise<Position[]>
  /** Forgets where the devices of a person were; one of them where it is named. */
  removeOf(person: string, device?: string): Promise<void>
}
