import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { matchPreviewSchema, previewedMatchesSchema } from '#lib/service-client/match-preview.ts'
import type { MatchingOptions } from '../options.ts'
import { subjectOfDraft } from '../place-draft.ts'
import { previewMatches } from '../preview-matches.ts'

/** `POST /matching/preview`; a read, but too long for a URL. */
export const previewPost = defineRoute({
  method: 'post',
  path: '/matching/preview',
  access: ['service'],
  summary: 'What would match a search or an offer now, as far as everybody may know',
  request: { body: { required: true, ...json(matchPreviewSchema, 'It, as it would be stored') } },
  answers: { 200: json(previewedMatchesSchema, 'How many, and the newest of them'), ...problemResponses },
  handle: (ports: MatchingOptions) => async (c) => {
    const { draft, isEdit } = c.req.valid('json')
    return c.json(await previewMatches(subjectOfDraft(draft), isEdit, ports), 200)
  },
})
