import type { ConfigOf, ConfigSpec, Environment } from '#lib/config/read-config.ts'
import type { Setting } from '#lib/config/setting.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import type { FrontEnd } from '#lib/http/front-end.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Tracer } from '#lib/telemetry/tracer.ts'
import type { StationName } from '#lib/station/station-names.ts'

/** What a station gets besides its configuration. */
export interface StationContext {
  readonly front: FrontEnd
  readonly log: Logger
  readonly metrics: Metrics
  /** Absent when tracing is off. */
  readonly tracer?: Tracer | undefined
}

/** A station that runs. */
export interface RunningStation {
  /** Answers a request; absent for a station that has only health checks. */
  readonly fetch?: (request: Request, bindings: AppEnv['Bindings']) => Response | Promise<Response>
  /** Resolves when the station can do its work; otherwise rejects with an error that names the missing dependency. */
  readonly check: () => Promise<void>
  /** Accepts nothing new, finishes what is in progress, and releases all resources. */
  readonly stop: () => Promise<void>
}

/** One part of the platform: what it reads from the environment, where it listens, how it starts. */
export interface Station {
  readonly name: StationName
  /** The settings it reads. */
  readonly spec: ConfigSpec
  /** Reads the configuration and reports all its mistakes at once; `open()` of the result starts the station. */
  readonly configure: (environment: Environment) => ConfiguredStation
}

/** A station with a valid configuration. */
export interface ConfiguredStation {
  readonly host: string
  readonly port: number
  readonly open: (context: StationContext) => Promise<RunningStation>
}

/** How a station is declared. */
export interface StationDeclaration<Spec extends ConfigSpec> {
  readonly name: StationName
  readonly port: Setting<number>
  readonly spec: Spec
  readonly open: (config: ConfigOf<Spec>, context: StationContext) => Promise<RunningStation>
}
