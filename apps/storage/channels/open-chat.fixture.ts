import { aMatch } from '#lib/builders/a-match.ts'
import { aNoticeEvent } from '#lib/builders/a-notice.ts'
import { beginMatch } from '#lib/builders/begin-match.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { MatchDraft } from '#lib/store/matches.ts'
import { z } from '@hono/zod-openapi'
import { openWorld, type World } from '../open-world.fixture.ts'
import { channelSchema, messageSchema } from './channel-wire.ts'

export type ShownChannel = z.output<typeof channelSchema>
export type ShownMessage = z.output<typeof messageSchema>

const messagePage = z.object({ items: z.array(messageSchema) })

/** Anna searches what Ben offers, and the two have matched. Carl is somebody else. */
export interface Chat extends World {
  readonly match: MatchDraft
  /** Opens the channel of the match, as a person; gives its id. */
  readonly open: (as: string) => Promise<string>
  readonly say: (as: string, json: Record<string, unknown>) => Promise<Response>
  /** Lets both write, so that the limits before an answer are over. */
  readonly greet: () => Promise<void>
  readonly messages: (as?: string) => Promise<ShownMessage[]>
  readonly endMatch: (endedAt: number) => Promise<void>
  readonly block: (by: string, person: string) => Promise<unknown>
}

/** Opens storage and a match for one test. */
export async function openChat(contacts = { anna: true, ben: true }): Promise<Chat> {
  const world = await openWorld()
  const search = await world.write('searches', 'anna', { allowContacts: contacts.anna })
  const offer = await world.write('offers', 'ben', { allowContacts: contacts.ben })
  const match = aMatch({ id: newId(), search, offer, owners: { search: 'anna', offer: 'ben' } })
  await beginMatch(world.matches, match, aNoticeEvent())
  const say = (as: string, json: Record<string, unknown>) =>
    world.call(`POST /store/channels/${match.id}/messages`, { as, json })

  return {
    ...world,
    match,
    async open(as) {
      const response = await world.call('POST /store/channels', { as, json: { match: match.id } })
      return channelSchema.parse(await response.json()).id
    },
    say,
    async greet() {
      await say('anna', { text: 'Hello' })
      await say('ben', { text: 'Hello' })
    },
    async messages(as = 'anna') {
      const response = await world.call(`GET /store/channels/${match.id}/messages`, { as })
      return messagePage.parse(await response.json()).items
    },
    async endMatch(endedAt) {
      await world.matches.end([{ seen: { id: match.id, revision: 2 }, endedAt, notice: aNoticeEvent() }])
    },
    block: (by, person) => world.blocks.add({ id: newId(), by, person, since: Date.now() }, 9),
  }
}
