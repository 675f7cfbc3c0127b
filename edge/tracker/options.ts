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

/** Limits of what the tracker takes. */
export interface TrackerLimits {
  readonly eventBytesMax: number
  readonly batchEventsMax: number
  readonly batchBytesMax: number
  readonly queryBytesMax: number
  readonly jsonDepthMax: number
  readonly batchUnpackedBytesMax: number
  /** A phone deletes what it has sent: what is above these two limits is lost to it. */
  readonly phoneEventsMax: number
  readonly phoneBytesMax: number
  readonly unpackRatioMax: number
  readonly bodyGapSecondsMax: number
  readonly bodySecondsMax: number
  readonly requestsInFlightMax: number
  /** 0 lifts the limit, here and of addresses. */
  readonly deviceEventsPerSecond: number
  readonly deviceEventsBurst: number
  readonly ipEventsPerSecond: number
}

/** What the tracker stands on; it knows no runtime. */
export interface TrackerOptions {
  readonly keeper: EventKeeper
  readonly identifier: Identifier
  readonly proveDevice: DeviceProver
  /** Absent where nobody asks for write keys. */
  readonly writeKeys?: WriteKeyCheck | undefined
  /** Name in the source of its events. */
  readonly name: string
  /** Under each of these paths a GET is an event; `/` stands for every path. */
  readonly trackPaths: readonly string[]
  /** This process. */
  readonly pod: string
  readonly limits: TrackerLimits
  readonly ipPolicy: IpPolicy
  readonly trustedHops: number
  /** Machines that are believed when they name the client. */
  readonly trustedPeers: readonly Network[]
  readonly privacyPolicy: PrivacyPolicy
  readonly log: Logger
  readonly metrics: Metrics
  /** Absent where nothing is traced. */
  readonly traces?: CallTraces | undefined
}
