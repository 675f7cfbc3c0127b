/** What tells one event from all others. */
export interface EventIdentity {
  /** Ours, see `PushEvent`. */
  readonly source: string
  /** The client's own, of a CloudEvent. */
  readonly clientSource: string | undefined
  readonly device: string | undefined
  readonly id: string
  /** The run of a replay. */
  readonly replay: string | undefined
}

/**
 * A text that two events share only where they are one: one id from one source of the client, of one device, by one source of
 * ours, within one run of a replay or within none.
 *
 * @example
 * ```ts
 * identityOf({ source: '/t', clientSource: undefined, device: 'p', id: '1', replay: undefined }) // => '2.1.1 /tp1'
 * identityOf({ source: '/t', clientSource: '/lms', device: 'p', id: '1', replay: undefined }) // => '2.1.1.4 /tp1/lms'
 * ```
 */
export function identityOf({ source, clientSource, device = '', id, replay = '' }: EventIdentity): string {
  // With their lengths in front no two events share a text, whatever stands in the fields. Without a source of the client it is
  // the text that older versions made: they know each other's claims while one replaces the other.
  const lengths = `${source.length}.${device.length}.${id.length}`
  return clientSource === undefined
    ? `${lengths} ${source}${device}${id}${replay}`
    : `${lengths}.${clientSource.length} ${source}${device}${id}${clientSource}${replay}`
}
