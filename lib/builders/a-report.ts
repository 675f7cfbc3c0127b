import { newId } from '#lib/ids/new-id.ts'
import type { Report } from '#lib/store/reports.ts'

/** An open report of Anna's about an offer of Ben's. */
export function aReport(over: Partial<Report> = {}): Report {
  return {
    id: newId(),
    about: { type: 'subject', id: 'offer-1' },
    reason: 'scam',
    text: 'It does not exist',
    at: 1_760_000_000_000,
    reporter: 'anna',
    secretHash: 'a hash',
    owner: 'ben',
    evidence: { subject: { title: 'Bike' } },
    version: 1,
    ...over,
  }
}
