import { z } from '@hono/zod-openapi'
import { PERSON_ID } from '#lib/auth/person-id.ts'
import { DEVICE_ID_LENGTH_MAX } from '#lib/events/device-id.ts'
import { hasControl } from '#lib/events/has-control.ts'
import { MAPPING_STATES, type MappingQuery } from '#lib/store/mappings.ts'

const CHANNEL = /^[a-z]{0,32}$/u
const STATES = ['', ...MAPPING_STATES] as const

/** What the list of mappings can be asked for. A form also sends the fields that were left empty: they ask for nothing. */
export const mappingFilters = {
  user: z
    .string()
    .refine((text) => text === '' || PERSON_ID.test(text), { error: 'must be the id of a person' })
    .optional(),
  device: z
    .string()
    .refine((text) => text.length <= DEVICE_ID_LENGTH_MAX && !hasControl(text) && text.isWellFormed(), {
      error: `must be how a device id begins: at most ${DEVICE_ID_LENGTH_MAX} characters, no control characters`,
    })
    .optional()
    .openapi({ description: 'How the device begins' }),
  channel: z.string().regex(CHANNEL, { error: 'must be the name of a channel' }).optional(),
  state: z.enum(STATES, { error: `must be one of ${MAPPING_STATES.join(', ')}` }).optional(),
}

/** The filters as they were sent. */
export interface AskedFilters {
  readonly user?: string | undefined
  readonly device?: string | undefined
  readonly channel?: string | undefined
  readonly state?: (typeof STATES)[number] | undefined
}

/** The filters of a query for mappings. */
export function readFilters({ user, device, channel, state }: AskedFilters): Omit<MappingQuery, 'limit'> {
  return {
    ...(user !== '' && { person: user }),
    ...(device !== '' && { device }),
    ...(channel !== '' && { channel }),
    ...(state !== '' && { state }),
  }
}
