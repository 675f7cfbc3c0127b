import { CloudEvent, Kafka as KafkaBinding } from 'cloudevents'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { openBusWriter } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { newId } from '#lib/ids/new-id.ts'
import { installKcat } from '../../../tests/engines/kcat.ts'
import { runCommand } from '../../../tests/engines/run-command.ts'
import { followTopic } from './follow-topic.fixture.ts'

const kcat = await installKcat()

const url = `kafka://${inject('kafkaBrokers')}`
const soon = { timeout: 60_000 }
const TEST_MS = 120_000

const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const side of opened.splice(0)) await side.close()
})

// The start of the run reports why there is no Kafka; with CI=true the run has then failed already.
describe.skipIf(inject('kafkaBrokers') === undefined)('an event on Kafka', { timeout: TEST_MS }, () => {
  const event = {
    specversion: '1.0',
    id: newId(),
    source: '/tracker/berlin',
    type: 'geo',
    subject: 'phone-1',
    time: '2026-01-01T00:00:00.000Z',
    datacontenttype: 'application/json',
    data: { params: { lt: '52.5' }, meta: { receivedAt: 1_700_000_000_000, protocol: 'get', pod: 'p' } },
  }

  async function publish() {
    const writer = await openBusWriter(url)
    opened.push(writer)
    await writer.publish(EVENTS.name, [
      { key: 'phone-1', value: JSON.stringify(event), timestamp: Date.now() },
    ])
  }

  test('can be read by the CloudEvents SDK, in structured mode', async () => {
    await publish()
    const following = await followTopic(url, EVENTS.name)
    opened.push(following)
    const found = () => following.seen.find(({ value }) => value.includes(event.id))
    await expect.poll(found, soon).toBeDefined()
    const value = found()?.value ?? ''
    // The binding's own message type; the SDK's signature names only a part of it.
    const message = { key: 'phone-1', value, body: value, headers: { 'content-type': EVENTS.contentType } }
    const read = KafkaBinding.toEvent(message)
    expect(read).toBeInstanceOf(CloudEvent)
    expect(read).toMatchObject({
      id: event.id,
      source: event.source,
      type: 'geo',
      subject: 'phone-1',
      data: event.data,
    })
  })

  // kcat is a consumer by others. Without it the test is skipped, and its title says so; with CI=true it is installed.
  test.skipIf(kcat === undefined)(
    'is read by kcat with its one header (skipped when kcat cannot be installed)',
    async () => {
      await publish()
      const output = await runCommand([
        kcat ?? '',
        '-b',
        inject('kafkaBrokers') ?? '',
        '-C',
        '-t',
        EVENTS.name,
        '-o',
        'beginning',
        '-e',
        '-q',
        '-f',
        '%h|%k|%s\n',
      ])
      const line = output.split('\n').find((one) => one.includes(event.id))
      expect(line).toBe(`content-type=application/cloudevents+json|phone-1|${JSON.stringify(event)}`)
    },
  )
})
