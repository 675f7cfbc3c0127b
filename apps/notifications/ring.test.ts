import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import type { PushMessage, PushResult } from '#lib/pusher/pusher.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import type { Failure } from '../../tests/builders/fake-onesignal.ts'
import { openChannels } from './channel.ts'
import {
  aNotice,
  ANNAS,
  ANNAS_TABLET,
  BENS,
  DAY_MS,
  noticesApart,
  openDesk,
  type Desk,
} from './open-desk.fixture.ts'

let desk: Desk

beforeEach(async () => {
  desk = await openDesk()
  return () => desk.close()
})

describe('a notice', () => {
  test('rings every device of both sides once, also when it is repeated', async () => {
    await desk.map('annas-tablet', 'anna', ANNAS_TABLET)
    const notice = aNotice()
    await desk.take(notice, notice)
    await desk.take(notice)
    await desk.send()
    await desk.send()
    expect(desk.shown()).toEqual([ANNAS, ANNAS_TABLET, BENS])
    expect(await desk.states()).toEqual(['sent', 'sent', 'sent'])
  })

  test('that is replayed does not ring, nor does one for people without active devices', async () => {
    await desk.map('carls-phone', 'carl', '', { channel: 'none' })
    await desk.takeReplayed(aNotice())
    await desk.take(
      aNotice({
        sides: [
          { person: 'nobody', subject: 'x', title: '', mobile: false },
          { person: 'carl', subject: 'y', title: '', mobile: false },
        ],
      }),
    )
    expect(await desk.send()).toEqual([])
  })

  test('to an erased person, or caused by one, does not ring', async () => {
    desk.gone.add('ben')
    const { sides, cause, ...notice } = aNotice()
    await desk.take(aNotice(), { ...notice, sides: sides.slice(0, 1), cause: { ...cause, person: 'ben' } })
    expect(await desk.send()).toEqual([])
    expect(desk.shown()).toEqual([])
  })

  test('of the same pair rings again only after the ring window', async () => {
    await desk.take(aNotice())
    await desk.send()
    await desk.take(aNotice())
    expect(await desk.send()).toEqual(['rate_limited', 'rate_limited'])
    await desk.take(aNotice())
    expect(await desk.send(Date.now(), { ringWindowMs: 0 })).toEqual(['sent', 'sent'])
    expect(desk.shown()).toEqual([ANNAS, ANNAS, BENS, BENS])
  })

  test('of the same two people does not ring for a search or offer that was created again', async () => {
    const relisted = (person?: string) => {
      const notice = aNotice({ match: { id: newId(), search: newId(), offer: newId() } })
      const [own, other] = notice.sides
      if (own === undefined || other === undefined) throw new Error('no sides')
      return { ...notice, sides: [own, { ...other, person: person ?? other.person }] }
    }
    await desk.take(relisted())
    expect(await desk.send()).toEqual(['sent', 'sent'])
    await desk.take(relisted())
    expect(await desk.send()).toEqual(['rate_limited', 'rate_limited'])
    await desk.take(relisted('carl'), relisted('importer:shops'), relisted('importer:shops'))
    expect(await desk.send()).toEqual(['sent', 'sent', 'sent'])
  })

  test('causes one mtf event, whichever side rang first', async () => {
    const notice = aNotice()
    await desk.take(notice)
    await desk.send()
    const events = await desk.deliveries.leaseUnsent(10, 1_000, Date.now())
    expect(events).toMatchObject([
      {
        id: `mtf.${notice.match.id}`,
        type: 'mtf',
        params: { match: notice.match.id, sid: 's-1', oid: 'o-1' },
      },
    ])
  })

  test('of an expired match is not sent', async () => {
    await desk.take(aNotice({ validUntil: Date.now() - 1 }))
    expect(await desk.send()).toEqual(['expired', 'expired'])
    expect(desk.shown()).toEqual([])
  })
})

