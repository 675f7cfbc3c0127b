import { expect, test } from 'vitest'
import { openMetrics } from '#lib/telemetry/metrics.ts'

test('a second call with the same name returns the same metric', async () => {
  const metrics = openMetrics()
  metrics.counter('push_test_total', 'A test', ['kind']).inc({ kind: 'a' })
  metrics.counter('push_test_total', 'A test', ['kind']).inc({ kind: 'a' }, 2)
  expect(await metrics.text()).toContain('push_test_total{kind="a"} 3')
})

test('two registries in one process share nothing', async () => {
  openMetrics().counter('push_test_total', 'A test').inc({})
  expect(await openMetrics().text()).not.toContain('push_test_total')
})

test('each scrape calls the reader of a gauge', async () => {
  const metrics = openMetrics()
  let value = 1
  metrics.gauge('push_test_entries', 'A test', [], (gauge) => gauge.set(value))
  expect(await metrics.text()).toContain('push_test_entries 1')
  value = 2
  expect(await metrics.text()).toContain('push_test_entries 2')
})

test('a scrape omits only the gauge that cannot be read', async () => {
  const metrics = openMetrics()
  let isAway = false
  const read = (gauge: { set(value: number): void }) =>
    isAway ? Promise.reject(new Error('away')) : gauge.set(1)
  metrics.gauge('push_test_entries', 'A test', [], read)
  metrics.gauge('push_test_other_entries', 'A test', ['kind'], (gauge) => {
    if (isAway) throw new Error('away')
    gauge.set({ kind: 'a' }, 1)
  })
  metrics.counter('push_test_total', 'A test')
  const values = async () => (await metrics.text()).match(/^push_test.*/gmu)
  const all = ['push_test_entries 1', 'push_test_other_entries{kind="a"} 1', 'push_test_total 0']
  expect(await values()).toEqual(all)
  isAway = true
  expect(await values()).toEqual(['push_test_total 0'])
  isAway = false
  expect(await values()).toEqual(all)
})

test('seconds are counted in buckets from 1 ms to 60 s', async () => {
  const metrics = openMetrics()
  metrics.seconds('push_test_seconds', 'A test').observe({}, 0.0015)
  const text = await metrics.text()
  expect(text).toContain('push_test_seconds_bucket{le="0.001"} 0')
  expect(text).toContain('push_test_seconds_bucket{le="0.002"} 1')
  expect(text).toContain('push_test_seconds_bucket{le="60"} 1')
})

test('label values are escaped', async () => {
  const metrics = openMetrics()
  metrics.counter('push_test_total', 'A test', ['kind']).inc({ kind: 'a"} 1\npush_other_total{x="' })
  expect(await metrics.text()).not.toMatch(/^push_other_total/mu)
})

test.each([-1, Number.NaN])('a counter refuses %d, and keeps its count', async (by) => {
  const metrics = openMetrics()
  const counter = metrics.counter('push_test_total', 'A test', ['kind'])
  counter.inc({ kind: 'a' }, 2)
  const refusal = `Cannot count "push_test_total": ${by} is not a number of 0 or more`
  expect(() => counter.inc({ kind: 'a' }, by)).toThrow(refusal)
  expect(() => counter.series({ kind: 'a' })(by)).toThrow(refusal)
  expect(await metrics.text()).toContain('push_test_total{kind="a"} 2')
})

test('series() and inc() count in the same series', async () => {
  const metrics = openMetrics()
  const counter = metrics.counter('push_test_total', 'A test', ['kind'])
  counter.series({ kind: 'a' })()
  counter.inc({ kind: 'a' }, 2)
  const seconds = metrics.seconds('push_test_seconds', 'A test', ['kind'])
  seconds.series({ kind: 'a' })(0.5)
  seconds.observe({ kind: 'a' }, 100)
  seconds.observe({ kind: 'b' }, 1)
  const text = await metrics.text()
  expect(text).toContain('push_test_total{kind="a"} 3')
  expect(text).toContain('push_test_seconds_bucket{le="0.25",kind="a"} 0')
  expect(text).toContain('push_test_seconds_bucket{le="0.5",kind="a"} 1')
  expect(text).toContain('push_test_seconds_bucket{le="60",kind="a"} 1')
  expect(text).toContain('push_test_seconds_bucket{le="+Inf",kind="a"} 2')
  expect(text).toContain('push_test_seconds_sum{kind="a"} 100.5')
  expect(text).toContain('push_test_seconds_count{kind="a"} 2')
  expect(text).toContain('push_test_seconds_count{kind="b"} 1')
})

test('a counter without labels is printed before its first count', async () => {
  const metrics = openMetrics()
  metrics.counter('push_test_total', 'A test')
  expect(await metrics.text()).toMatch(/^push_test_total 0$/mu)
})
