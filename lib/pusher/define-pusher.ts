import type { z } from 'zod'
import type { ConfigOf, ConfigSpec } from '#lib/config/read-config.ts'
import type { SettingGroup } from '#lib/config/setting.ts'
import type { Pusher } from '#lib/pusher/pusher.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** What every pusher is given beside its URL and settings. */
export interface PusherContext {
  readonly log: Logger
}

/** How a way to ring a phone is declared. */
export interface PusherDeclaration<Spec extends ConfigSpec> {
  /** The name that mappings use, and the scheme of its URL in PUSH_CHANNELS. */
  readonly channel: string
  /** How its URL is written, for the help of PUSH_CHANNELS: `onesignal://<app id>, optionally ?server=<url>`. */
  readonly form: string
  /** Settings of its own. */
  readonly settings: SettingGroup<Spec>
  /** What names a subscription of one device there. */
  readonly subscription: z.ZodType<string>
  /**
   * Opens it; the driver is imported here, so that nobody loads one they do not use.
   *
   * @throws {StartError} when the URL or a setting cannot be right.
   */
  readonly open: (url: string, config: ConfigOf<Spec>, context: PusherContext) => Promise<Pusher>
}

/** A way to ring a phone, whatever its settings. */
export interface DeclaredPusher {
  readonly channel: string
  readonly form: string
  readonly settings: SettingGroup
  readonly subscription: z.ZodType<string>
  /** Takes its settings from those of all pushers. */
  readonly open: (
    url: string,
    config: Readonly<Record<string, unknown>>,
    context: PusherContext,
  ) => Promise<Pusher>
}

/** Declares a way to ring a phone. */
export function definePusher<Spec extends ConfigSpec>(declaration: PusherDeclaration<Spec>): DeclaredPusher {
  return {
    ...declaration,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- read by the spec of these settings, beside those of other pushers
    open: (url, config, context) => declaration.open(url, config as ConfigOf<Spec>, context),
  }
}
