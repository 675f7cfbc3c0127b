import { isRecord } from '#lib/events/is-record.ts'

/** Makes a text safe for the log. */
export type Redact = (text: string) => string

const DEPTH_MAX = 5
const MEMBERS_MAX = 50
const CAUSES_MAX = 5

const SECRET_NAME =
  /pass(?:word|wd|phrase)?$|^pwd$|secret|token|authorization|cookie|api_?key|credential|signature/iu
const PLACE_NAME = /^(?:lat|lng|lon|lt|lg|latitude|longitude|coordinates|position|point|centre|center)$/iu

// Fields of errors of the system, of drivers and of HTTP that contain no text of users.
const ERROR_FIELDS = [
  'code',
  'errno',
  'syscall',
  'status',
  'statusCode',
  'responseCode',
  'retriable',
] as const

/**
 * Makes any value safe for the log; never throws. It redacts texts, reduces errors to what an operator needs and hides fields whose
 * names mean secrets or positions. Errors of clients contain URLs, headers and whole requests, so it copies only fields that are
 * known to be harmless.
 */
export function loggable(value: unknown, redact: Redact): unknown {
  const seen = new Set<object>()

  function plain(one: unknown, depth: number): unknown {
    if (typeof one === 'string') return redact(one)
    if (typeof one === 'bigint') return String(one)
    if (typeof one === 'function' || typeof one === 'symbol') return undefined
    if (typeof one !== 'object' || one === null) return one
    if (seen.has(one)) return '[circular]'
    if (depth > DEPTH_MAX) return '[…]'
    seen.add(one)
    try {
      return describe(one, depth)
    } catch {
      // For example a getter that throws or a revoked proxy. The log line is more important than the value.
      return '[unreadable]'
    } finally {
      // The same object in two sibling fields is not circular.
      seen.delete(one)
    }
  }

  function describe(one: object, depth: number): unknown {
    if (one instanceof Error) return errorOf(one, depth)
    if (one instanceof Date) return Number.isNaN(one.getTime()) ? 'invalid date' : one.toISOString()
    if (one instanceof URL) return redact(one.href)
    if (ArrayBuffer.isView(one)) return `[${one.byteLength} bytes]`
    if (Array.isArray(one)) return one.slice(0, MEMBERS_MAX).map((member) => plain(member, depth + 1))
    if (!isPlain(one)) return `[${one.constructor.name}]`
    const members = Object.entries(one).slice(0, MEMBERS_MAX)
    return Object.fromEntries(members.map(([name, member]) => [redact(name), memberOf(name, member, depth)]))
  }

  function memberOf(name: string, member: unknown, depth: number): unknown {
    const isHidden = SECRET_NAME.test(name) || PLACE_NAME.test(name)
    return isHidden && member !== undefined && member !== null ? '***' : plain(member, depth + 1)
  }

  function errorOf(error: Error, depth: number): Record<string, unknown> {
    const fields = ERROR_FIELDS.flatMap((name) => {
      const field = read(error, name)
      return ['string', 'number', 'boolean'].includes(typeof field) ? [[name, plain(field, depth)]] : []
    })
    const { cause } = error
    const errors = error instanceof AggregateError ? error.errors.slice(0, CAUSES_MAX) : []
    return {
      type: redact(error.constructor.name),
      message: plain(error.message, depth),
      ...Object.fromEntries(fields),
      stack: typeof error.stack === 'string' ? redact(error.stack) : undefined,
      ...(cause !== undefined && { cause: plain(cause, depth + 1) }),
      ...(errors.length > 0 && { errors: errors.map((one) => plain(one, depth + 1)) }),
    }
  }

  return plain(value, 0)
}

function read(error: Error, name: string): unknown {
  return isRecord(error) ? error[name] : undefined
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
