/** The parts of `http_ece` that tests use; the package has no types. */
declare module 'http_ece' {
  import type { ECDH } from 'node:crypto'

  interface DecryptParameters {
    readonly version: 'aes128gcm'
    readonly privateKey: ECDH
    /** In base64url. */
    readonly authSecret: string
  }

  /** Decrypts a whole body (RFC 8188, RFC 8291). */
  export function decrypt(body: Uint8Array, parameters: DecryptParameters): Buffer
}
