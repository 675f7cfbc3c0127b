import { z } from '@hono/zod-openapi'
import { setCookie } from 'hono/cookie'
import { defineRoute } from '#lib/http/define-route.ts'
import { badField } from '#lib/http/problem.ts'
import { readUpTo } from '#lib/http/read-up-to.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'
import { LANGUAGES } from '#lib/text/language.ts'
import { LANGUAGE_COOKIE } from '#lib/ui/language-of.ts'
import type { WebOptions } from '../options.ts'

const BODY_BYTES_MAX = 4_096
const YEAR_SECONDS = 365 * 86_400

const chosen = z.object({
  language: z.enum(LANGUAGES),
  // A path of our site: `//host` and `/\host` would lead to another site. Only characters that a header may contain.
  next: z
    .string()
    .regex(/^\/(?![/\\])[!-[\]-~]*$/u)
    .max(2_000)
    .catch('/'),
})

/** `POST /language`: the form of the language button at the bottom of each page. */
export const languagePost = defineRoute({
  method: 'post',
  path: '/language',
  access: { everybody: 'sets only the language of the pages in this browser' },
  summary: 'Sets the language of the pages in this browser, and shows the page again',
  answers: { 303: { description: 'A redirect to the page' }, ...problemResponses },
  isDescribed: false,
  checksItself: true,
  handle:
    ({ front: { publicOrigin } }: Pick<WebOptions, 'front'>) =>
    async (c) => {
      const { bytes, end } = await readUpTo(c.req.raw, BODY_BYTES_MAX)
      if (end !== 'whole') throw badField('body', `must be at most ${BODY_BYTES_MAX} bytes`)
      const form = new URLSearchParams(new TextDecoder().decode(bytes))
      const { success, data } = chosen.safeParse({ language: form.get('language'), next: form.get('next') })
      if (!success) throw badField('language', `must be one of ${LANGUAGES.join(', ')}`)
      setCookie(c, LANGUAGE_COOKIE, data.language, {
        path: '/',
        maxAge: YEAR_SECONDS,
        sameSite: 'Lax',
        httpOnly: true,
        secure: publicOrigin.startsWith('https:'),
      })
      return c.redirect(data.next, 303)
    },
})
