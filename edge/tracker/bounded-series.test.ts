import { expect, test } from 'vitest'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { openTrackerWorld } from './open-tracker-world.fixture.ts'

/** Calls in which every value is a word that the caller invents. */
function madeUp(word: string): readonly (readonly [path: string, init?: RequestInit])[] {
  const json = { 'content-type': 'application/json', 'user-agent': word, 'x-forwarded-for': word }
  const event = { id: word, type: word, di: word, params: { di: word, [word]: word } }
  return [
    [`/t/${word}?di=${word}&${word}=1`],
    [`/t/${word}/${word}.gif?di=${word}`],
    [`/${word}`],
    [`/${word}/w`, { method: 'POST', body: word }],
    ['/t/w', { method: word.toUpperCase() }],
    ['/v1/events', { method: 'POST', headers: json, body: JSON.stringify(event) }],
    ['/v1/events', { method: 'POST', headers: { 'content-type': `application/${word}` }, body: word }],
    ['/v1/batch', { method: 'POST', headers: json, body: JSON.stringify([event, { type: 1 }, word]) }],
    ['/v1/batch', { method: 'POST', headers: { ...json, authorization: `Bearer ${word}` }, body: word }],
    ['/owntracks', { method: 'POST', headers: json, body: JSON.stringify({ _type: word, tid: word }) }],
    ['/overland', { method: 'POST', headers: json, body: JSON.stringify({ locations: [{ type: word }] }) }],
    [`/osmand?id=${word}&lat=${word}&lon=${word}`],
    [`/${word}`, { method: 'OPTIONS' }],
  ]
}

test('the number of series does not grow with the words that callers invent', async () => {
  const world = await openTrackerWorld()
  const metrics = openMetrics()
  const tracker = world.tracker({ metrics })

  async function seriesAfter(words: readonly string[]): Promise<string[]> {
    for (const call of words.flatMap(madeUp)) await tracker.request(...call, {})
    const lines = (await metrics.text()).split('\n')
    return lines.filter((line) => /^(?:push|http)_/u.test(line)).map((line) => line.replace(/ \S+$/u, ''))
  }

  const before = await seriesAfter(['first'])
  expect(before).toContain('push_tracker_events_total{protocol="get",outcome="ok"}')
  const words = Array.from({ length: 40 }, (_, index) => `word${index}`)
  expect(await seriesAfter(words)).toEqual(before)
  expect(before.join('\n')).not.toContain('first')
  await world.close()
})
