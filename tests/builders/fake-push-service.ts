import { createECDH, createPublicKey, verify, type ECDH } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { decrypt } from 'http_ece'
import { z } from 'zod'
import { newId } from '#lib/ids/new-id.ts'
import { failWith, openFailures, write, type ForcedAnswer, type HttpFailure } from './http-failures.ts'

/** What a browser gives to a page that subscribes. */
export interface FakeSubscription {
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
}

/** The keys of a subscription, in base64url, as a browser made them. */
export interface BrowserKeys {
  readonly privateKey: string
  readonly auth: string
  /** The key of the platform that it subscribed with. */
  readonly key: string
}

/** A message as a browser got it. */
interface Delivered {
  readonly endpoint: string
  /** The text that was encrypted. */
  readonly text: string
  readonly ttl: string
  readonly urgency: string | undefined
  readonly topic: string | undefined
  /** The public key that signed its token. */
  readonly key: string
  /** The claims of its token. */
  readonly claims: Readonly<Record<string, unknown>>
}

/** A push service on this machine (RFC 8030), over real HTTP. It checks tokens (RFC 8292) and decrypts as a browser does (RFC 8291). */
export interface FakePushService {
  /** Its origin. */
  readonly url: string
  readonly delivered: readonly Delivered[]
  /** The statuses that calls got; undefined for those without an answer. */
  readonly calls: readonly (number | undefined)[]
  /** Makes a new subscription; with a key, only its owner may call it. */
  subscribe(id?: string, key?: string): FakeSubscription
  /** Takes a subscription whose keys a browser made; returns its endpoint. */
  adopt(keys: BrowserKeys): string
  /** From now on this subscription does not exist any more. */
  end(endpoint: string): void
  /** Lets the next calls fail, one after the other. */
  failNext(failure: HttpFailure, times?: number): void
  /** From now on every call is answered like this; undefined: as it should be again. */
  answerAll(answer: ForcedAnswer | undefined): void
  stop(): Promise<void>
}

interface Subscriber {
  readonly pair: ECDH
  readonly auth: string
  readonly key: string | undefined
}

const BODY_BYTES_MAX = 4_096
const DAY_SECONDS = 86_400

/** Starts a push service on a free port. */
export async function startFakePushService(): Promise<FakePushService> {
  const subscribers = new Map<string, Subscriber>()
  const delivered: Delivered[] = []
  const calls: (number | undefined)[] = []
  const failures = openFailures()
  let url = ''

  function accept({ url: path, method, headers }: IncomingMessage, body: Buffer): ForcedAnswer {
    const endpoint = `${url}${path ?? ''}`
    if (method !== 'POST') return { status: 405 }
    const subscriber = subscribers.get(endpoint)
    if (subscriber === undefined) return { status: 404, body: 'no such subscription' }
    const token = readToken(headers.authorization ?? '', url)
    if (token === undefined) return { status: 401, body: 'the token is not valid' }
    if (subscriber.key !== undefined && subscriber.key !== token.key) {
      return {
        status: 403,
        body: 'the VAPID credentials in the authorization header do not correspond to the credentials used to create the subscriptions.',
      }
    }
    const { ttl, urgency, topic } = headers
    if (typeof ttl !== 'string' || !/^\d+$/u.test(ttl)) return { status: 400, body: 'no TTL' }
    if (topic !== undefined && !/^[\w-]{1,32}$/u.test(String(topic)))
      return { status: 400, body: 'bad topic' }
    if (headers['content-encoding'] !== 'aes128gcm') return { status: 415, body: 'bad encoding' }
    if (body.length > BODY_BYTES_MAX) return { status: 413, body: 'too large' }
    const { pair: privateKey, auth: authSecret } = subscriber
    const text = decrypt(body, { version: 'aes128gcm', privateKey, authSecret }).toString()
    delivered.push({
      endpoint,
      text,
      ttl,
      urgency: typeof urgency === 'string' ? urgency : undefined,
      topic: typeof topic === 'string' ? topic : undefined,
      ...token,
    })
    return { status: 201, headers: { location: `${url}/messages/${newId()}` } }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const failure = failures.next()
    if (failure === undefined || failure === 'lostAnswer') {
      const answer = accept(request, body)
      if (failure === undefined) {
        calls.push(answer.status)
        write(response, answer)
        return
      }
    }
    calls.push(failWith(failure, request, response))
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => write(response, { status: 400, body: String(error) }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`

  return {
    url,
    delivered,
    calls,
    subscribe(id = newId(), key?: string) {
      const endpoint = `${url}/push/${encodeURIComponent(id)}`
      const pair = createECDH('prime256v1')
      pair.generateKeys()
      const auth = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')
      subscribers.set(endpoint, { pair, auth, key })
      return { endpoint, p256dh: pair.getPublicKey('base64url'), auth }
    },
    adopt({ privateKey, auth, key }) {
      const endpoint = `${url}/push/${newId()}`
      const pair = createECDH('prime256v1')
      pair.setPrivateKey(Buffer.from(privateKey, 'base64url'))
      subscribers.set(endpoint, { pair, auth, key })
      return endpoint
    },
    end: (endpoint) => void subscribers.delete(endpoint),
    failNext: failures.failNext,
    answerAll: failures.answerAll,
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

const claimsSchema = z.looseObject({ aud: z.string(), exp: z.number(), sub: z.string() })

/** The key and the claims of a token that is valid for this origin. */
function readToken(authorization: string, origin: string) {
  const [, head = '', payload = '', signature = '', key = ''] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]{87})$/u.exec(authorization) ?? []
  if (key === '') return undefined
  const point = Buffer.from(key, 'base64url')
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)]
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  const signed = Buffer.from(`${head}.${payload}`)
  const bytes = Buffer.from(signature, 'base64url')
  if (!verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes)) return undefined
  const claims = claimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
  const nowSeconds = Date.now() / 1_000
  const isLive = claims.exp > nowSeconds && claims.exp <= nowSeconds + DAY_SECONDS
  const isOurs = claims.aud === origin && /^(?:mailto:|https:)/u.test(claims.sub)
  return isLive && isOurs ? { key, claims } : undefined
}
