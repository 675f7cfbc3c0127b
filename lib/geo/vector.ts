import type { Point } from '#lib/geo/point.ts'

const RADIANS_PER_DEGREE = Math.PI / 180

/** A vector from the centre of the sphere: x to latitude 0, longitude 0; y to latitude 0, longitude 90; z to the North Pole. */
export interface Vector {
  readonly x: number
  readonly y: number
  readonly z: number
}

/**
 * The vector of length 1 to a point. Vectors have no special case at a pole or at the antimeridian.
 *
 * @example
 * ```ts
 * unitVector({ lat: 0, lng: 0 }) // => { x: 1, y: 0, z: 0 }
 * ```
 */
export function unitVector({ lat, lng }: Point): Vector {
  const cosLat = Math.cos(lat * RADIANS_PER_DEGREE)
  return {
    x: cosLat * Math.cos(lng * RADIANS_PER_DEGREE),
    y: cosLat * Math.sin(lng * RADIANS_PER_DEGREE),
    z: Math.sin(lat * RADIANS_PER_DEGREE),
  }
}

/**
 * Sum of two vectors.
 *
 * @example
 * ```ts
 * add({ x: 1, y: 2, z: 3 }, { x: 1, y: 1, z: 1 }) // => { x: 2, y: 3, z: 4 }
 * ```
 */
export function add(a: Vector, b: Vector): Vector {
  return { x: a.x + b.x, y: a.y + b.y, z: a.z + b.z }
}

/**
 * The first vector without the second.
 *
 * @example
 * ```ts
 * subtract({ x: 1, y: 2, z: 3 }, { x: 1, y: 1, z: 1 }) // => { x: 0, y: 1, z: 2 }
 * ```
 */
export function subtract(a: Vector, b: Vector): Vector {
  return { x: a.x - b.x, y: a.y - b.y, z: a.z - b.z }
}

/**
 * Scalar product: for unit vectors, the cosine of the angle between them.
 *
 * @example
 * ```ts
 * dot({ x: 1, y: 2, z: 3 }, { x: 1, y: 1, z: 1 }) // => 6
 * ```
 */
export function dot(a: Vector, b: Vector): number {
  return a.x * b.x + a.y * b.y + a.z * b.z
}

/**
 * Vector product: at a right angle to both vectors.
 *
 * @example
 * ```ts
 * cross({ x: 1, y: 0, z: 0 }, { x: 0, y: 1, z: 0 }) // => { x: 0, y: 0, z: 1 }
 * ```
 */
export function cross(a: Vector, b: Vector): Vector {
  return { x: a.y * b.z - a.z * b.y, y: a.z * b.x - a.x * b.z, z: a.x * b.y - a.y * b.x }
}

/**
 * The vector of length 1 in the same direction.
 *
 * @example
 * ```ts
 * normalize({ x: 0, y: 0, z: 2 }) // => { x: 0, y: 0, z: 1 }
 * ```
 */
export function normalize(vector: Vector): Vector {
  const length = Math.sqrt(dot(vector, vector))
  return { x: vector.x / length, y: vector.y / length, z: vector.z / length }
}

/**
 * The point in the direction of a vector.
 *
 * @example
 * ```ts
 * pointTo({ x: 0, y: 2, z: 0 }) // => { lat: 0, lng: 90 }
 * ```
 */
export function pointTo({ x, y, z }: Vector): Point {
  return {
    lat: Math.atan2(z, Math.hypot(x, y)) / RADIANS_PER_DEGREE,
    lng: Math.atan2(y, x) / RADIANS_PER_DEGREE,
  }
}
