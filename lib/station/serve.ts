import { codeOf } from '#lib/errors/code-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { headResponse } from '#lib/http/head-response.ts'
import { pathOf } from '#lib/http/path-of.ts'
import { problemResponse } from '#lib/http/problem.ts'
import { openRequestCheck } from '#lib/http/refuse-request.ts'
import { NOT_KEPT, SECURITY_HEADERS } from '#lib/http/security-headers.ts'
import { newId } from '#lib/ids/new-id.ts'
import { livez, readyz } from '#lib/station/health-routes.ts'
import { holderOfPort } from '#lib/station/port-holder.ts'
import { mayBeStopped } from '#lib/station/process-files.ts'
import { openReadiness, type Readiness } from '#lib/station/readiness.ts'
import type { RunningStation } from '#lib/station/station.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** Where and for whom to listen. */
export interface ServeOptions {
  readonly name: string
  readonly host: string
  readonly port: number
  /** True where only this machine is served: then whoever names another host is refused. */
  readonly isLocal?: boolean
  /** Hears of what a station throws instead of answering. */
  readonly log?: Logger
}

/** An open port. */
export interface Server {
  readonly url: string
  /** From now on `/readyz` says 503, everything else being answered as before. */
  retire(): void
  /** Takes no new connection, finishes the requests in hand; what streams without an end is cut after 3 s. */
  stop(): Promise<void>
}

// Longer than any body may take: Bun ends connections whose bytes come slower than 16 KiB a second over that time, without an
// answer. Where a connection is idle it is the proxy in front, or the client, that closes it first.
const IDLE_SECONDS = 75

// Short enough for two stations with open streams to stop within the 10 s that a process has.
const FINISH_MS = 3_000

// No route of ours takes more; each has a lower limit of its own.
const BODY_BYTES_MAX = 80 * 1_048_576

/**
 * Listens for a station on Bun: a request that is none is refused here, `/livez` and `/readyz` are answered here, everything
 * else by the station.
 *
 * @throws {StartError} when the port is taken, naming who holds it.
 */
export function serve(station: RunningStation, options: ServeOptions): Server {
  const { name, host, port, isLocal = false, log } = options
  const problemOf = openRequestCheck({ isLocal })
  let isRetired = false
  const readiness = openReadiness(() => station.check())

  function answer(request: Request, peerIp: string | undefined): Response | Promise<Response> {
    const problem = problemOf(request)
    if (problem !== undefined) return problemResponse(problem, newId())
    const path = pathOf(request)
    if (path === livez.path) return plain('alive\n')
    if (path === readyz.path)
      return isRetired ? notReady('The station is about to stop') : answerReady(readiness)
    if (station.fetch === undefined) return nothingHere()
    return station.fetch(request, { peerIp })
  }

  try {
    const server = Bun.serve({
      hostname: host,
      port,
      // Else Bun answers what is thrown with a page that shows the code; but then it lets several processes share a port.
      development: false,
      reusePort: false,
      idleTimeout: IDLE_SECONDS,
      maxRequestBodySize: BODY_BYTES_MAX,
      fetch: (request, bunServer) => {
        const response = answer(request, bunServer.requestIP(request)?.address)
        return request.method === 'HEAD' ? answerHead(response) : response
      },
      error: (error) => {
        log?.error('request failed', { error })
        return failed()
      },
    })
    return {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${server.port}`,
      retire() {
        isRetired = true
      },
      stop: () => stopServer(server),
    }
  } catch (error) {
    throw startError(error, { name, host, port })
  }
}

async function stopServer(server: Bun.Server<undefined>): Promise<void> {
  const finished = server.stop(false).then(() => true)
  const isFinished = await Promise.race([finished, Bun.sleep(FINISH_MS).then(() => false)])
  if (!isFinished) await server.stop(true)
}

async function answerHead(response: Response | Promise<Response>): Promise<Response> {
  return headResponse(await response)
}

async function answerReady(readiness: Readiness): Promise<Response> {
  const lack = await readiness.lack()
  return lack === undefined ? plain('ready\n') : notReady(lack)
}

function notReady(detail: string): Response {
  return problemResponse({ status: 503, code: 'not_ready', detail }, newId())
}

function plain(text: string): Response {
  return new Response(text, {
    headers: { ...SECURITY_HEADERS, ...NOT_KEPT, 'content-type': 'text/plain; charset=utf-8' },
  })
}

function failed(): Response {
  const detail = 'Something went wrong on our side; it was written down'
  return problemResponse({ status: 500, code: 'internal', detail }, newId())
}

function nothingHere(): Response {
  return problemResponse({ status: 404, code: 'not_found', detail: 'There is nothing at this path' }, newId())
}

function startError(error: unknown, { name, host, port }: ServeOptions): StartError {
  const code = codeOf(error)
  const variable = `${name.toUpperCase()}_PORT`
  if (code === 'EADDRINUSE') {
    const holder = holderOfPort(port)
    const isStoppable = holder === undefined || mayBeStopped(holder)
    return new StartError(
      `Cannot listen for "${name}": port ${port} is held by ${holder === undefined ? 'another process' : `pid ${holder}`}`,
      `${isStoppable ? 'Stop that process, or set' : 'Set'} ${variable} to a free port.`,
      { cause: error },
    )
  }
  return new StartError(
    `Cannot listen for "${name}" on ${host}:${port}: ${messageOf(error)}`,
    `Set HOST to an address of this machine and ${variable} to a port this user may open.`,
    { cause: error },
  )
}
