import { createHash, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32

/** A secret that shows a report without an account. Only its digest is kept. */
export function newReportSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

/** What is kept of the secret of a report. */
export function digestOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
