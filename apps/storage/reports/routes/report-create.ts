import { personOf } from '#lib/auth/caller.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { badField } from '#lib/http/problem.ts'
import { countedNetwork } from '#lib/http/counted-network.ts'
import { OWN_HOPS } from '#lib/http/request-ip.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Report } from '#lib/store/reports.ts'
import { findReported } from '../find-reported.ts'
import { hideReported } from '../hide-reported.ts'
import type { ReportPorts } from '../options.ts'
import { digestOfSecret, newReportSecret } from '../report-secret.ts'
import { receiptSchema, reportDraft } from '../report-wire.ts'

/** `POST /store/reports`. */
export const reportCreate = defineRoute({
  method: 'post',
  path: '/store/reports',
  access: { everybody: 'who has no account may report what is against the law too' },
  tags: ['Reports'],
  summary: 'Reports a search, an offer, a picture, a message or a person to the operators',
  description:
    'What the caller cannot see is answered as if it did not exist. Only the two people of a channel can report a message; operators then see its last 20 messages. ' +
    'An open report of the same person about the same thing is answered with its id',
  request: { body: { required: true, ...json(reportDraft, 'What is reported, and why') } },
  answers: {
    200: json(receiptSchema, 'The caller has reported it already'),
    201: json(receiptSchema, 'The receipt'),
    ...problemResponses,
  },
  handle: (ports: ReportPorts) => {
    const hops = (ports.front?.trustedHops ?? 0) + OWN_HOPS
    return async (c) => {
      const caller = c.get('caller')
      ports.takeReport(caller, countedNetwork(c, hops))
      const { about, reason, text, email } = c.req.valid('json')
      const reporter = personOf(caller)
      if (reporter !== undefined && email !== undefined)
        throw badField('email', 'must be absent with an account')
      const secret = newReportSecret()
      const report: Report = {
        id: newId(),
        about,
        reason,
        text,
        at: Date.now(),
        secretHash: digestOfSecret(secret),
        version: 1,
        ...(await findReported(ports, about, caller)),
        ...(reporter !== undefined && { reporter }),
        ...(email !== undefined && { email }),
      }
      const location = `/store/reports/${report.id}`
      const kept = await ports.reports.add(report)
      // The report is kept: its reporter gets the receipt, and the next report tries it again.
      await hideReported(ports, kept).catch((error: unknown) =>
        ports.log.warn('cannot hide what was reported', { error }),
      )
      if (kept.id !== report.id) return c.json({ id: kept.id }, 200)
      return c.json({ id: kept.id, secret }, 201, { location })
    }
  },
})
