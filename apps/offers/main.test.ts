import { expect, test } from 'vitest'
import { openPerson } from '../cli/simulate/open-person.ts'
import { startSmallPlatform } from '../cli/platform.fixture.ts'

const ADMIN_PASSWORD = 'a-long-admin-password'
const POLLED = { timeout: 15_000 }

test('an import matches an existing search through the bulk action', async () => {
  const { url } = await startSmallPlatform({ ADMIN_PASSWORD, DEMO_CITY: 'paris' })
  const anna = openPerson(url, 'anna')
  const written = await anna.call('storage', '/store/searches', {
    method: 'POST',
    json: {
      title: 'The Louvre',
      keywords: ['louvre'],
      region: { circle: { centre: { lat: 48.861, lng: 2.336 }, radiusMeters: 500 } },
      showLocation: true,
    },
  })
  const { id } = (await written.json()) as { id: string }

  const headers = { authorization: `Basic ${btoa(`admin:${ADMIN_PASSWORD}`)}` }
  const begun = await fetch(`${url}/jobs/demo-city/run`, { method: 'POST', headers })
  expect(begun.status).toBe(202)
  const lastRun = async () => {
    const list = (await (await fetch(`${url}/jobs`, { headers })).json()) as { items: { last: unknown }[] }
    return list.items[0]?.last
  }
  await expect.poll(lastRun, POLLED).toMatchObject({ state: 'done', created: 29, refused: 0 })
  const actionsNow = async () => (await fetch(`${url}/actions`, { headers })).json()
  await expect
    .poll(actionsNow, POLLED)
    .toMatchObject({ handled: { bulk: { done: 1, passed: 0, refused: 0 } } })
  const matches = async () => {
    const response = await anna.call('storage', `/store/searches/${id}/matches`)
    return ((await response.json()) as { items: unknown[] }).items
  }
  await expect.poll(matches, POLLED).toEqual([expect.objectContaining({ search: id, state: 'together' })])
})

test('does not start for an unknown city, and lists the known ones', async () => {
  await expect(startSmallPlatform({ DEMO_CITY: 'Atlantis' })).rejects.toMatchObject({
    name: 'StartError',
    message: 'Cannot import city "Atlantis": the city is unknown',
    hint: 'Set DEMO_CITY to Berlin, Hamburg, Paris, London, New York, Tokyo.',
  })
})
