import { adapters } from '#lib/config/settings/adapters.ts'
import { addresses } from '#lib/config/settings/addresses.ts'
import { enrich } from '#lib/config/settings/enrich.ts'
import { front } from '#lib/config/settings/front.ts'
import { identity } from '#lib/config/settings/identity.ts'
import { importing } from '#lib/config/settings/importing.ts'
import { mail } from '#lib/config/settings/mail.ts'
import { notifications } from '#lib/config/settings/notifications.ts'
import { telemetry } from '#lib/config/settings/telemetry.ts'
import { tracker } from '#lib/config/settings/tracker.ts'

/** All groups in the order of `.env.template`. */
export const settingGroups = [
  adapters,
  addresses,
  front,
  identity,
  tracker,
  enrich,
  notifications,
  mail,
  importing,
  telemetry,
] as const

/** Every variable the platform reads; a station picks those it needs. */
export const settings = {
  ...adapters.settings,
  ...addresses.settings,
  ...front.settings,
  ...identity.settings,
  ...tracker.settings,
  ...enrich.settings,
  ...notifications.settings,
  ...mail.settings,
  ...importing.settings,
  ...telemetry.settings,
}
