import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Pusher } from '#lib/pusher/pusher.ts'
import type { FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { openChannels } from './channel.ts'
import { aNotice, openDesk, type Desk } from './open-desk.fixture.ts'
import { openSender } from './open-sender.ts'
import { sendBatch } from './send-batch.ts'

/** Counts what a store does, until the test ends. */
export type CountWork = (url: string) => () => number

const PEOPLE = 40
const GONE = 'subscription of person-7'

/** Tests of what a batch of notices costs, from the notices to the stored outcomes of their pushes; `max` is the limit of the count. */
export function describeBatchCost(
  name: string,
  { freshUrl, countWork, max }: { freshUrl: FreshUrl; countWork: CountWork; max: number },
): void {
  /** Opens a desk for many people with one phone each, and a count of the work of its store. */
  async function open(): Promise<{ readonly desk: Desk; readonly count: () => number }> {
    const url = await freshUrl()
    const desk = await openDesk(url)
    onTestFinished(() => desk.close())
    for (let each = 0; each < PEOPLE; each += 1) {
      const person = `person-${each}`
      await desk.prefer(`person-${each}`)
      await desk.map(`phone of ${person}`, person, `subscription of ${person}`, { channel: 'pigeon' })
    }
    return { desk, count: countWork(url) }
  }

  /** A match of two people, which a new account caused; each place is another pair of people. */
  function noticeOf(place: number, search = newId(), offer = newId()): MatchNotice {
    const [first, second] = [place, place + 1 + Math.floor(place / PEOPLE)]
    const side = (person: number, subject: string) => ({
      person: `person-${person % PEOPLE}`,
      subject,
      title: 'Bicycle',
      mobile: true,
    })
    const cause = { source: '/tracker/local', id: newId(), time: Date.now(), person: newId() }
    const match = { id: newId(), search, offer }
    return aNotice({ match, cause, sides: [side(first, search), side(second, offer)] })
  }

  /** Sends all that is due, and returns the subscriptions that were rung. */
  async function sendAll({ deliveries, ports }: Desk): Promise<string[]> {
    const rung: string[] = []
    const pusher: Pusher = {
      channel: 'pigeon',
      send({ subscription }) {
        rung.push(subscription)
        if (subscription === GONE) return Promise.resolve({ outcome: 'gone', reason: 'not subscribed' })
        return Promise.resolve({ outcome: 'sent', providerId: 'p' })
      },
    }
    // A look at an interval would count too, as often as the machine is slow.
    vi.useFakeTimers({ toFake: ['setInterval'] })
    const ended = Promise.withResolvers<void>()
    const sender = openSender({
      deliveries: {
        async lease(request) {
          const due = await deliveries.lease(request)
          if (due.length < request.max) ended.resolve()
          return due
        },
      },
      channels: openChannels([pusher], quietLog),
      send: (due, channel) => sendBatch(due, channel, ports, () => true),
      leaseMs: 60_000,
      log: quietLog,
    })
    vi.useRealTimers()
    sender.nudge()
    await ended.promise
    await sender.stop()
    return rung
  }

  describe(`a batch of notices on ${name}`, () => {
    test.each([1, 10, 500])(
      'of %i matches, and as many that were blocked, costs no more than the limit',
      async (length) => {
        const { desk, count } = await open()
        const begun = Array.from({ length }, (_, place) => noticeOf(place))
        await desk.takeMixed(
          begun,
          Array.from({ length }, (_, place) => noticeOf(place)),
        )
        const rung = await sendAll(desk)
        expect(count()).toBeLessThanOrEqual(max)
        expect(count()).toBeGreaterThan(0)
        expect(await desk.deliveries.waiting()).toEqual(new Map())
        // A subscription that is gone is not rung again by the next batch of the sender.
        expect(rung.filter((each) => each !== GONE)).toHaveLength(
          begun.flatMap(({ sides }) => sides).filter(({ person }) => person !== 'person-7').length,
        )
      },
    )

    test.each([1, 10, 500])(
      'of %i matches of one pair costs no more than the limit, and rings each side once',
      async (length) => {
        const { desk, count } = await open()
        await desk.take(...Array.from({ length }, () => noticeOf(0, 'a search', 'an offer')))
        expect((await sendAll(desk)).toSorted()).toEqual([
          'subscription of person-0',
          'subscription of person-1',
        ])
        expect(count()).toBeLessThanOrEqual(max)
        expect(await desk.deliveries.waiting()).toEqual(new Map())
      },
    )
  })
}
