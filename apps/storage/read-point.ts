import { isOnGlobe, type Point } from '#lib/geo/point.ts'
import { badField } from '#lib/http/problem.ts'

/** Reads the query parameter `near`: "lat,lng". */
export function readPoint(text: string): Point {
  const [, lat, lng] = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/u.exec(text) ?? []
  const point = { lat: Number(lat), lng: Number(lng) }
  if (lat === undefined || !isOnGlobe(point)) throw badField('near', 'must be "lat,lng" in degrees')
  return point
}
