import type { Station } from '#lib/station/station.ts'
import { tracker } from '../../edge/tracker/main.ts'
import { web } from '../../edge/web/main.ts'
import { actions } from '../../workers/actions/main.ts'
import { enrich } from '../../workers/enrich/main.ts'
import { statistics } from '../../workers/statistics/main.ts'
import { accounts } from '../accounts/main.ts'
import { images } from '../images/main.ts'
import { kafidx } from '../kafidx/main.ts'
import { matching } from '../matching/main.ts'
import { notifications } from '../notifications/main.ts'
import { offers } from '../offers/main.ts'
import { storage } from '../storage/main.ts'
import { withOutbox } from './outbox/with-outbox.ts'

/** Every station, in the order of the start: first those that others call. */
export const allStations: readonly Station[] = [
  accounts,
  tracker,
  matching,
  storage,
  notifications,
  images,
  offers,
  enrich,
  actions,
  statistics,
  kafidx,
  withOutbox(web),
]
