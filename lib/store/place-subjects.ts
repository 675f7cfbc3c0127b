import { GRID_METERS } from '#lib/geo/snap.ts'
import type { Position } from '#lib/store/positions.ts'
import type { IndexedSubject } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** How long the last position of a device counts, in milliseconds: phones that rest send nothing. */
export const POSITION_VALID_MS = 6 * 60 * 60_000

/** After which time without a position a device is silent, in milliseconds: what follows it is paused. */
export const DEVICE_SILENT_MS = 24 * 60 * 60_000

/** How searches and offers that follow a device are read. */
export interface PlaceOptions {
  /** See `POSITION_VALID_MS`. */
  readonly positionValidMs?: number | undefined
  /** See `DEVICE_SILENT_MS`. While a position counts, its device is not silent. */
  readonly silentMs?: number | undefined
}

/**
 * How far an anchor may be away from the place that is shown, in metres: an anchor is near the place of its last move, and that place
 * becomes a cell of the grid, or an exact one, at the moment in which another follower is hidden, shown or removed.
 */
export const ANCHOR_METERS_MAX = 1_100

/** The owner of a subject whose location is hidden, and the device that it follows. */
export interface HiddenFollower {
  readonly device: string
  readonly owner: string
}

/** What decides where the followers of devices are shown. */
export interface Whereabouts {
  readonly positions: readonly Position[]
  /** For devices of which not all followers are in question: their hidden followers. */
  readonly hidden: readonly HiddenFollower[]
  readonly nowMs: number
  readonly options: PlaceOptions
}

/**
 * Sets where subjects that follow a device are shown; others stay as they are. All that follows a device of one person is shown at
 * one place, and with one accuracy: in the cell of the device as soon as one of them is hidden, or two of them would tell more than one. Followers of
 * another person than the one who had the device have no place, nor have those of a position that is too old; of these, the time is known.
 */
export function placeSubjects<Placed extends Subject>(
  subjects: readonly Placed[],
  { positions, hidden, nowMs, options }: Whereabouts,
): Placed[] {
  const { positionValidMs: validMs = POSITION_VALID_MS, silentMs = DEVICE_SILENT_MS } = options
  const byDevice = new Map(positions.map((position) => [position.device, position]))
  const hides = new Set([
    ...hidersAmong(subjects),
    ...hidden.map(({ device, owner }) => keyOf(device, owner)),
  ])
  return subjects.map((subject) => {
    const { device, owner } = subject
    if (device === undefined) return subject
    const position = byDevice.get(device)
    if (position?.person !== owner)
      return { ...subject, at: undefined, positionTime: undefined, accuracyMeters: undefined }
    const { at, cell, timeMs, accuracyMeters } = position
    if (nowMs - timeMs > validMs) {
      const isPaused = nowMs - timeMs > silentMs
      const lost = { ...subject, at: undefined, positionTime: timeMs, accuracyMeters: undefined }
      return isPaused ? { ...lost, paused: true } : lost
    }
    return hides.has(keyOf(device, owner))
      ? { ...subject, at: cell, positionTime: timeMs, accuracyMeters: accuracyInCell(accuracyMeters) }
      : { ...subject, at, positionTime: timeMs, accuracyMeters }
  })
}

/**
 * The accuracy of a position that is shown as a cell: in whole cells, rounded down. What begins a match depends on the accuracy,
 * so an exact one could be measured with circles, and a move inside a cell could begin matches.
 */
function accuracyInCell(meters: number | undefined): number | undefined {
  return meters === undefined || meters < GRID_METERS ? undefined : meters - (meters % GRID_METERS)
}

/** A subject as its owner's station reads it. */
export function withoutAnchor({ anchor: _anchor, ...subject }: IndexedSubject): Subject {
  return subject
}

/** The devices of which it is not known yet whether a follower is hidden. */
export function devicesInDoubt(subjects: readonly Subject[]): string[] {
  const hides = hidersAmong(subjects)
  return devicesOf(
    subjects.filter(({ device, owner }) => device !== undefined && !hides.has(keyOf(device, owner))),
  )
}

/** The devices that subjects follow, each once. */
export function devicesOf(subjects: readonly Subject[]): string[] {
  return [...new Set(subjects.flatMap(({ device }) => (device === undefined ? [] : [device])))]
}

function hidersAmong(subjects: readonly Subject[]): ReadonlySet<string> {
  return new Set(
    subjects.flatMap(({ device, owner, showLocation }) =>
      device === undefined || showLocation ? [] : [keyOf(device, owner)],
    ),
  )
}

function keyOf(device: string, owner: string): string {
  return JSON.stringify([device, owner])
}
