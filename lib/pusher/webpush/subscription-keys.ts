import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { isCurvePoint } from '#lib/pusher/webpush/is-curve-point.ts'

const AUTH_BYTES = 16
const TEXT_LENGTH_MAX = 128

/**
 * The fields of a registration with the keys of a subscription: what the browser gave, and the key of ours that it subscribed with.
 * All are base64url.
 */
export const subscriptionKeys = z.object({
  p256dh: bytes(isCurvePoint, 'must be a point of P-256: 65 bytes in base64url'),
  auth: bytes(({ length }) => length === AUTH_BYTES, 'must be 16 bytes in base64url'),
  vapid_key: z.string().max(TEXT_LENGTH_MAX),
})

/** The keys of a subscription as they are stored. */
export type StoredKeys = z.infer<typeof subscriptionKeys>

// They were checked when they were registered: to look for the point on the curve again takes a tenth of the time of a push.
const storedKeys = z.object({ p256dh: z.string(), auth: z.string(), vapid_key: z.string() })

/** Reads stored keys; undefined when there are none. */
export function readSubscriptionKeys(secret: string | undefined): StoredKeys | undefined {
  if (secret === undefined || !secret.startsWith('{')) return undefined
  return storedKeys.safeParse(JSON.parse(secret)).data
}

/** True when two stored keys have the same `auth`: only the browser that subscribed, and who it told, knows it. */
export function hasSameAuth(stored: string, given: string): boolean {
  const [one, other] = [stored, given].map((secret) => readSubscriptionKeys(secret)?.auth)
  return one !== undefined && other !== undefined && timingSafeEqual(bytesOf(one), bytesOf(other))
}

/** The bytes of a text in base64url. */
export function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'base64url')
}

function bytes(isValid: (bytes: Uint8Array) => boolean, error: string) {
  return z
    .string({ error })
    .max(TEXT_LENGTH_MAX, { error })
    .refine((text) => /^[\w-]+={0,2}$/u.test(text) && isValid(bytesOf(text)), { error })
}
