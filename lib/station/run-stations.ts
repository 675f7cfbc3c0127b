import type { Environment } from '#lib/config/read-config.ts'
import { readConfig } from '#lib/config/read-config.ts'
import type { Setting } from '#lib/config/setting.ts'
import { settings } from '#lib/config/settings.ts'
import { ConfigError } from '#lib/errors/config-error.ts'
import type { RouteFacts } from '#lib/http/define-route.ts'
import { isLocalReach } from '#lib/http/this-machine.ts'
import { secretsIn } from '#lib/config/secrets-in.ts'
import { strangeVariables } from '#lib/config/strange-variables.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { redactText } from '#lib/privacy/redact-text.ts'
import { openLogger, type OpenLogger } from '#lib/telemetry/open-logger.ts'
import { openMetrics, type Metrics } from '#lib/telemetry/metrics.ts'
import type { Logger, LogLevel } from '#lib/telemetry/logger.ts'
import type { Tracing } from '#lib/telemetry/open-tracing.ts'
import { serve } from '#lib/station/serve.ts'
import type { ConfiguredStation, RunningStation, Station } from '#lib/station/station.ts'
import { untilReady, type Started } from '#lib/station/until-ready.ts'
import { tellWaits } from '#lib/waits/tell-waits.ts'

/** `GET /metrics`: the metrics of all stations of this process, on a port of their own. */
export const metricsGet: RouteFacts = {
  method: 'get',
  path: '/metrics',
  access: { everybody: 'Prometheus scrapes it; its port must not be reachable from outside' },
}

/** Stations that run in this process. */
export interface RunningStations {
  readonly log: Logger
  /** The URL of each station, by its name. */
  readonly urls: ReadonlyMap<string, string>
  /** Resolves when every station can do its work; never when they are stopped before. */
  readonly ready: Promise<void>
  /** Reports the stations as not ready, then stops them in the reverse order of their start. */
  stop(): Promise<void>
  /** The stations that are not stopped yet, for people. */
  unfinished(): string
}

const SECOND_MS = 1_000
const LOG_FLUSH_MS = 1_000
const LEAVE_MS = 2_000

const processSpec = {
  host: settings.HOST,
  metricsPort: settings.METRICS_PORT,
  stopNoticeSeconds: settings.STOP_NOTICE_SECONDS,
  logLevel: settings.LOG_LEVEL,
  publicUrl: settings.PUBLIC_URL,
  trustedHops: settings.TRUSTED_HOPS,
  otlpEndpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
  otlpHeaders: settings.OTEL_EXPORTER_OTLP_HEADERS,
}

/** How to run stations. */
export interface RunOptions {
  /** Where the lines of the log go: stdout, or a file's path. */
  readonly logTarget?: number | string
  /** Aborts the start. */
  readonly signal?: AbortSignal
  /** Called with lines for the person at the terminal, in addition to the log. */
  readonly tell?: (line: string) => void
}

/**
 * Starts stations in order, each on its own port, and `/metrics` of all stations on one more port. When an engine is
 * unavailable, the start waits for it and reports the wait. Meanwhile the stations listen, and `/readyz` says what they lack.
 *
 * @throws {ConfigError} with the mistakes of all stations, before any of them starts.
 * @throws {StartError} when a station cannot start; those before it are stopped again.
 * @throws the signal's reason, when the signal aborted the start.
 */
export async function runStations(
  stations: readonly Station[],
  environment: Environment,
  { logTarget = 1, signal = new AbortController().signal, tell = () => undefined }: RunOptions = {},
): Promise<RunningStations> {
  const { config, configured } = configureAll(stations, environment)
  const metrics = openMetrics()
  const log = openProcessLog({ level: config.logLevel, target: logTarget, environment, metrics })
  const say = (line: string) => tell(redactText(line, secretsIn(environment)))
  for (const warning of strangeVariables(environment, knownVariables(stations))) {
    log.warn(warning)
    say(warning)
  }
  const stopTelling = tellWaits({
    onWait(wait) {
      log.warn('waiting for a dependency', wait)
      say(
        `Waiting for ${wait.engine}${wait.seconds < 2 ? '' : `, for ${wait.seconds} s now`}: ${wait.reason}`,
      )
    },
    onThere(wait) {
      log.info('dependency is available', wait)
      say(`${wait.engine} is available`)
    },
  })
  const tracing = await openTracingIfAsked(config, { log, metrics })
  const front = {
    publicOrigin: new URL(config.publicUrl).origin,
    trustedHops: config.trustedHops,
    isLocal: isLocalReach(config),
  }
  const urls = new Map<string, string>()
  const started: Started[] = []
  const stopping = new AbortController()

  async function stop(): Promise<void> {
    // First, because the waits end now without success.
    stopTelling()
    stopping.abort()
    const failures: unknown[] = []
    const toStop = [...started]
    for (const { server } of toStop) server.retire()
    if (toStop.length > 0) await Bun.sleep(config.stopNoticeSeconds * SECOND_MS)
    for (const { name, station, server } of toStop.toReversed()) {
      try {
        await server.stop()
        await station.stop()
        log.info('station stopped', { station: name })
      } catch (error) {
        // The other stations must still finish their work.
        log.error('station not stopped in order', { station: name, error })
        failures.push(error)
      }
      started.pop()
    }
    await tracing?.stop()
    await log.flush(LOG_FLUSH_MS)
    if (failures.length > 0) throw new AggregateError(failures, 'Cannot stop every station in order')
  }

  try {
    for (const { name, station: next } of configured) {
      const station = await openUnless(signal, () =>
        next.open({ front, log: log.with({ station: name }), metrics, tracer: tracing?.tracer(name) }),
      )
      try {
        const server = serve(station, {
          name,
          host: next.host,
          port: next.port,
          isLocal: front.isLocal,
          log: log.with({ station: name }),
        })
        started.push({ name, station, server })
        urls.set(name, server.url)
      } catch (error) {
        await station.stop()
        throw error
      }
    }
    const station = metricsStation(metrics)
    const server = serve(station, {
      name: 'metrics',
      host: config.host,
      port: config.metricsPort,
      isLocal: front.isLocal,
      log: log.with({ station: 'metrics' }),
    })
    started.push({ name: 'metrics', station, server })
    urls.set('metrics', server.url)
  } catch (error) {
    // The reason why the start failed matters more than a failed stop, which is in the log.
    await stop().catch(() => undefined)
    throw error
  }

  async function sayReady(): Promise<void> {
    await untilReady([...started], stopping.signal)
    log.info('ready', { stations: stations.map(({ name }) => name).join(' ') })
  }

  const ready = sayReady()
  return { log, urls, ready, stop, unfinished: () => started.map(({ name }) => name).join(', ') }
}

