import { expect, test } from 'vitest'
import { openWorld, problemIn, type World } from '../open-world.fixture.ts'

async function keywords({ call }: World, query: Record<string, string>): Promise<unknown> {
  const response = await call(`GET /store/keywords?${new URLSearchParams(query).toString()}`)
  expect(response.status).toBe(200)
  return ((await response.json()) as { items: unknown }).items
}

test('everybody reads keywords that begin with a prefix, as most people write them, the most frequent first', async () => {
  const world = await openWorld()
  for (const [person, keyword] of [
    ['anna', 'Fahrräder'],
    ['ben', 'Fahrrad'],
    ['cleo', 'fahrrad'],
    ['dora', 'Fahrrad'],
    ['anna', 'Fahrkarte'],
    ['anna', 'Auto'],
  ] as const)
    await world.write('offers', person, { keywords: [keyword] })
  await world.write('offers', 'ben', { keywords: ['Fahrschule'], active: false })
  expect(await keywords(world, { prefix: 'FÄHR' })).toEqual([
    { keyword: 'Fahrrad', offers: 4 },
    { keyword: 'Fahrkarte', offers: 1 },
    { keyword: 'Fahrräder', offers: 1 },
  ])
  expect(await keywords(world, { prefix: 'fahr', limit: '1' })).toEqual([{ keyword: 'Fahrrad', offers: 4 }])
  expect(await keywords(world, { prefix: 'x' })).toEqual([])
})

test('searches are counted from three people on', async () => {
  const world = await openWorld()
  for (const person of ['anna', 'anna', 'ben'])
    await world.write('searches', person, { keywords: ['Zither'] })
  expect(await keywords(world, { prefix: 'zit' })).toEqual([])
  await world.write('offers', 'anna', { keywords: ['Zither'] })
  expect(await keywords(world, { prefix: 'zit' })).toEqual([{ keyword: 'Zither', offers: 1 }])
  await world.write('searches', 'cleo', { keywords: ['Zither'] })
  expect(await keywords(world, { prefix: 'zit' })).toEqual([{ keyword: 'Zither', offers: 1, searches: 4 }])
})

test('near a point, counts change only at the borders of cells of 20 km', async () => {
  const world = await openWorld()
  await world.write('offers', 'anna', { keywords: ['Zither'], showLocation: false })
  const isFound: boolean[] = []
  // Eastwards in steps of 680 m: the offer is at 13.4051.
  for (let step = 0; step <= 200; step += 1) {
    const near = `52.52,${(12.4 + step / 100).toFixed(2)}`
    isFound.push(((await keywords(world, { prefix: 'zit', near })) as unknown[]).length === 1)
  }
  const changes = isFound.flatMap((each, step) => (step > 0 && each !== isFound[step - 1] ? [step] : []))
  expect(isFound[100]).toBe(true)
  // From three cells of 0.35 degrees.
  expect(changes).toEqual([61, 167])
  expect(await keywords(world, { prefix: 'zit', near: '48.1,11.6' })).toEqual([])
})

test('an unchanged answer is not sent again, and what is wrong with a question is named', async () => {
  const { call } = await openWorld()
  const etag = (await call('GET /store/keywords?prefix=a')).headers.get('etag') ?? ''
  const again = await call('GET /store/keywords?prefix=a', { headers: { 'if-none-match': etag } })
  expect(again.status).toBe(304)
  for (const [field, query] of [
    ['prefix', ''],
    ['prefix', 'prefix='],
    ['prefix', 'prefix=%E2%80%8B'],
    ['prefix', `prefix=${'x'.repeat(65)}`],
    ['near', 'prefix=a&near=91,0'],
    ['limit', 'prefix=a&limit=51'],
    ['radius', 'prefix=a&radius=5'],
  ])
    expect(await problemIn(await call(`GET /store/keywords?${query}`))).toEqual({
      status: 400,
      code: 'bad_field',
      field,
    })
})
