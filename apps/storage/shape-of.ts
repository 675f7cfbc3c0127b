import type { MapShape } from '#lib/ui/components/map/map-shape.ts'
import type { SubjectPath } from './subject-path.ts'
import type { SubjectView } from './subject-wire.ts'
import { reachMeters } from './reach-meters.ts'

/** What a map shows of a search or an offer; nothing when it has no place. The place is the one that its reader may see. */
export function shapeOf(subject: SubjectView, path: SubjectPath['path']): MapShape | undefined {
  const { id, kind, title, region } = subject
  const at = region.circle?.centre ?? region.at
  if (at === undefined) return undefined
  return {
    id,
    kind,
    title,
    href: `${path}/${encodeURIComponent(id)}`,
    at,
    radiusMeters: reachMeters(region),
    ...(region.polygon !== undefined && { polygon: region.polygon }),
  }
}
