import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { notModified } from '#lib/http/conditional.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import { formatParameter, inFormats, pageSchema, problemResponses } from '#lib/http/wire-schemas.ts'
import { answerRead } from '../answer-subject.ts'
import { featureSchema } from '../formats/feature-wire.ts'
import { subjectView } from '../pages/subject/subject-view.tsx'
import { showOperateSubject, type OperateSubjectPorts } from '../show-operate-subject.ts'
import { isOperator, maySee, showSubject } from '../show-subject.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'
import { subjectSchema } from '../subject-wire.ts'

const query = z.object({ format: formatParameter(['json', 'html', 'geojson']) })

/** `GET /store/{offers|searches}/{id}`. */
export function subjectGet({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'get',
    path: `${path}/{id}`,
    access: { everybody: 'searches and offers are there to be found' },
    tags: [tag],
    summary: `One ${kind}: an active one, or one of the caller's own`,
    request: { params: subjectParams, query },
    answers: {
      200: inFormats('As the caller may see it', {
        json: subjectSchema,
        html: pageSchema,
        geojson: featureSchema,
      }),
      304: notModified,
      ...problemResponses,
    },
    handle: (ports: OperateSubjectPorts) => async (c) => {
      const { subjects, assets } = ports
      const caller = c.get('caller')
      const subject = await subjects.find(c.req.valid('param').id)
      if (subject === undefined || subject.kind !== kind || !maySee(caller, subject, Date.now()))
        throw notFound(kind)
      const { format } = c.req.valid('query')
      const wanted = wantedFormat(c.req.raw.headers, ['html', 'geojson'], format)
      if (wanted !== 'html') return answerRead(c, subject, wanted)
      if (isOperator(caller)) return showOperateSubject(c, ports, { of: { kind, path }, subject })
      const shown = showSubject(subject, caller)
      return subjectView.respond(c.req.raw, assets, { of: { kind, path }, subject: shown })
    },
  })
}
