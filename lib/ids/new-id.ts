import { v7 } from 'uuid'

/** A fresh UUIDv7 (RFC 9562): unique everywhere, ordered by the millisecond it was made in. */
export function newId(): string {
  return v7()
}
