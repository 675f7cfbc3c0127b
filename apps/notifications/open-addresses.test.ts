import { expect, test } from 'vitest'
import { openAddresses } from './open-addresses.ts'

const addressOf = (person: string) => ({ email: `${person}@example.org`, language: 'en' }) as const

test('gives all addresses, also those that it has when it makes room for others', async () => {
  const addresses = openAddresses({
    ask: (people) => Promise.resolve(new Map(people.map((person) => [person, addressOf(person)]))),
  })
  const many = Array.from({ length: 10_000 }, (_, place) => `person-${place}`)
  await addresses.of(many)
  expect((await addresses.of(['person-1', 'ada'])).get('person-1')).toEqual(addressOf('person-1'))
})

test('asks again after 30 s, also for people without an address', async () => {
  let nowMs = 0
  const asked: string[] = []
  const addresses = openAddresses({
    ask: (people) => {
      asked.push(...people)
      return Promise.resolve(new Map())
    },
    now: () => nowMs,
  })
  for (const atMs of [0, 29_999, 30_000]) {
    nowMs = atMs
    expect(await addresses.of(['ada'])).toEqual(new Map())
  }
  expect(asked).toEqual(['ada', 'ada'])
})
