import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Pusher, PushMessage } from '#lib/pusher/pusher.ts'
import type { FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { DEFAULT_PREFERENCES } from '#lib/store/preferences.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { openChannels } from './channel.ts'
import { openDesk, type Desk } from './open-desk.fixture.ts'

const OFFERS = 2_150
const MINUTE_MS = 60_000
const SLOW = { timeout: 60_000 }

/** Tests that a search which meets very many offers at once does not flood a phone, and that nothing is lost. */
export function describeFlood(name: string, freshUrl: FreshUrl): void {
  let desk: Desk
  const shown: PushMessage[] = []
  const pusher: Pusher = {
    channel: 'onesignal',
    send(message) {
      shown.push(message)
      return Promise.resolve({ outcome: 'sent', providerId: 'p' })
    },
  }

  beforeEach(async () => {
    shown.length = 0
    desk = await openDesk(await freshUrl())
    await desk.prefer('anna', DEFAULT_PREFERENCES)
    return () => desk.close()
  })

  /** Notices of one search of Anna with offers of as many people. */
  function flood(count: number, cause: Partial<MatchNotice['cause']>): MatchNotice[] {
    return Array.from({ length: count }, (_, place) => ({
      match: { id: newId(), search: 's-1', offer: `o-${place}` },
      sides: [
        { person: 'anna', subject: 's-1', title: 'Bicycle', mobile: false },
        { person: `giver-${place}`, subject: `o-${place}`, title: 'Old bicycle', mobile: false },
      ],
      distanceClass: '<1' as const,
      cause: { source: '/tracker/local', id: newId(), time: Date.now(), ...cause },
    }))
  }

  async function sendAll(): Promise<void> {
    while ((await desk.send(Date.now(), {}, openChannels([pusher], quietLog))).length > 0);
  }

  /** Goes on in time, with two processes that make digests. */
  async function goOn(ms: number): Promise<void> {
    vi.setSystemTime(Date.now() + ms)
    onTestFinished(() => void vi.useRealTimers())
    await Promise.all([1, 2].map(() => desk.makeDigests(Date.now())))
    await sendAll()
  }

  async function countStates(): Promise<Record<string, number>> {
    const all = await desk.deliveries.list({ limit: OFFERS * 2 })
    const states = Map.groupBy(all, ({ state, content }) => `${content.kind} ${state}`)
    return Object.fromEntries([...states].map(([state, { length }]) => [state, length]))
  }

  describe(`a search that meets ${OFFERS} offers at once on ${name}`, () => {
    test(
      'because they moved rings as often as the cap allows, and then once for all others',
      SLOW,
      async () => {
        await desk.take(...flood(OFFERS, {}))
        await sendAll()
        const { maxPerHour } = DEFAULT_PREFERENCES
        expect(shown).toHaveLength(maxPerHour)
        await goOn(4 * MINUTE_MS)
        expect(shown).toHaveLength(maxPerHour)
        await goOn(MINUTE_MS)
        expect(shown).toHaveLength(maxPerHour + 1)
        const told = OFFERS - maxPerHour
        expect(shown.at(-1)?.title).toContain(told.toLocaleString('en'))
        expect(await countStates()).toEqual({
          'match sent': maxPerHour,
          'match digested': told,
          'digest sent': 1,
        })
        await goOn(60 * MINUTE_MS)
        expect(shown).toHaveLength(maxPerHour + 1)
      },
    )

    test('because it was just made rings once, when no more come', SLOW, async () => {
      const notices = flood(OFFERS, { person: 'anna', source: '/service/storage' })
      await desk.take(...notices.slice(0, 1_000))
      await sendAll()
      await goOn(2_000)
      await desk.take(...notices.slice(1_000))
      await sendAll()
      await goOn(2_000)
      expect(shown).toEqual([])
      await goOn(2_000)
      expect(shown).toHaveLength(1)
      expect(await countStates()).toEqual({ 'match digested': OFFERS, 'digest sent': 1 })
    })

    test('rings as itself where only one is left', async () => {
      await desk.take(...flood(1, { person: 'anna', source: '/service/storage' }))
      await sendAll()
      expect(shown).toEqual([])
      await goOn(4_000)
      expect(shown).toHaveLength(1)
      expect(await countStates()).toEqual({ 'match sent': 1 })
    })
  })
}
