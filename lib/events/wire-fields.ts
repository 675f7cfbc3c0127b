import { z } from 'zod'
import { DEVICE_ID_LENGTH_MAX, isDeviceId } from '#lib/events/device-id.ts'
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

/** A number that may be missing; whatever else stands there says nothing, and is no reason to refuse the rest. */
export const wireMeasure = z
  .union([z.number(), z.string()])
  .optional()
  .catch(undefined)
  .transform((raw) => numberOf(raw))

/** A device id, see `isDeviceId()`; some clients send one that is a number as such. */
export const wireDevice = z
  .union([z.string(), z.int()], { error: 'must be text' })
  .transform(String)
  .refine(isDeviceId, { error: `must name one device in at most ${DEVICE_ID_LENGTH_MAX} characters` })

/** An id of ours: 1–64 of `[A-Za-z0-9._-]`. */
export const wireId = z
  .string({ error: 'must be text' })
  .regex(/^[A-Za-z0-9._-]{1,64}$/u, { error: 'must be 1–64 characters of A–Z a–z 0–9 . _ -' })

/** Any short text. */
export const wireText = z
  .string({ error: 'must be text' })
  .max(1_000, { error: 'must be at most 1000 characters' })
