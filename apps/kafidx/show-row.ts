import { cutText } from '#lib/text/cut-text.ts'
import type { TailRow } from './open-tail.ts'

/** A record in the live tail. */
export interface ShownRow {
  readonly time: string
  readonly topic: string
  readonly type: string
  readonly place: string
  /** Our source, followed by the client's own source. */
  readonly source: string
  readonly device: string
  readonly city: string
  readonly klag: number | undefined
  readonly params: string
}

const PARAMS_LENGTH_MAX = 4_096

/** Creates a row of the tail; params are cut to 4,096 characters. */
export function showRow({ record, event }: TailRow): ShownRow {
  const { topic, partition, offset } = record
  const { type, source, clientsource, subject, time, data } = event
  return {
    time,
    topic,
    type,
    place: `${partition}:${offset}`,
    source: clientsource === undefined ? source : `${source} ${clientsource}`,
    device: subject ?? '',
    city: data.meta.city ?? '',
    klag: data.meta.klag,
    params: cutText(JSON.stringify(data.params), PARAMS_LENGTH_MAX),
  }
}
