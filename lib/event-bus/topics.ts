const DAY_MS = 24 * 60 * 60 * 1_000

/** A topic as it must exist on every bus. */
export interface Topic {
  readonly name: string
  readonly partitions: number
  readonly retentionMs: number
  /** The media type of its records. */
  readonly contentType: string
}

// The structured mode of the CloudEvents Kafka protocol binding: the whole event as JSON.
const CLOUD_EVENT = 'application/cloudevents+json'

/** Every accepted event, once, in order per device or owner. */
export const EVENTS: Topic = {
  name: 'push.events',
  partitions: 12,
  retentionMs: 7 * DAY_MS,
  contentType: CLOUD_EVENT,
}

/** Notices for people, from matching and from the chat action; keyed by pair or channel. */
export const NOTICES: Topic = {
  name: 'push.notices',
  partitions: 12,
  retentionMs: 7 * DAY_MS,
  contentType: CLOUD_EVENT,
}

/** Dead letters: input that could not be read, with the reason and the original. */
export const DEAD: Topic = {
  name: 'push.dead',
  partitions: 12,
  retentionMs: 30 * DAY_MS,
  contentType: 'application/json',
}

/** The topics of the platform. */
export const TOPICS: readonly Topic[] = [EVENTS, NOTICES, DEAD]

const REPLAY_PARTITIONS = 12

/** The declaration of a topic. Topics of replays are created at first use, with the retention of events. */
export function topicNamed(name: string): Topic {
  const known = TOPICS.find((topic) => topic.name === name)
  return known ?? { ...EVENTS, name, partitions: REPLAY_PARTITIONS }
}
