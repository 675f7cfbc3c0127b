import { z } from '@hono/zod-openapi'
import type { Caller } from '#lib/auth/caller.ts'
import { LOCALES, MAPPING_STATES, type Mapping } from '#lib/store/mappings.ts'

/** A mapping in answers of the API. */
export const mappingSchema = z
  .object({
    device_id: z.string(),
    user: z.string(),
    channel: z.string(),
    subscription_id: z.string(),
    locale: z.enum(LOCALES),
    tz: z.string(),
    state: z.enum(MAPPING_STATES),
    created: z.string(),
    modified: z.string(),
  })
  .openapi('Mapping')

/** Converts a mapping for an answer of the API. */
export function showMapping(mapping: Mapping): z.output<typeof mappingSchema> {
  const { device, person, channel, subscription, locale, timeZone, state, created, modified } = mapping
  return {
    device_id: device,
    user: person,
    channel,
    subscription_id: subscription,
    locale,
    tz: timeZone,
    state,
    created: new Date(created).toISOString(),
    modified: new Date(modified).toISOString(),
  }
}

/** True for those who look after the platform: they are shown pages. */
export function isOperator({ role }: Caller): boolean {
  return role === 'operate' || role === 'admin'
}

/** True when a caller may read a person's mappings and deliveries. */
export function mayRead(caller: Caller, person: string): boolean {
  return caller.role === 'person' ? caller.person === person : caller.role !== 'public'
}
