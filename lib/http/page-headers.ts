import { NOT_KEPT, SECURITY_HEADERS } from '#lib/http/security-headers.ts'

/** Headers of our pages: nothing is loaded from elsewhere, nothing is inline, no framing. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  ...SECURITY_HEADERS,
  ...NOT_KEPT,
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
}
