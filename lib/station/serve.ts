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

/** Where to listen, and for whom. */
export interface ServeOptions {
  readonly name: string
  readonly host: string
  readonly port: number
  /** True when only this machine is served: requests for other hosts are refused. */
  readonly isLocal?: boolean
  /** Logs what a station throws instead of answering. */
  readonly log?: Logger
}

/** An open port. */
export interface Server {
  readonly url: string
  /** From now on `/readyz` answers 503; everything else is answered as before. */
  retire(): void
  /** Accepts no new connection and finishes the open requests; streams without an end are cut after 3 s. */
  stop(): Promise<void>
}

// Longer than any body may take: over this time, Bun closes connections that send less than 16 KiB a second, without an answer.
// An idle connection is usually closed earlier, by the proxy in front or by the client.
const IDLE_SECONDS = 75

// Short enough for two stations with open streams to stop within the 10 s of a process.
const FINISH_MS = 3_000

// No route accepts more; each route has its own lower limit.
const BODY_BYTES_MAX = 80 * 1_048_576

/**
 * Listens for a station on Bun. Malformed requests are refused here; `/livez` and `/readyz` are answered here; the station
 * answers everything else.
 *
 * @throws {StartError} when the port is taken, naming the process that holds it.
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
      // In development mode Bun answers errors with a page that shows our code; otherwise it lets processes share a port.
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
  const detail = 'Something went wrong on our side; it was logged'
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
