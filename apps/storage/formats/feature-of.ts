import { mapPolygons } from '#lib/geo/map-polygons.ts'
import type { Point } from '#lib/geo/point.ts'
import type { SubjectView } from '../subject-wire.ts'
import type { Feature } from './feature-wire.ts'

type Position = [lng: number, lat: number]

/** A search or an offer, as it is shown, as a Feature of GeoJSON. */
export function featureOf({ id, region, ...shown }: SubjectView): Feature {
  const { circle, polygon, at } = region
  return {
    type: 'Feature',
    id,
    ...(polygon === undefined
      ? { geometry: circle?.centre ? { type: 'Point', coordinates: positionOf(circle.centre) } : null }
      : polygonOf(polygon)),
    properties: {
      ...shown,
      ...(circle !== undefined && { radiusMeters: circle.radiusMeters }),
      ...(at !== undefined && { at }),
    },
  }
}

function polygonOf(ring: NonNullable<SubjectView['region']['polygon']>): Pick<Feature, 'bbox' | 'geometry'> {
  const { rings, box } = mapPolygons(ring.map(([lng, lat]) => ({ lat, lng })))
  const { west, south, east, north } = box
  const polygons = rings.map((each) => [closed(each)])
  const [first = []] = polygons
  return {
    bbox: [west, south, east, north],
    geometry:
      polygons.length > 1
        ? { type: 'MultiPolygon', coordinates: polygons }
        : { type: 'Polygon', coordinates: first },
  }
}

/** The positions of a ring; GeoJSON repeats the first at the end. */
function closed(ring: readonly Point[]): Position[] {
  return [...ring, ...ring.slice(0, 1)].map(positionOf)
}

function positionOf({ lat, lng }: Point): Position {
  return [lng, lat]
}