/**
 * Opens a station. If the signal comes first, it does not wait for the station, which may be waiting for an engine.
 *
 * @throws the signal's reason.
 */
async function openUnless(signal: AbortSignal, open: () => Promise<RunningStation>): Promise<RunningStation> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort)
  const opening = open()
  try {
    return await Promise.race([opening, aborted.promise])
  } catch (error) {
    // A station that opens within LEAVE_MS is stopped in order; the rest ends with the process.
    if (signal.aborted)
      await Promise.race([
        opening.then((station) => station.stop()).catch(() => undefined),
        Bun.sleep(LEAVE_MS),
      ])
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** The variables that these stations and the platform read. */
function knownVariables(stations: readonly Station[]): string[] {
  const specs = [...stations.map(({ spec }) => spec), settings]
  return specs.flatMap((spec) => Object.values<Setting<unknown>>(spec).map(({ name }) => name))
}

/** The log of this process. It redacts the secrets of the configuration, and counts the lines that it cannot write. */
function openProcessLog({ level, target, environment, metrics }: ProcessLogOptions): OpenLogger {
  const lost = metrics.counter('push_log_lines_lost_total', 'Lines of the log that could not be written')
  try {
    return openLogger(level, target, { secrets: secretsIn(environment), onLost: () => lost.inc({}) })
  } catch (error) {
    throw new StartError(
      `Cannot write the log to "${target}": ${messageOf(error)}`,
      'Free some disk space, or give this user the right to write there.',
      { cause: error },
    )
  }
}

interface ProcessLogOptions {
  readonly level: LogLevel
  readonly target: number | string
  readonly environment: Environment
  readonly metrics: Metrics
}

// Loaded only when tracing is on: otherwise the libraries would cost memory for nothing.
async function openTracingIfAsked(
  { otlpEndpoint: endpoint, otlpHeaders: headers }: ReturnType<typeof readProcess>,
  { log, metrics }: { log: Logger; metrics: Metrics },
): Promise<Tracing | undefined> {
  if (endpoint === '') return undefined
  const { openTracing } = await import('#lib/telemetry/open-tracing.ts')
  return openTracing({ endpoint, headers, log, metrics })
}

function configureAll(
  stations: readonly Station[],
  environment: Environment,
): { config: ReturnType<typeof readProcess>; configured: { name: string; station: ConfiguredStation }[] } {
  const mistakes = new Set<string>()
  const config = collect(() => readProcess(environment), mistakes)
  const configured = stations.map(({ name, configure }) => ({
    name,
    station: collect(() => configure(environment), mistakes),
  }))
  for (const mistake of sharedPorts(config?.metricsPort, configured)) mistakes.add(mistake)
  if (mistakes.size > 0 || config === undefined) throw new ConfigError([...mistakes])
  return {
    config,
    configured: configured.flatMap(({ name, station }) => (station === undefined ? [] : [{ name, station }])),
  }
}

/** Stations that share a port. The second could not listen, and its error would name the first as another process. */
function sharedPorts(
  metricsPort: number | undefined,
  configured: readonly { readonly name: string; readonly station: ConfiguredStation | undefined }[],
): string[] {
  const ports = [
    ...configured.map(({ name, station }) => ({ name, port: station?.port })),
    { name: 'metrics', port: metricsPort },
  ]
  const byPort = Map.groupBy(ports, ({ port }) => port ?? 0)
  return [...byPort].flatMap(([port, holders]) => {
    const names = holders.map(({ name }) => `${name.toUpperCase()}_PORT`).join(' and ')
    return port === 0 || holders.length === 1 ? [] : [`${names} are all ${port}, but each needs its own port`]
  })
}

function readProcess(environment: Environment) {
  return readConfig(processSpec, environment)
}

function collect<Value>(read: () => Value, mistakes: Set<string>): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const mistake of error.mistakes) mistakes.add(mistake)
    return undefined
  }
}

function metricsStation(metrics: Metrics): RunningStation {
  return {
    fetch: async (request) =>
      new URL(request.url).pathname === metricsGet.path
        ? new Response(await metrics.text(), { headers: { 'content-type': metrics.contentType } })
        : new Response('See /metrics\n', { status: 404 }),
    check: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  }
}
