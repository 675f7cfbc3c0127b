import { beforeEach, expect, test } from 'vitest'
import { createPersonKeeper } from './create-person-keeper.ts'
import { aNotice, ANNAS, ANNAS_TABLET, BENS, openDesk, type Desk } from './open-desk.fixture.ts'

let desk: Desk

beforeEach(async () => {
  desk = await openDesk()
  return () => desk.close()
})

test('exports the subscriptions and deliveries of a person', async () => {
  await desk.take(aNotice())
  await desk.send()
  expect(await createPersonKeeper(desk).collect('anna')).toMatchObject({
    files: {
      'subscriptions.json': [{ device_id: 'annas-phone', subscription_id: ANNAS }],
      'rings.json': [{ user: 'anna', state: 'sent' }],
    },
  })
})

test('erases a person: they get no push, and others get none because of them', async () => {
  await desk.take(aNotice())
  await createPersonKeeper(desk).erase('anna')
  expect(await desk.send()).toEqual([])
  expect(await desk.mappings.find('annas-phone')).toBeUndefined()
  expect(await desk.mappings.find('bens-phone')).toBeDefined()
  expect(await desk.deliveries.list({ limit: 9 })).toEqual([])
})

test('removes a released device: its pending deliveries end, other devices ring', async () => {
  await desk.map('annas-tablet', 'anna', ANNAS_TABLET)
  await desk.take(aNotice())
  await createPersonKeeper(desk).release?.('ben', 'annas-tablet')
  await createPersonKeeper(desk).release?.('anna', 'annas-phone')
  expect((await desk.send()).toSorted()).toEqual(['gone', 'sent', 'sent'])
  expect(desk.shown()).toEqual([ANNAS_TABLET, BENS])
})
