import { jsonWithEtag, notModified } from '#lib/http/conditional.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { forbiddenSchema } from '../forbidden-wire.ts'
import type { ForbiddenOptions } from '../options.ts'

/** `GET /store/forbidden`. */
export const forbiddenGet = defineRoute({
  method: 'get',
  path: '/store/forbidden',
  access: ['operate', 'admin'],
  tags: ['Reports'],
  summary: 'The words and hosts that nobody may write',
  answers: { 200: json(forbiddenSchema, 'The whole list'), 304: notModified, ...problemResponses },
  handle:
    ({ forbidden }: Pick<ForbiddenOptions, 'forbidden'>) =>
    async (c) => {
      const { entries, version } = await forbidden.read()
      return jsonWithEtag(c, { entries: [...entries] }, { etagOf: () => `"${version}"` })
    },
})
