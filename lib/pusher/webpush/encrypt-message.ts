import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'

/** The keys of a subscription, which the browser made: its public key (65 bytes) and its secret (16 bytes). */
export interface SubscriptionKeys {
  readonly p256dh: Uint8Array
  readonly auth: Uint8Array
}

/** The random parts of a message; each message needs new ones. */
export interface MessageRandom {
  /** 16 bytes. */
  readonly salt: Uint8Array
  /** A private key of P-256. */
  readonly privateKey: Uint8Array
}

/** Maximum length of a text, so that the whole body has 4,096 bytes: what each push service takes. */
export const PLAIN_BYTES_MAX = 3_993

const CURVE = 'prime256v1'
const RECORD_BYTES = 4_096
const LAST_RECORD = Buffer.of(2)

/**
 * Encrypts a message for a subscription (RFC 8291, content encoding `aes128gcm` of RFC 8188, one record). Only the browser can read it,
 * not the push service.
 *
 * @param random given only by tests with known answers
 * @throws {Error} when `p256dh` is not a point of the curve.
 */
export function encryptMessage(
  plain: Uint8Array,
  { p256dh, auth }: SubscriptionKeys,
  random?: MessageRandom,
): Buffer<ArrayBuffer> {
  const salt = random?.salt ?? randomBytes(16)
  const own = createECDH(CURVE)
  if (random === undefined) own.generateKeys()
  else own.setPrivateKey(random.privateKey)
  const ownPublic = own.getPublicKey()
  const shared = own.computeSecret(p256dh)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, ownPublic])
  const keyMaterial = derive(shared, { salt: auth, info, bytes: 32 })
  const key = derive(keyMaterial, { salt, info: 'Content-Encoding: aes128gcm\0', bytes: 16 })
  const nonce = derive(keyMaterial, { salt, info: 'Content-Encoding: nonce\0', bytes: 12 })
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const text = Buffer.concat([cipher.update(Buffer.concat([plain, LAST_RECORD])), cipher.final()])
  return Buffer.concat([headOf(salt, ownPublic), text, cipher.getAuthTag()])
}

interface Derivation {
  readonly salt: Uint8Array
  readonly info: string | Uint8Array
  readonly bytes: number
}

function derive(secret: Uint8Array, { salt, info, bytes }: Derivation): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, info, bytes))
}

/** The head of RFC 8188: salt, size of a record, length of the key id, key id. */
function headOf(salt: Uint8Array, publicKey: Uint8Array): Buffer {
  const sizes = Buffer.alloc(5)
  sizes.writeUInt32BE(RECORD_BYTES, 0)
  sizes.writeUInt8(publicKey.length, 4)
  return Buffer.concat([salt, sizes, publicKey])
}
