import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import type { Pusher } from '#lib/pusher/pusher.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { aNotice, ANNAS, ANNAS_TABLET, BENS, openDesk, type Desk } from './open-desk.fixture.ts'
import { openSender } from './open-sender.ts'
import { sendDelivery } from './send-delivery.ts'

let desk: Desk

beforeEach(async () => {
  desk = await openDesk()
  return () => desk.close()
})

describe('a notice', () => {
  test('rings every device of both sides, once, however often it comes', async () => {
    await desk.map('annas-tablet', 'anna', ANNAS_TABLET)
    const notice = aNotice()
    await desk.take(notice, notice)
    await desk.take(notice)
    await desk.send()
    await desk.send()
    expect(desk.shown()).toEqual([ANNAS, ANNAS_TABLET, BENS])
    expect(await desk.states()).toEqual(['sent', 'sent', 'sent'])
  })

  test('that was replayed rings nobody; nor does one for people without devices, or with devices that are not rung', async () => {
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

  test('with somebody who was erased, or by them, rings nobody', async () => {
    desk.gone.add('ben')
    const { sides, cause, ...notice } = aNotice()
    await desk.take(aNotice(), { ...notice, sides: sides.slice(0, 1), cause: { ...cause, person: 'ben' } })
    expect(await desk.send()).toEqual([])
    expect(desk.shown()).toEqual([])
  })

  test('of the same pair inside the ring window rings no more, and after it again', async () => {
    await desk.take(aNotice())
    await desk.send()
    await desk.take(aNotice())
    expect(await desk.send()).toEqual(['rate_limited', 'rate_limited'])
    await desk.take(aNotice())
    expect(await desk.send(Date.now(), { ringWindowMs: 0 })).toEqual(['sent', 'sent'])
    expect(desk.shown()).toEqual([ANNAS, ANNAS, BENS, BENS])
  })

  test('is told as mtf once, whoever was rung first', async () => {
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

  test('whose match is over is not sent', async () => {
    await desk.take(aNotice({ validUntil: Date.now() - 1 }))
    expect(await desk.send()).toEqual(['expired', 'expired'])
    expect(desk.shown()).toEqual([])
  })
})

describe('a provider that', () => {
  const later = () => Date.now() + 120_000

  test('loses its answer after accepting gets the same key, and shows once', async () => {
    await desk.take(aNotice())
    desk.oneSignal.failNext('lostAnswer', 2)
    expect(await desk.send()).toEqual(['later', 'later'])
    expect(await desk.send(later())).toEqual(['sent', 'sent'])
    expect(desk.shown()).toEqual([ANNAS, BENS])
  })

  test('is busy is asked again no sooner than it says', async () => {
    await desk.take(aNotice())
    desk.oneSignal.failNext({ status: 429, headers: { 'retry-after': '50' } }, 2)
    await desk.send()
    expect(await desk.send(Date.now() + 49_000)).toEqual([])
    expect(await desk.send(Date.now() + 51_000)).toEqual(['sent', 'sent'])
  })

  test('refuses our key burns no delivery', async () => {
    await desk.take(aNotice())
    desk.oneSignal.failNext({ status: 401 }, 2)
    expect(await desk.send()).toEqual(['held', 'held'])
    expect(await desk.states()).toEqual(['pending', 'pending'])
    expect(await desk.send(later())).toEqual(['sent', 'sent'])
  })

  test('says the subscription is gone ends the mapping, and the other side rings', async () => {
    desk.oneSignal.unsubscribe(ANNAS)
    await desk.take(aNotice())
    expect((await desk.send()).sort()).toEqual(['gone', 'sent'])
    expect((await desk.mappings.find('annas-phone'))?.state).toBe('gone')
    await desk.take(aNotice({ match: { id: newId(), search: 's-2', offer: 'o-2' } }))
    expect(await desk.send()).toEqual(['sent'])
  })

  test('calls the message wrong is not asked again', async () => {
    await desk.take(aNotice())
    desk.oneSignal.failNext({ status: 400 }, 2)
    expect(await desk.send()).toEqual(['refused', 'refused'])
    expect(await desk.send(later())).toEqual([])
  })

  test('stays down is given up after ten attempts', async () => {
    await desk.take(aNotice())
    desk.oneSignal.failNext({ status: 503 }, 20)
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect(await desk.send(Date.now() + attempt * 120_000)).toEqual(['later', 'later'])
    expect(await desk.send(Date.now() + 10 * 120_000)).toEqual(['expired', 'expired'])
  })
})

test('a mapping that went to somebody else is not rung for the one before', async () => {
  await desk.take(aNotice())
  await desk.mappings.remove('annas-phone')
  await desk.map('annas-phone', 'mallory', ANNAS)
  expect((await desk.send()).sort()).toEqual(['gone', 'sent'])
  expect(desk.shown()).toEqual([BENS])
})

test('the sender goes on after a delivery that throws, and sends it when its lease is over', async () => {
  await desk.take(aNotice())
  let isBroken = true
  const broken: Pusher = {
    channel: 'onesignal',
    send: (message) => (isBroken ? Promise.reject(new Error('out of order')) : good.send(message)),
  }
  const [good = broken] = desk.ports.pushers
  const sender = openSender({
    deliveries: desk.deliveries,
    send: (delivery) => sendDelivery(delivery, { ...desk.ports, pushers: [broken] }),
    leaseMs: 100,
    log: quietLog,
  })
  sender.nudge()
  await expect
    .poll(async () => (await desk.deliveries.list({ limit: 9 })).every(({ attempts }) => attempts > 0))
    .toBe(true)
  isBroken = false
  await expect.poll(desk.shown, { timeout: 5_000 }).toEqual([ANNAS, BENS])
  await sender.stop()
})
