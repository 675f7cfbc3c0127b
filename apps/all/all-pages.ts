import { webPages } from '../../edge/web/pages/all-pages.ts'
import { accountsPages } from '../accounts/pages/all-pages.ts'
import { kafidxPages } from '../kafidx/pages/all-pages.ts'
import { imagesPages } from '../images/pages/all-pages.ts'
import { notificationsPages } from '../notifications/pages/all-pages.ts'
import { offersPages } from '../offers/pages/all-pages.ts'
import { storagePages } from '../storage/pages/all-pages.ts'

/** The pages of every station. */
export const allPages = [
  webPages,
  accountsPages,
  kafidxPages,
  imagesPages,
  notificationsPages,
  offersPages,
  storagePages,
] as const
