import type { ConfigOf, ConfigSpec, Environment } from '#lib/config/read-config.ts'
import type { Setting } from '#lib/config/setting.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import type { FrontEnd } from '#lib/http/front-end.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Tracer } from '#lib/telemetry/tracer.ts'
import type { StationName } from '#lib/station/station-names.ts'

/** What a station is given besides its configuration. */
export interface StationContext {
  readonly front: FrontEnd
  readonly log: Logger
  readonly metrics: Metrics
  /** Absent where nothing is traced. */
  readonly tracer?: Tracer | undefined
}

/** A station at work. */
export interface RunningStation {
  /** Answers a request; absent where it has nothing but health checks to say. */
  readonly fetch?: (request: Request, bindings: AppEnv['Bindings']) => Response | Promise<Response>
  /** Resolves when it can do its work; rejects naming the neighbour it lacks. */
  readonly check: () => Promise<void>
  /** Takes nothing new, finishes what is in hand, gives everything back. */
  readonly stop: () => Promise<void>
}

/** One part of the platform: what it reads from the environment, where it listens, how it starts. */
export interface Station {
  readonly name: StationName
  /** The settings it reads. */
  readonly spec: ConfigSpec
  /** Reads the configuration, all mistakes at once; then `open()` starts it. */
  readonly configure: (environment: Environment) => ConfiguredStation
}

/** A station whose configuration was found good. */
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
