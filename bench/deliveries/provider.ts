import { createECDH } from 'node:crypto'
import { decrypt } from 'http_ece'
import { z } from 'zod'
import { busiestSecond } from './busiest-second.ts'
import { answeringSchema, type Answering, type Books, type ProviderKeys } from './start-provider.ts'

/**
 * OneSignal, a push service of browsers and a tracker in one process, for benches: it answers after a while, and keeps books of the
 * calls. Of a hundred messages of Web Push it decrypts one.
 */

const DECRYPTED_EVERY = 100
const PRIORITY_NORMAL = 5
const FAILURE = 300
const notificationSchema = z.looseObject({
  priority: z.number(),
  data: z.looseObject({ match: z.string() }),
})

const keys: ProviderKeys = JSON.parse(process.argv[2] ?? '{}')
const pair = createECDH('prime256v1')
pair.setPrivateKey(Buffer.from(keys.privateKey, 'base64url'))

let answering: Answering = { status: 200, delayMs: 0 }
const calls: number[] = []
const accepted: { readonly at: number; readonly isUrgent: boolean }[] = []
const seen = new Map<string, number>()
let decrypted = 0
let repeated = 0

function now(): number {
  return performance.timeOrigin + performance.now()
}

async function answer(status: number, body?: object): Promise<Response> {
  if (answering.delayMs > 0) await Bun.sleep(answering.delayMs)
  return body === undefined ? new Response(null, { status }) : Response.json(body, { status })
}

/** A push service: each match of the bench has a topic of its own. */
async function takePush(request: Request): Promise<Response> {
  const at = now()
  calls.push(at)
  const body = Buffer.from(await request.arrayBuffer())
  const { headers } = request
  if (!(headers.get('authorization') ?? '').startsWith('vapid t=')) return answer(401)
  if (answering.status >= FAILURE) return answer(answering.status)
  if (accepted.length % DECRYPTED_EVERY === 0) {
    decrypt(body, { version: 'aes128gcm', privateKey: pair, authSecret: keys.auth })
    decrypted += 1
  }
  accept(headers.get('topic') ?? '', at, headers.get('urgency') === 'high')
  return answer(201)
}

async function takeNotification(request: Request): Promise<Response> {
  const at = now()
  calls.push(at)
  const { priority, data } = notificationSchema.parse(await request.json())
  if (answering.status >= FAILURE) return answer(answering.status, { errors: ['told to fail'] })
  accept(data.match, at, priority > PRIORITY_NORMAL)
  return answer(200, { id: crypto.randomUUID() })
}

function accept(match: string, at: number, isUrgent: boolean): void {
  if (seen.has(match)) repeated += 1
  else seen.set(match, at)
  accepted.push({ at, isUrgent })
}

function books(): Books {
  const urgent = accepted.flatMap(({ isUrgent }, place) => (isUrgent ? [place] : []))
  const lastUrgent = urgent.at(-1)
  return {
    calls: calls.length,
    busiestSecond: busiestSecond(calls),
    acceptedAt: accepted.map(({ at }) => at),
    repeated,
    decrypted,
    urgent: urgent.length,
    othersBeforeLastUrgent: lastUrgent === undefined ? 0 : lastUrgent + 1 - urgent.length,
  }
}

const server = Bun.serve({
  development: false,
  port: 0,
  hostname: '127.0.0.1',
  idleTimeout: 0,
  async fetch(request) {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/push/')) return takePush(request)
    if (pathname === '/notifications') return takeNotification(request)
    if (pathname === '/answering') {
      answering = answeringSchema.parse(await request.json())
      return new Response()
    }
    if (pathname === '/count') return Response.json(accepted.length)
    if (pathname === '/books') return Response.json(books())
    if (pathname === '/arrivals') return Response.json(Object.fromEntries(seen))
    // The tracker takes all events.
    await request.arrayBuffer()
    return Response.json({})
  },
})
console.log(server.port)
