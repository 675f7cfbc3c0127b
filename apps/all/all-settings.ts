import type { Setting, SettingGroup } from '#lib/config/setting.ts'
import { sharedSettingGroups } from '#lib/config/settings.ts'
import { allPushers } from '#lib/pusher/all-pushers.ts'
import { trackerSettings } from '../../edge/tracker/settings.ts'
import { webSettings } from '../../edge/web/settings.ts'
import { enrichSettings } from '../../workers/enrich/settings.ts'
import { accountsSettings } from '../accounts/settings.ts'
import { imagesSettings } from '../images/settings.ts'
import { matchingSettings } from '../matching/settings.ts'
import { notificationsSettings } from '../notifications/settings.ts'
import { offersSettings } from '../offers/settings.ts'
import { storageSettings } from '../storage/settings.ts'

/** All groups of settings, in the order of `.env.template`. */
export const allSettingGroups: readonly SettingGroup[] = [
  ...sharedSettingGroups,
  webSettings,
  accountsSettings,
  trackerSettings,
  enrichSettings,
  matchingSettings,
  notificationsSettings,
  ...allPushers.map(({ settings }) => settings),
  imagesSettings,
  offersSettings,
  storageSettings,
]

/** Every variable that the platform reads. */
export const allSettings: readonly Setting<unknown>[] = allSettingGroups.flatMap(({ settings }) =>
  Object.values(settings),
)
