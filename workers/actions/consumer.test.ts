import { describe, expect, onTestFinished, test } from 'vitest'
import { signPersonToken } from '#lib/auth/tokens.ts'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { createActions } from './app.ts'
import { bulk } from './bulk.ts'
import { actionsConsumer } from './consumer.ts'
import { aBud, openWorkshop } from './open-workshop.fixture.ts'
import { openTally } from './open-tally.ts'

/** The bulk action with its consumer group on a bus, and the API. */
async function openWorkers() {
  const shop = await openWorkshop()
  const metrics = openMetrics()
  const consumer = actionsConsumer([bulk])
  const { group } = consumer
  const tally = openTally([bulk], metrics)
  const busUrl = `sqlite:${shop.folder}/bus.db`
  const bus = await openBusWriter(busUrl)
  const reader = await openBusReader(busUrl, { group, topics: [EVENTS.name], from: 'earliest' })
  onTestFinished(async () => {
    await reader.close()
    await bus.close()
  })
  const app = createActions({
    consumer: { group, lag: () => reader.lag() },
    tally,
    identifier: { keys: shop.keys, audience: 'actions', adminPassword: '' },
    log: quietLog,
    metrics,
  })

  async function page(role: 'operate' | 'person' | undefined): Promise<Response> {
    const token = role && (await signPersonToken(shop.keys, { person: 'olga', role }, 'actions'))
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    return app.request('/actions', { headers }, {})
  }

  return {
    ...shop,
    metrics,
    run: () => reader.run(consumer.handle({ ports: shop.ports, tally, log: quietLog })),
    publish: (...values: string[]) =>
      bus.publish(
        EVENTS.name,
        values.map((value) => ({ key: 'importer:test', value, timestamp: Date.now() })),
      ),
    page,
    shown: async () => (await page('operate')).json() as Promise<Record<string, unknown>>,
  }
}

const geo = JSON.stringify({ ...aBud(), type: 'geo', source: '/tracker/local' })

describe('the consumer group', () => {
  test('passes each event to the actions of its type, and shows its lag', async () => {
    const workers = await openWorkers()
    await workers.publish(geo, JSON.stringify(aBud()), geo)
    const handled = (done: number) => ({ bulk: { done, passed: 0, refused: 0 } })
    expect(await workers.shown()).toEqual({ group: 'actions', lag: 3, handled: handled(0) })
    await workers.run()
    await expect.poll(workers.shown).toEqual({ group: 'actions', lag: 0, handled: handled(1) })
    expect(await workers.asked()).toMatchObject([{ subject: 'importer:test' }])
    expect(await workers.metrics.text()).toContain(
      'push_actions_handled_total{action="bulk",outcome="done"} 1',
    )
  })

  test('ignores replayed and unreadable events', async () => {
    const workers = await openWorkers()
    await workers.publish(
      JSON.stringify(aBud({ id: 'bud-1', replay: 'run-1' })),
      'no JSON',
      '{"no":"event"}',
      JSON.stringify(aBud({ id: 'bud-2', owner: 'a b' })),
      JSON.stringify(aBud({ id: 'bud-3' })),
    )
    await workers.run()
    await expect.poll(workers.shown).toMatchObject({ lag: 0, handled: { bulk: { done: 1, refused: 1 } } })
    expect(await workers.asked()).toMatchObject([{ cause: { id: 'bud-3' } }])
  })

  test('commits only completed events: while matching is down the event waits', async () => {
    const workers = await openWorkers()
    await workers.lose()
    await workers.publish(JSON.stringify(aBud()))
    let attempts = 0
    const waiting: typeof bulk = {
      ...bulk,
      handle(ports) {
        const act = bulk.handle(ports)
        return (event) => {
          attempts += 1
          return act(event)
        }
      },
    }
    const reader = await openBusReader(`sqlite:${workers.folder}/bus.db`, {
      group: 'other',
      topics: [EVENTS.name],
      from: 'earliest',
    })
    const tally = openTally([waiting], openMetrics())
    await reader.run(actionsConsumer([waiting]).handle({ ports: workers.ports, tally, log: quietLog }))
    await expect.poll(() => attempts, { timeout: 5_000 }).toBeGreaterThan(1)
    expect((await reader.lag()).reduce((sum, { lag }) => sum + lag, 0)).toBe(1)
    expect(tally.counts()).toEqual({ bulk: { done: 0, passed: 0, refused: 0 } })
    await reader.close()
  })
})

test('GET /actions: 401 without a token, 403 for a person', async () => {
  const workers = await openWorkers()
  expect((await workers.page(undefined)).status).toBe(401)
  expect((await workers.page('person')).status).toBe(403)
})
