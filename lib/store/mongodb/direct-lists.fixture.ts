import { MongoClient } from 'mongodb'
import type { Circle } from '#lib/geo/area.ts'
import { EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import type { SubjectDocument } from './subject-document.ts'
import { BY_TERM_INDEX, SUBJECT_SCHEMA } from './subject-schema.ts'

/** Lists as somebody would ask the database for them, without our layer: no place of a phone, no privacy, no hidden cell. */
export interface DirectLists {
  /** Gives how many it found. */
  near(circle: Circle, limit: number): Promise<number>
  text(terms: readonly (readonly string[])[], limit: number): Promise<number>
  close(): Promise<void>
}

/** Opens direct queries of offers. */
export function openDirectLists(url: string): DirectLists {
  const client = new MongoClient(url)
  const offers = client.db().collection<SubjectDocument>(SUBJECT_SCHEMA.name)
  const live = { kind: 'offer', active: true } as const

  return {
    async near({ centre: { lng, lat }, radiusMeters }, limit) {
      const circle = { $centerSphere: [[lng, lat], radiusMeters / EARTH_RADIUS_METERS] }
      const filter = { ...live, location: { $geoWithin: circle } }
      const found = offers.find(filter, { hint: 'by_place' }).sort({ _id: -1 }).limit(limit)
      return (await found.toArray()).length
    },
    async text(terms, limit) {
      const filter = { ...live, $and: terms.map((group) => ({ textTerms: { $in: [...group] } })) }
      const found = offers.find(filter, { hint: BY_TERM_INDEX }).sort({ _id: -1 }).limit(limit)
      return (await found.toArray()).length
    },
    close: () => client.close(),
  }
}
