import type { Context } from 'hono'
import { z } from '@hono/zod-openapi'
import type { MailLinkClaims } from '#lib/auth/mail-links.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { badField, notFound } from '#lib/http/problem.ts'
import { readUpTo } from '#lib/http/read-up-to.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'
import { unsubscribeView } from '../pages/unsubscribe/unsubscribe-view.tsx'
import type { NotificationsOptions } from '../options.ts'
import type { LinkActs, UnsubscribePorts } from '../unsubscribe-ports.ts'

const BODY_BYTES_MAX = 4_096

/**
 * `POST /unsubscribe/{token}`: the button of the page, and the one click of mail programs (RFC 8058), which sends no cookie. It
 * reads nothing of the body: the token says everything, and only who got the mail has it.
 */
export const unsubscribePost = defineRoute({
  method: 'post',
  path: '/unsubscribe/{token}',
  access: { everybody: 'the token in the link is the proof' },
  summary: 'Does what a link in a notification says: mutes or deletes a search or offer, or ends all mails',
  request: { params: z.object({ token: z.string() }) },
  answers: {
    200: { description: 'Done, also when it was done before; a page for browsers' },
    ...problemResponses,
  },
  // Mail programs post a form.
  isDescribed: false,
  checksItself: true,
  handle:
    ({
      mailLinks,
      linkActs,
      assets,
      identifier,
    }: UnsubscribePorts & Pick<NotificationsOptions, 'identifier'>) =>
    async (c: Context<AppEnv>) => {
      const { end } = await readUpTo(c.req.raw, BODY_BYTES_MAX)
      if (end !== 'whole') throw badField('body', `must be at most ${BODY_BYTES_MAX} bytes`)
      const claims = await mailLinks.open(c.req.param('token') ?? '', Date.now())
      const isPage = wantedFormat(c.req.raw.headers, ['html']) === 'html'
      if (claims === undefined && !isPage) throw notFound('link')
      // Nothing is stored for a person whose account was deleted.
      const isGone = claims !== undefined && (await identifier.isErased?.(claims.person)) === true
      if (claims !== undefined && !isGone) await act(claims, linkActs)
      if (!isPage) return c.json({ done: true }, 200)
      const status = claims === undefined ? 404 : 200
      return unsubscribeView.respond(c.req.raw, assets, { claims, isDone: true }, { status })
    },
})

function act(claims: MailLinkClaims, acts: LinkActs): Promise<void> {
  if (claims.act === 'mute') return acts.mute(claims.person, claims.subject)
  if (claims.act === 'delete') return acts.deleteSubject(claims.person, claims.subject)
  return acts.stopMails(claims.person)
}
