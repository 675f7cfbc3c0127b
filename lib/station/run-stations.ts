import type { Environment } from '#lib/config/read-config.ts'
import { readConfig } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import { ConfigError } from '#lib/errors/config-error.ts'
import { isLocalReach } from '#lib/http/this-machine.ts'
import { openLogger } from '#lib/telemetry/open-logger.ts'
import { openMetrics, type Metrics } from '#lib/telemetry/metrics.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Tracing } from '#lib/telemetry/open-tracing.ts'
import { serve, type Server } from '#lib/station/serve.ts'
import type { ConfiguredStation, RunningStation, Station } from '#lib/station/station.ts'

/** Stations at work in this process. */
export interface RunningStations {
  readonly log: Logger
  /** Where each listens. */
  readonly urls: ReadonlyMap<string, string>
  /** Says that they are not ready any more, then stops them in the reverse order of their start. */
  stop(): Promise<void>
}

const SECOND_MS = 1_000

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

/** Where the lines of the log go: stdout, or a file's path. */
export interface RunOptions {
  readonly logTarget?: number | string
}

/**
 * Starts stations in order, each on its port, and `/metrics` of all on one more.
 *
 * @throws {ConfigError} with the mistakes of all stations, before any of them starts.
 * @throws {StartError} when one cannot start; those before it are stopped again.
 */
export async function runStations(
  stations: readonly Station[],
  environment: Environment,
  { logTarget = 1 }: RunOptions = {},
): Promise<RunningStations> {
  const { config, configured } = configureAll(stations, environment)
  const log = openLogger(config.logLevel, logTarget)
  const metrics = openMetrics()
  const tracing = await openTracingIfAsked(config, { log, metrics })
  const front = {
    publicOrigin: new URL(config.publicUrl).origin,
    trustedHops: config.trustedHops,
    isLocal: isLocalReach(config),
  }
  const urls = new Map<string, string>()
  const started: { name: string; station: RunningStation; server: Server }[] = []

  async function stop(): Promise<void> {
    const failures: unknown[] = []
    const toStop = started.splice(0)
    for (const { server } of toStop) server.retire()
    if (toStop.length > 0) await Bun.sleep(config.stopNoticeSeconds * SECOND_MS)
    for (const { name, station, server } of toStop.toReversed()) {
      try {
        await server.stop()
        await station.stop()
        log.info('station stopped', { station: name })
      } catch (error) {
        // The others are to finish what they have in hand all the same.
        log.error('station not stopped in order', { station: name, error })
        failures.push(error)
      }
    }
    await tracing?.stop()
    if (failures.length > 0) throw new AggregateError(failures, 'Cannot stop every station in order')
  }

  try {
    for (const { name, station: next } of configured) {
      const station = await next.open({
        front,
        log: log.with({ station: name }),
        metrics,
        tracer: tracing?.tracer(name),
      })
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
    const server = serve(metricsStation(metrics), {
      name: 'metrics',
      host: config.host,
      port: config.metricsPort,
      isLocal: front.isLocal,
      log: log.with({ station: 'metrics' }),
    })
    started.push({ name: 'metrics', station: metricsStation(metrics), server })
    urls.set('metrics', server.url)
  } catch (error) {
    await stop()
    throw error
  }
  return { log, urls, stop }
}

// Read only then: whoever traces nothing does not pay for the libraries either.
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
  if (mistakes.size > 0 || config === undefined) throw new ConfigError([...mistakes])
  return {
    config,
    configured: configured.flatMap(({ name, station }) => (station === undefined ? [] : [{ name, station }])),
  }
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
      new URL(request.url).pathname === '/metrics'
        ? new Response(await metrics.text(), { headers: { 'content-type': metrics.contentType } })
        : new Response('See /metrics\n', { status: 404 }),
    check: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  }
}
