const DAY_MS = 24 * 60 * 60 * 1_000

/** A topic as it must exist on every bus. */
export interface Topic {
  readonly name: string
  readonly partitions: number
  readonly retentionMs: number
  /** What its records hold, as a media type. */
  readonly contentType: string
}

// The structured mode of the CloudEvents Kafka protocol binding: the whole event as JSON.
const CLOUD_EVENT = 'application/cloudevents+json'

/** Every event that was accepted once, in order per device or owner. */
export const EVENTS: Topic = {
  name: 'push.events',
  partitions: 12,
  retentionMs: 7 * DAY_MS,
  contentType: CLOUD_EVENT,
}

/** What matching and the chat action want people to hear of; keyed by pair or channel. */
export const NOTICES: Topic = {
  name: 'push.notices',
  partitions: 12,
  retentionMs: 7 * DAY_MS,
  contentType: CLOUD_EVENT,
}

/** What could not be read, with the reason and the original. */
export const DEAD: Topic = {
  name: 'push.dead',
  partitions: 12,
  retentionMs: 30 * DAY_MS,
  contentType: 'application/json',
}

/** The topics of the platform. */
export const TOPICS: readonly Topic[] = [EVENTS, NOTICES, DEAD]

const REPLAY_PARTITIONS = 12

/** The declaration behind a name; topics of replays are made when first used, with the events' retention. */
export function topicNamed(name: string): Topic {
  const known = TOPICS.find((topic) => topic.name === name)
  return known ?? { ...EVENTS, name, partitions: REPLAY_PARTITIONS }
}
