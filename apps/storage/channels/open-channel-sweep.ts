import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import { askMatch } from '#lib/service-client/one-match.ts'
import type { Channel } from '#lib/store/channels.ts'
import { isOver, nextCheck } from './match-over.ts'
import type { ChannelOptions } from './options.ts'

const SWEEP_MS = 60_000
const LEASE_MS = 300_000
const BATCH_MAX = 50

/**
 * Starts the sweep that closes channels 30 days after the end of their match, or when matching no longer knows the match. Each channel is
 * leased to one process while its match is asked for; while matching is away, the channel stays open.
 */
export function openChannelSweep({
  channels,
  matching,
  log,
}: Pick<ChannelOptions, 'channels' | 'matching' | 'log'>): Pick<NudgedLoop, 'run' | 'stop'> {
  async function check({ id, match: known }: Channel): Promise<void> {
    const now = Date.now()
    const match = await askMatch(matching, known)
    if (match === undefined || isOver(match, now)) await channels.end(id, { at: now, why: 'ended' })
    else await channels.checkAgain(id, nextCheck(match, now))
  }

  const loop = openNudgedLoop({
    async pass(stopping) {
      for (let due = await channels.due(Date.now(), LEASE_MS, BATCH_MAX); due.length > 0;) {
        for (const channel of due) await check(channel)
        if (stopping.aborted) return
        due = await channels.due(Date.now(), LEASE_MS, BATCH_MAX)
      }
    },
    everyMs: SWEEP_MS,
    onFailure: (error) => log.warn('cannot close channels of ended matches, will try again', { error }),
  })
  return { run: () => loop.run(), stop: () => loop.stop() }
}
