import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { askPreview, PREVIEW_COUNT_MAX, PREVIEWED_MAX } from '#lib/service-client/match-preview.ts'
import { SUBJECT_KINDS } from '#lib/subjects/choices.ts'
import type { StorageOptions } from '../options.ts'
import type { TakePreview } from '../preview-rates.ts'
import { previewedSubject } from '../previewed-subject.ts'
import { showSubject } from '../show-subject.ts'
import { draftSchema, subjectSchema } from '../subject-wire.ts'

const previewSchema = draftSchema
  .safeExtend({
    kind: z.enum(SUBJECT_KINDS, { error: `must be one of ${SUBJECT_KINDS.join(', ')}` }),
    id: ownId.optional().openapi({ description: 'One of your own, of which this is an edit' }),
  })
  .openapi('Preview')

const answer = z.object({
  count: z.int().openapi({ description: `How many would match, counted up to ${PREVIEW_COUNT_MAX}` }),
  more: z.boolean().openapi({ description: 'True when there may be more than "count"' }),
  items: z.array(subjectSchema).openapi({ description: `The newest of them, up to ${PREVIEWED_MAX}` }),
  ends: z.int().optional().openapi({ description: 'With "id": how many of its matches would end' }),
  begins: z.int().optional().openapi({ description: 'With "id": how many matches would begin' }),
})

/** Dependencies of previews. */
export interface PreviewOptions extends Pick<StorageOptions, 'subjects' | 'accounts' | 'matching'> {
  readonly takePreview: TakePreview
}

/** `POST /store/preview`; a read, but too long for a URL. */
export const draftPreview = defineRoute({
  method: 'post',
  path: '/store/preview',
  access: { everybody: 'it tells no more than the lists, which everybody may read' },
  tags: ['Preview'],
  summary: 'What would match a search or an offer now; nothing is stored, and nobody is told',
  description:
    'Counts by what everybody may see: a hidden place as its cell, a hidden polygon as its circle, without the words that others exclude. ' +
    'So fewer may match once it is stored. What follows a device needs a token, as does "id"',
  request: { body: { required: true, ...json(previewSchema, 'It, whole, as for POST') } },
  answers: { 200: json(answer, 'How many would match, and the newest of them'), ...problemResponses },
  handle: (ports: PreviewOptions) => async (c) => {
    ports.takePreview(c)
    const caller = c.get('caller')
    const { kind, id, ...written } = c.req.valid('json')
    const subject = await previewedSubject(ports, { kind, id, written, caller })
    const { at, count, more, ends, begins, ...found } = await askPreview(
      ports.matching,
      subject,
      id !== undefined,
    )
    const ids = found.subjects
    const query = { ids, liveAt: Date.now(), limit: PREVIEWED_MAX }
    const { items } = ids.length === 0 ? { items: [] } : await ports.subjects.list(query)
    return c.json(
      {
        count,
        more,
        items: items.map((item) => showSubject(item, caller, at)),
        ...(ends !== undefined && { ends }),
        ...(begins !== undefined && { begins }),
      },
      200,
    )
  },
})
