import { StartError } from '#lib/errors/start-error.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { BusGroup, BusReader, BusReaderOptions, BusWriter } from '#lib/event-bus/event-bus.ts'

/**
 * The publishing side of the bus at a URL; the URL's scheme selects the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the bus cannot be used.
 */
export async function openBusWriter(url: string, log?: Logger): Promise<BusWriter> {
  switch (schemeOf(url)) {
    case 'kafka':
      return (await import('#lib/event-bus/kafka/open-writer.ts')).openKafkaWriter(url, log)
    case 'sqlite':
      return (await import('#lib/event-bus/sqlite/open-writer.ts')).openSqliteBusWriter(url)
    default:
      throw unknownScheme(url)
  }
}

/**
 * A member of a group on the bus at a URL; the URL's scheme selects the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the bus cannot be used.
 */
export async function openBusReader(
  url: string,
  options: BusReaderOptions,
  log?: Logger,
): Promise<BusReader> {
  switch (schemeOf(url)) {
    case 'kafka':
      return (await import('#lib/event-bus/kafka/open-reader.ts')).openKafkaReader(url, options, log)
    case 'sqlite':
      return (await import('#lib/event-bus/sqlite/open-reader.ts')).openSqliteBusReader(url, options)
    default:
      throw unknownScheme(url)
  }
}

/**
 * The consumer groups with committed offsets on the bus at a URL, in alphabetical order. When others use the same bus, this
 * includes their groups. Viewers commit nothing, so they are not included.
 *
 * @throws {StartError} when the scheme is unknown or the bus cannot be used.
 * @throws {UnavailableError} when the bus does not answer.
 */
export async function groupsOfBus(url: string): Promise<BusGroup[]> {
  switch (schemeOf(url)) {
    case 'kafka':
      return (await import('#lib/event-bus/kafka/groups.ts')).groupsOfKafka(url)
    case 'sqlite':
      return (await import('#lib/event-bus/sqlite/groups.ts')).groupsOfSqlite(url)
    default:
      throw unknownScheme(url)
  }
}

function schemeOf(url: string): string {
  return url.split(':', 1)[0] ?? ''
}

function unknownScheme(url: string): StartError {
  return new StartError(
    `Cannot open bus: scheme "${schemeOf(url)}:" is unknown`,
    'Set BUS_URL to a URL that begins with kafka: or sqlite:, for instance sqlite:./data/bus.db.',
  )
}
