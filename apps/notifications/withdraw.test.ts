import { beforeEach, describe, expect, test } from 'vitest'
import { aNotice, ANNAS_TABLET, noticesApart, openDesk, type Desk } from './open-desk.fixture.ts'

let desk: Desk

beforeEach(async () => {
  desk = await openDesk()
  return () => desk.close()
})

describe('a match that ends', () => {
  test('by a block stops pending deliveries, and does not reveal the block', async () => {
    const notice = aNotice()
    await desk.take(notice)
    desk.oneSignal.failNext({ status: 503 }, 1)
    expect((await desk.send()).sort()).toEqual(['later', 'sent'])
    await desk.take(...noticesApart())
    await desk.end(notice, 'block')
    expect(await desk.send(Date.now() + 120_000)).toEqual(['sent', 'sent'])
    const ofMatch = (await desk.deliveries.list({ limit: 9 })).filter(
      ({ match }) => match === notice.match.id,
    )
    expect(ofMatch.map(({ state, reason }) => `${state}: ${reason}`).sort()).toEqual([
      'expired: the match is over',
      'sent: undefined',
    ])
  })

  test('in another way, or in a replay, still rings, because the two met', async () => {
    const notice = aNotice()
    await desk.take(notice)
    await desk.end(notice)
    await desk.takeReplayed({ ...notice, cause: { ...notice.cause, reason: 'block' } }, 'match.ended')
    expect(await desk.send()).toEqual(['sent', 'sent'])
  })

  test('by a block in the batch in which it began does not ring', async () => {
    const notice = aNotice()
    await desk.end(notice, 'block', [notice])
    expect(await desk.send()).toEqual([])
    expect(await desk.states()).toEqual([])
  })

  test('by a block does not ring when its begin is published again after a crash, not even a new device', async () => {
    const notice = aNotice()
    await desk.take(notice)
    await desk.end(notice, 'block')
    await desk.map('annas-tablet', 'anna', ANNAS_TABLET)
    await desk.take(notice)
    await desk.end(notice, 'block')
    expect(await desk.send()).toEqual([])
    expect(await desk.states()).toEqual(['expired', 'expired'])
    expect(desk.shown()).toEqual([])
  })
})
