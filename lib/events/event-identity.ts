/** The fields that together identify one event. */
export interface EventIdentity {
  /** The source that the platform sets, see `PushEvent`. */
  readonly source: string
  /** The source that the client set in its CloudEvent. */
  readonly clientSource: string | undefined
  readonly device: string | undefined
  readonly id: string
  /** The id of a replay run. */
  readonly replay: string | undefined
}

/**
 * Builds a text that is equal for two events only if they are the same event, that is, if all five fields are equal.
 *
 * @example
 * ```ts
 * identityOf({ source: '/t', clientSource: undefined, device: 'p', id: '1', replay: undefined }) // => '2.1.1 /tp1'
 * identityOf({ source: '/t', clientSource: '/lms', device: 'p', id: '1', replay: undefined }) // => '2.1.1.4 /tp1/lms'
 * ```
 */
export function identityOf({ source, clientSource, device = '', id, replay = '' }: EventIdentity): string {
  // The length prefixes make the text unambiguous for any field values. Without a client source it is the text of older versions,
  // so that both versions recognise each other's claims during an update.
  const lengths = `${source.length}.${device.length}.${id.length}`
  return clientSource === undefined
    ? `${lengths} ${source}${device}${id}${replay}`
    : `${lengths}.${clientSource.length} ${source}${device}${id}${clientSource}${replay}`
}
