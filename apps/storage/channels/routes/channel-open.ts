import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound, ProblemError } from '#lib/http/problem.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { askBlockedPeople } from '#lib/service-client/blocked-people.ts'
import { askMatch, type OneMatch } from '#lib/service-client/one-match.ts'
import { isClosed } from '../channel-problems.ts'
import { channelSchema, showChannel } from '../channel-wire.ts'
import { signedIn } from '../find-channel.ts'
import { isOver, nextCheck } from '../match-over.ts'
import type { ChannelPorts } from '../options.ts'

const wish = z.object({ match: ownId }).openapi('ChannelWish')

/** `POST /store/channels`. */
export const channelOpen = defineRoute({
  method: 'post',
  path: '/store/channels',
  access: ['own'],
  tags: ['Channels'],
  summary: 'Opens the channel of a match; one that is open already stays as it is',
  description:
    'Either person can open it until 30 days after the end of the match, if the search or offer of the other person allows contacts. One that a person left can be opened again by this person only.',
  request: { body: { required: true, ...json(wish, 'The match') } },
  answers: {
    200: json(channelSchema, 'It was open already'),
    201: json(channelSchema, 'It is open now'),
    ...problemResponses,
  },
  handle:
    ({ channels, subjects, matching, live, takeWrite }: ChannelPorts) =>
    async (c) => {
      const person = signedIn(c.get('caller'))
      takeWrite(person, 'channel')
      const match = await askMatch(matching, c.req.valid('json').match)
      const other = match && otherSide(match, person)
      if (match === undefined || other === undefined) throw notFound('match')
      if ((await askBlockedPeople(matching, { person, others: [other.person] })).size > 0) throw isClosed()
      const pair = { search: match.search, offer: match.offer }
      const known = await channels.ofPair(pair)
      if (known !== undefined && known.closed === undefined)
        return c.json(showChannel(await channels.show(known, person), person), 200)
      const now = Date.now()
      if (isOver(match, now)) throw matchOver()
      const sides = await Promise.all([pair.search, pair.offer].map((id) => subjects.find(id)))
      // Who has something that operators hide finds nobody new to write to.
      if (sides.some((side) => side?.hidden === true)) throw isClosed()
      if (sides.find((side) => side?.id === other.subject)?.allowContacts !== true) throw noContacts()
      const opened = await channels.open({
        match: match.id,
        pair,
        people: [match.owners.search, match.owners.offer],
        by: person,
        atMs: now,
        checkAtMs: nextCheck(match, now),
      })
      if (opened.closed !== undefined) throw isClosed()
      live.nudge()
      return c.json(showChannel(await channels.show(opened, person), person), 201, {
        location: `/store/channels/${opened.id}`,
      })
    },
})

/** The other side of a match; undefined for strangers, and while the other person is unknown. */
function otherSide({ owners, search, offer }: OneMatch, person: string) {
  if (owners.search === '' || owners.offer === '') return undefined
  if (owners.search === person) return { person: owners.offer, subject: offer }
  return owners.offer === person ? { person: owners.search, subject: search } : undefined
}

function matchOver(): ProblemError {
  const detail = 'The match ended more than 30 days ago'
  return new ProblemError({ status: 409, code: 'match_over', field: 'match', detail })
}

function noContacts(): ProblemError {
  const detail = 'The other person does not want to be written to'
  return new ProblemError({ status: 403, code: 'no_contacts', field: 'match', detail })
}
