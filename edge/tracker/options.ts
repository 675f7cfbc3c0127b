import type { Identifier } from '#lib/auth/identify.ts'
import type { IpPolicy } from '#lib/privacy/client-ip.ts'
import type { Network } from '#lib/privacy/networks.ts'
import type { PrivacyPolicy } from '#lib/privacy/privacy-request.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { EventKeeper } from './keep/event-keeper.ts'
import type { DeviceProver } from './create-device-prover.ts'
import type { CallTraces } from './create-call-tracer.ts'
import type { WriteKeyCheck } from './write-keys/create-write-key-check.ts'

/** Limits of the tracker. */
export interface TrackerLimits {
  readonly eventBytesMax: number
  readonly batchEventsMax: number
  readonly batchBytesMax: number
  readonly queryBytesMax: number
  readonly jsonDepthMax: number
  readonly batchUnpackedBytesMax: number
  /** A phone deletes what it has sent: data above these two limits is lost. */
  readonly phoneEventsMax: number
  readonly phoneBytesMax: number
  readonly unpackRatioMax: number
  readonly bodyGapSecondsMax: number
  readonly bodySecondsMax: number
  readonly requestsInFlightMax: number
  /** 0 removes the limit, also for addresses. */
  readonly deviceEventsPerSecond: number
  readonly deviceEventsBurst: number
  readonly ipEventsPerSecond: number
}

/** Ports and options of the tracker. It does not depend on a runtime. */
export interface TrackerOptions {
  readonly keeper: EventKeeper
  readonly identifier: Identifier
  readonly proveDevice: DeviceProver
  /** Absent if write keys are not checked. */
  readonly writeKeys?: WriteKeyCheck | undefined
  /** Name in the source of its events. */
  readonly name: string
  /** Below each of these paths a GET is an event; `/` stands for every path. */
  readonly trackPaths: readonly string[]
  /** Host name and process id of this tracker. */
  readonly pod: string
  readonly limits: TrackerLimits
  readonly ipPolicy: IpPolicy
  readonly trustedHops: number
  /** Networks of machines that may name the client's address in `X-Push-Ip`. */
  readonly trustedPeers: readonly Network[]
  readonly privacyPolicy: PrivacyPolicy
  readonly log: Logger
  readonly metrics: Metrics
  /** Absent if tracing is off. */
  readonly traces?: CallTraces | undefined
}
