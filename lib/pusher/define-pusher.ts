import type { z } from 'zod'
import type { ConfigOf, ConfigSpec } from '#lib/config/read-config.ts'
import type { SettingGroup } from '#lib/config/setting.ts'
import type { Mailer } from '#lib/mailer/mailer.ts'
import type { Pusher, PusherLimits } from '#lib/pusher/pusher.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** What every pusher receives in addition to its URL and settings. */
export interface PusherContext {
  readonly log: Logger
  /** The address of the front end. */
  readonly publicUrl: string
  /** Origins that may be called although they are not known, or not public. */
  readonly trustedOrigins: ReadonlySet<string>
  /** Opens the mailer; who gave it closes it. */
  readonly openMailer: () => Promise<Pick<Mailer, 'send' | 'check'>>
  /** The confirmed mail address of a person; undefined when there is none. */
  readonly addressOf: (person: string) => Promise<string | undefined>
}

/** The declaration of a pusher. */
export interface PusherDeclaration<Spec extends ConfigSpec> {
  /** The name that mappings use, and the scheme of its URL in PUSH_CHANNELS. */
  readonly channel: string
  /** The form of its URL, for the help of PUSH_CHANNELS: `onesignal://<app id>, optionally ?server=<url>`. */
  readonly form: string
  /** Its own settings. */
  readonly settings: SettingGroup<Spec>
  /** False when nobody registers a subscription: the channel finds people by itself. */
  readonly isRegistered?: false
  /** The schema of its subscription ids. A subscription belongs to one device. */
  readonly subscription: z.ZodType<string>
  /** The field of a registration that holds the subscription; `subscription_id` if absent. */
  readonly field?: 'endpoint' | 'url'
  /** Reads the keys of a subscription from the fields of a registration; absent when the channel needs none. */
  readonly keys?: z.ZodType<object>
  /** True when keys prove that a caller has the subscription that was registered with the stored ones. */
  readonly isSameOwner?: (stored: string, given: string) => boolean
  /** Makes a secret that we share with the owner of a subscription. They see it once. */
  readonly makeSecret?: () => string
  /** What the provider bears; absent if it has no limits. */
  readonly limits?: (config: ConfigOf<Spec>) => PusherLimits
  /** Calls at the same time by one process; `CALLS_MAX` if absent. */
  readonly callsMax?: number
  /** True if failures in a row make the channel wait, see `Pusher`. */
  readonly failsTogether?: boolean
  /**
   * Opens the pusher. It imports the driver here, so that unused drivers are not loaded.
   *
   * @throws {StartError} when the URL or a setting is invalid.
   */
  readonly open: (url: string, config: ConfigOf<Spec>, context: PusherContext) => Promise<Pusher>
}

/** A declared pusher, independent of the type of its settings. */
export interface DeclaredPusher extends Omit<PusherDeclaration<ConfigSpec>, 'settings' | 'limits' | 'open'> {
  readonly settings: SettingGroup
  /** Opens the pusher; `config` holds the settings of all pushers. */
  readonly open: (
    url: string,
    config: Readonly<Record<string, unknown>>,
    context: PusherContext,
  ) => Promise<Pusher>
}

/** Declares a pusher. */
export function definePusher<Spec extends ConfigSpec>(declaration: PusherDeclaration<Spec>): DeclaredPusher {
  return {
    ...declaration,
    async open(url, config, context) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- read by the spec of these settings, beside those of other pushers
      const own = config as ConfigOf<Spec>
      const pusher = await declaration.open(url, own, context)
      const { limits, callsMax, failsTogether } = declaration
      return { ...pusher, limits: limits?.(own), callsMax, failsTogether }
    },
  }
}
