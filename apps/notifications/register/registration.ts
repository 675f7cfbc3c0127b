import { z } from '@hono/zod-openapi'
import { deviceId } from '#lib/http/wire-schemas.ts'
import { LOCALES } from '#lib/store/mappings.ts'
import { isTimeZone } from '#lib/time/is-time-zone.ts'

const ID_LENGTH_MAX = 256
const URL_LENGTH_MAX = 2_048
const KEY_LENGTH_MAX = 128
const DEVICE_KEY_LENGTH_MAX = 2_048

function upTo(max: number) {
  return z.string({ error: 'must be text' }).max(max, { error: `must be at most ${max} characters` })
}

/** The languages of pushes in requests. */
export const localeSchema = z.enum(LOCALES, { error: `must be one of ${LOCALES.join(', ')}` })

/** A time zone in requests. */
export const timeZoneSchema = z
  .string({ error: 'must be text' })
  .refine(isTimeZone, { error: 'must be a time zone such as Europe/Berlin' })

/** The body of `POST /register`. Which fields a subscription has depends on its channel. */
export const registrationSchema = z
  .object({
    device_id: deviceId,
    channel: z.string({ error: 'must be text' }),
    subscription_id: upTo(ID_LENGTH_MAX).optional().openapi({ description: 'For onesignal and log' }),
    endpoint: upTo(URL_LENGTH_MAX).optional().openapi({ description: 'For webpush, as the browser gave it' }),
    p256dh: upTo(KEY_LENGTH_MAX).optional().openapi({ description: 'For webpush: 65 bytes in base64url' }),
    auth: upTo(KEY_LENGTH_MAX).optional().openapi({ description: 'For webpush: 16 bytes in base64url' }),
    vapid_key: upTo(KEY_LENGTH_MAX).optional().openapi({
      description:
        'For webpush: the key of GET /vapid that the browser subscribed with; the first one if absent',
    }),
    url: upTo(URL_LENGTH_MAX).optional().openapi({ description: 'For webhook' }),
    old_device_key: upTo(DEVICE_KEY_LENGTH_MAX).optional().openapi({
      description: 'The key of the device that had this subscription before: proves that it may move',
    }),
    locale: localeSchema.default('en'),
    tz: timeZoneSchema.default('UTC'),
  })
  .openapi('Registration')

/** A request to connect a device to a subscription. */
export type Registration = z.infer<typeof registrationSchema>
