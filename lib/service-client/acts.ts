import { z } from '@hono/zod-openapi'
import { STATION_NAMES } from '#lib/station/station-names.ts'

const values = z.record(z.string(), z.unknown())

/** The fields that an act changed. */
const changeSchema = z
  .object({
    owner: z.string(),
    before: values,
    after: values,
    /** The names of fields that changed too, but whose values are not kept. */
    leftOut: z.array(z.string()).optional(),
  })
  .openapi('ActChange')

/** An act of an operator or the admin, as apps/accounts returns it. */
export const actSchema = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    person: z.string(),
    role: z.enum(['operate', 'admin']),
    station: z.enum(STATION_NAMES),
    method: z.string(),
    route: z.string(),
    params: z.record(z.string(), z.string()),
    request_id: z.string(),
    ip: z.string().optional(),
    /** The status of the answer; missing if there was none. */
    status: z.int().optional(),
    /** What it changed, where its route says so. */
    change: changeSchema.optional(),
  })
  .openapi('Act')

/** A page of acts, newest first; `next` is the cursor of a possible following page. */
export const actsSchema = z.object({ items: z.array(actSchema), next: z.string().optional() }).openapi('Acts')

export type ShownAct = z.output<typeof actSchema>
