import { z } from 'zod'
import { DEVICE_ID_RULE, isDeviceId } from '#lib/events/device-id.ts'
import { numberOf } from '#lib/events/read-number.ts'

/** A finite number, as JSON or as decimal text. */
export const wireNumber = z
  .union([z.number(), z.string()], { error: 'must be a number' })
  .transform((raw, context) => {
    const value = numberOf(raw)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: 'must be a number' })
    return z.NEVER
  })

/** An optional number. Any other value counts as missing, so that it does not invalidate the other fields. */
export const wireMeasure = z
  .union([z.number(), z.string()])
  .optional()
  .catch(undefined)
  .transform((raw) => numberOf(raw))

/** A device id, see `isDeviceId()`. Some clients send it as a JSON number. */
export const wireDevice = z
  .union([z.string(), z.int()], { error: 'must be text' })
  .transform(String)
  .refine(isDeviceId, { error: DEVICE_ID_RULE })

/** An id of the platform: 1–64 characters of `[A-Za-z0-9._-]`. */
export const wireId = z
  .string({ error: 'must be text' })
  .regex(/^[A-Za-z0-9._-]{1,64}$/u, { error: 'must be 1–64 characters of A–Z a–z 0–9 . _ -' })

/** A text of at most 1,000 characters. */
export const wireText = z
  .string({ error: 'must be text' })
  .max(1_000, { error: 'must be at most 1000 characters' })