describe('a provider', () => {
  const later = () => Date.now() + 120_000

  test('that loses its answer after accepting gets the same key, and shows one push', async () => {
    await desk.take(aNotice())
    desk.oneSignal.failNext('lostAnswer', 2)
    expect(await desk.send()).toEqual(['later', 'later'])
    expect(await desk.send(later())).toEqual(['sent', 'sent'])
    expect(desk.shown()).toEqual([ANNAS, BENS])
  })

  test.each<[string, Failure]>([
    ['busy', { status: 429, headers: { 'retry-after': '50' } }],
    ['held', { status: 401 }],
    ['held', { status: 403, body: '<title>Forbidden</title>' }],
    ['held', { status: 400, body: { errors: ['app_id not found. You may be missing a header.'] } }],
  ])('does not take our calls (%s: %j) costs no delivery a try, however often', async (outcome, failure) => {
    await desk.take(aNotice())
    desk.oneSignal.failNext(failure, 40)
    for (let times = 0; times < 20; times += 1) expect(await desk.send()).toEqual([outcome, outcome])
    const deliveries = await desk.deliveries.list({ limit: 9 })
    expect(deliveries).toMatchObject([
      { state: 'pending', attempts: 0 },
      { state: 'pending', attempts: 0 },
    ])
    expect(await desk.send()).toEqual(['sent', 'sent'])
  })

  test('that says the subscription is gone ends the mapping, and the other side rings', async () => {
    desk.oneSignal.unsubscribe(ANNAS)
    await desk.take(aNotice())
    expect((await desk.send()).sort()).toEqual(['gone', 'sent'])
    expect((await desk.mappings.find('annas-phone'))?.state).toBe('gone')
    await desk.take(...noticesApart())
    expect(await desk.send()).toEqual(['sent'])
  })

  test('that refuses the message is not called again', async () => {
    await desk.take(aNotice())
    desk.oneSignal.failNext({ status: 400 }, 2)
    expect(await desk.send()).toEqual(['refused', 'refused'])
    expect(await desk.send(later())).toEqual([])
  })

  test('that is the server of one person and stays down lets the delivery expire after ten attempts', async () => {
    await desk.take(aNotice())
    const down: PushResult = { outcome: 'later', reason: '503' }
    const by = openChannels([{ channel: 'onesignal', send: () => Promise.resolve(down) }], quietLog)
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect(await desk.send(Date.now() + attempt * 120_000, {}, by)).toEqual(['later', 'later'])
    expect(await desk.send(Date.now() + 10 * 120_000, {}, by)).toEqual(['expired', 'expired'])
  })

  test('of all that stays down makes its channel wait, and no delivery expires', async () => {
    await desk.take(aNotice())
    desk.oneSignal.failNext({ status: 503 }, 60)
    for (let attempt = 0; attempt < 30; attempt += 1)
      expect(await desk.send(Date.now() + attempt * 120_000)).toEqual(['later', 'later'])
    expect(desk.channels[0]?.gate.status(performance.now()).state).toBe('slowed')
    expect(await desk.send(Date.now() + 30 * 120_000)).toEqual(['sent', 'sent'])
  })
})

test('a mapping with a new owner does not ring for the previous owner', async () => {
  await desk.take(aNotice())
  await desk.mappings.remove('annas-phone')
  await desk.map('annas-phone', 'mallory', ANNAS)
  expect((await desk.send()).sort()).toEqual(['gone', 'sent'])
  expect(desk.shown()).toEqual([BENS])
})

test('a device that is registered again while the provider says it is gone rings by its new subscription', async () => {
  await desk.take(aNotice())
  const [channel] = desk.channels
  if (channel === undefined) throw new Error('no channel')
  const { pusher } = channel
  const registersMeanwhile = {
    ...channel,
    pusher: {
      ...pusher,
      async send(message: PushMessage): Promise<PushResult> {
        if (message.subscription !== ANNAS) return pusher.send(message)
        await desk.map('annas-phone', 'anna', ANNAS_TABLET)
        return { outcome: 'gone', reason: 'not subscribed' }
      },
    },
  }
  expect((await desk.send(Date.now(), {}, [registersMeanwhile])).sort()).toEqual(['gone', 'sent'])
  expect((await desk.mappings.find('annas-phone'))?.state).toBe('active')
  expect(await desk.send()).toEqual(['sent'])
  expect(desk.shown()).toEqual([ANNAS_TABLET, BENS])
})

test('a device that moved to another channel rings there', async () => {
  await desk.take(aNotice())
  await desk.map('annas-phone', 'anna', 'log-subscription', { channel: 'log' })
  expect((await desk.send()).sort()).toEqual(['rerouted', 'sent'])
  expect(desk.shown()).toEqual([BENS])
  expect(await desk.send()).toEqual(['sent'])
  expect(await desk.states()).toEqual(['sent', 'sent'])
})

test('a pair that rang while the clock was a year ahead rings again', async () => {
  vi.setSystemTime(Date.now() + 366 * DAY_MS)
  onTestFinished(() => void vi.useRealTimers())
  await desk.take(aNotice())
  expect(await desk.send()).toEqual(['sent', 'sent'])
  vi.useRealTimers()
  await desk.take(aNotice())
  expect(await desk.send()).toEqual(['sent', 'sent'])
})

test('an old match still rings: only tries and the end of the match end a delivery', async () => {
  await desk.take(aNotice())
  vi.setSystemTime(Date.now() + 3 * DAY_MS)
  onTestFinished(() => void vi.useRealTimers())
  expect(await desk.send()).toEqual(['sent', 'sent'])
})
