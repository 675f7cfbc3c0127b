import type { Circle } from '#lib/geo/area.ts'
import { cellAt, cellsReaching } from '#lib/geo/cover.ts'
import { SUBJECT_KINDS, type SubjectKind } from '#lib/subjects/choices.ts'
import type { Point } from '#lib/geo/point.ts'

/**
 * The resolutions of H3 (https://h3geo.org/docs/core-library/restable) by which lists find places, each with the largest radius in metres
 * for which it is used. With these, a circle has at most 80 cells.
 */
const RESOLUTIONS = [
  { resolution: 7, radiusMetersMax: 8_000 },
  { resolution: 5, radiusMetersMax: 56_000 },
] as const

/**
 * The cells by which lists find a subject at its anchor: one of each resolution, each with its kind. With an index of cell and id, a list
 * near a place walks down the newest of its cells, and stops when it is full, however many are near.
 */
export function listCells(kind: SubjectKind, anchor: Point | undefined): string[] {
  if (anchor === undefined) return []
  return RESOLUTIONS.map(({ resolution }) => cellKey(kind, cellAt(anchor, resolution)))
}

/** The cells that hold all subjects in a circle, of one kind or of all; undefined for a circle that has too many. */
export function cellsOfCircle(
  kind: SubjectKind | undefined,
  { centre, radiusMeters }: Circle,
): string[] | undefined {
  const resolution = RESOLUTIONS.find(({ radiusMetersMax }) => radiusMeters <= radiusMetersMax)?.resolution
  if (resolution === undefined) return undefined
  const cells = cellsReaching(centre, radiusMeters, resolution)
  const kinds = kind === undefined ? SUBJECT_KINDS : [kind]
  return kinds.flatMap((one) => cells.map((cell) => cellKey(one, cell)))
}

function cellKey(kind: SubjectKind, cell: string): string {
  return `${kind[0]}${cell}`
}
