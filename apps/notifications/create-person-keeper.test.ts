import { beforeEach, expect, test } from 'vitest'
import { keepPeople } from './keep-people.ts'
import { aNotice, ANNAS, ANNAS_TABLET, BENS, openDesk, type Desk } from './open-desk.fixture.ts'

let desk: Desk

beforeEach(async () => {
  desk = await openDesk()
  return () => desk.close()
})

test('shows how the devices of a person ring, and what they rang for', async () => {
  await desk.take(aNotice())
  await desk.send()
  expect(await keepPeople(desk).collect('anna')).toMatchObject({
    files: {
      'subscriptions.json': [{ device_id: 'annas-phone', subscription_id: ANNAS }],
      'rings.json': [{ user: 'anna', state: 'sent' }],
    },
  })
})

test('erases a person: nothing rings for them, nor for others because of them', async () => {
  await desk.take(aNotice())
  await keepPeople(desk).erase('anna')
  expect(await desk.send()).toEqual([])
  expect(await desk.mappings.find('annas-phone')).toBeUndefined()
  expect(await desk.mappings.find('bens-phone')).toBeDefined()
  expect(await desk.deliveries.list({ limit: 9 })).toEqual([])
})

test('lets go of a device that was given back: what is pending for it ends, the others ring', async () => {
  await desk.map('annas-tablet', 'anna', ANNAS_TABLET)
  await desk.take(aNotice())
  await keepPeople(desk).release?.('ben', 'annas-tablet')
  await keepPeople(desk).release?.('anna', 'annas-phone')
  expect((await desk.send()).toSorted()).toEqual(['gone', 'sent', 'sent'])
  expect(desk.shown()).toEqual([ANNAS_TABLET, BENS])
})
