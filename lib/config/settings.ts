import { adapters } from '#lib/config/settings/adapters.ts'
import { addresses } from '#lib/config/settings/addresses.ts'
import { front } from '#lib/config/settings/front.ts'
import { identity } from '#lib/config/settings/identity.ts'
import { importing } from '#lib/config/settings/importing.ts'
import { mail } from '#lib/config/settings/mail.ts'
import { positions } from '#lib/config/settings/positions.ts'
import { telemetry } from '#lib/config/settings/telemetry.ts'

/** The groups of settings that several stations or the command line read. */
export const sharedSettingGroups = [
  adapters,
  addresses,
  front,
  identity,
  mail,
  importing,
  positions,
  telemetry,
] as const

/** Settings that several stations or the command line read. Settings of one station are in its `settings.ts`. */
export const settings = {
  ...adapters.settings,
  ...addresses.settings,
  ...front.settings,
  ...identity.settings,
  ...mail.settings,
  ...importing.settings,
  ...positions.settings,
  ...telemetry.settings,
}
