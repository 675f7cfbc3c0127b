import { BERLIN } from '#lib/builders/a-subject.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import type { Position, PositionChange } from '#lib/store/positions.ts'

/** Where a phone of Anna is at the moment. */
export function aPosition(over: Partial<Position> = {}): Position {
  const at = over.at ?? BERLIN
  return { device: 'd-1', person: 'anna', at, cell: snapToGrid(at), timeMs: Date.now(), ...over }
}

/** The change that stores a position. */
export function changeTo({ device, doubt, ...position }: Position): PositionChange {
  return { device, position, doubt }
}
