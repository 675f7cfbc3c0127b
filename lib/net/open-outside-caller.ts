import { codeOf } from '#lib/errors/code-of.ts'
import { readUpTo } from '#lib/http/read-up-to.ts'
import { askSystem, openPublicAddresses, type Resolve } from '#lib/net/public-addresses.ts'
import { refusalOfUrl } from '#lib/net/refusal-of-url.ts'

/** A POST to an address from outside. */
export interface OutsideCall {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer> | string
}

/** The answer to a call, or the reason why the address must not be called. */
export type OutsideAnswer =
  | {
      readonly status: number
      readonly headers: Headers
      readonly text: string
      readonly refusal?: undefined
    }
  | { readonly refusal: string }

/** Calls addresses that people gave us. */
export interface OutsideCaller {
  /**
   * Posts to a URL within the time-out, and follows no redirect. It calls only public addresses, and trusted origins. It connects to
   * the address that it checked, so that a host whose addresses change cannot lead it into our own network.
   *
   * @param signal the time-out of several calls, see `timeOut()`
   * @throws {Error} when there is no answer in time.
   */
  post(call: OutsideCall, signal?: AbortSignal): Promise<OutsideAnswer>
  /** A time-out that begins now. */
  timeOut(): AbortSignal
  /** Why a URL would not be called, as far as its text says; undefined if it may be. */
  refusalOf(url: string): string | undefined
}

/** Options of `openOutsideCaller()`. */
export interface OutsideOptions {
  /** Origins that are called as they are, also in our own network. */
  readonly trusted: ReadonlySet<string>
  /** Of a whole call, with its answer. */
  readonly timeoutMs: number
  readonly resolve?: Resolve
  /** A certificate authority in addition to the known ones, in PEM. */
  readonly authority?: string
}

const ANSWER_BYTES_MAX = 16_384

// Nothing was sent yet: another address may be tried.
const NOT_CONNECTED = new Set(['ConnectionRefused', 'FailedToOpenSocket', 'ECONNREFUSED', 'EHOSTUNREACH'])

/** Creates a caller for addresses from outside. */
export function openOutsideCaller(options: OutsideOptions): OutsideCaller {
  const { trusted, timeoutMs, resolve = askSystem, authority } = options
  const publicAddressesOf = openPublicAddresses(resolve)

  async function send(
    { headers, body }: OutsideCall,
    target: Target,
    signal: AbortSignal,
  ): Promise<Response> {
    return fetch(target.url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal,
      headers: { ...headers, host: target.host, 'accept-encoding': 'identity' },
      // Not unpacked: a small answer could become a large one.
      decompress: false,
      tls: { serverName: target.serverName, ...(authority !== undefined && { ca: authority }) },
    })
  }

  async function sendToFirst(call: OutsideCall, targets: readonly Target[], signal: AbortSignal) {
    let failure: unknown
    for (const target of targets) {
      try {
        return await send(call, target, signal)
      } catch (error) {
        failure = error
        if (!NOT_CONNECTED.has(codeOf(error) ?? '')) break
      }
    }
    throw failure
  }

  return {
    refusalOf: (url) => refusalOfUrl(url, trusted),
    timeOut: () => AbortSignal.timeout(timeoutMs),
    async post(call, signal = AbortSignal.timeout(timeoutMs)) {
      const refusal = refusalOfUrl(call.url, trusted)
      if (refusal !== undefined) return { refusal: `the address ${refusal}` }
      const url = new URL(call.url)
      const found = trusted.has(url.origin)
        ? { addresses: await inTime(resolve(bare(url.hostname)), signal) }
        : await inTime(publicAddressesOf(bare(url.hostname)), signal)
      if (found.addresses === undefined) return found
      const response = await sendToFirst(call, targetsOf(url, found.addresses), signal)
      // The status is the answer: a body that does not end changes nothing.
      const { bytes } = await readUpTo(response, ANSWER_BYTES_MAX)
      return { status: response.status, headers: response.headers, text: Buffer.from(bytes).toString() }
    },
  }
}

interface Target {
  /** The URL with an address in place of the host. */
  readonly url: string
  readonly host: string
  readonly serverName: string
}

function targetsOf(url: URL, addresses: readonly string[]): Target[] {
  return addresses.map((address) => {
    const target = new URL(url)
    target.hostname = address.includes(':') ? `[${address}]` : address
    return { url: target.href, host: url.host, serverName: bare(url.hostname) }
  })
}

/** The host without the brackets of IPv6. */
function bare(host: string): string {
  return host.replaceAll(/[[\]]/gu, '')
}

async function inTime<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}
