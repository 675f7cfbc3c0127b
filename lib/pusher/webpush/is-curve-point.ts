import { ECDH } from 'node:crypto'

const POINT_BYTES = 65

/** True for an uncompressed point of the curve P-256, as browsers give it in `p256dh`. */
export function isCurvePoint(bytes: Uint8Array): boolean {
  if (bytes.length !== POINT_BYTES) return false
  try {
    ECDH.convertKey(bytes, 'prime256v1')
    return true
  } catch {
    // It is not on the curve.
    return false
  }
}
