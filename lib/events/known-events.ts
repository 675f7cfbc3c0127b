import { bud } from '#lib/events/bud.ts'
import { chm } from '#lib/events/chm.ts'
import { chr } from '#lib/events/chr.ts'
import { dvs } from '#lib/events/dvs.ts'
import { geo } from '#lib/events/geo.ts'
import { mtf } from '#lib/events/mtf.ts'
import { offr } from '#lib/events/offr.ts'
import { phone } from '#lib/events/phone.ts'
import { srch } from '#lib/events/srch.ts'
import { w } from '#lib/events/w.ts'

/** Every event type whose fields are known. Events of other types pass unchanged. */
export const knownEvents = [geo, phone, srch, offr, bud, mtf, chm, chr, dvs, w] as const

/** The types on which consumers act only if a service sent the event. */
export const SERVICE_TYPES: ReadonlySet<string> = new Set(
  knownEvents.flatMap((event) => ('acts' in event && event.acts === 'service' ? [event.name] : [])),
)
