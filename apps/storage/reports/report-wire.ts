import { z } from '@hono/zod-openapi'
import { hasControl } from '#lib/events/has-control.ts'
import { ownId, personId } from '#lib/http/wire-schemas.ts'
import { isAddress } from '#lib/mailer/is-address.ts'
import { DECISIONS, REPORT_REASONS, REPORT_STATES, REPORTED_TYPES } from '#lib/store/reports.ts'
import { isBlank } from '#lib/text/is-blank.ts'
import { messageSchema } from '../channels/channel-wire.ts'

const TEXT_LENGTH_MAX = 2_000

/** Words of a person of at most 2,000 characters. */
const words = z
  .string({ error: 'must be text' })
  .max(TEXT_LENGTH_MAX, { error: `must be at most ${TEXT_LENGTH_MAX} characters` })
  .refine((value) => value.isWellFormed(), { error: 'must be whole characters' })
  .refine((value) => !hasControl(value.replaceAll(/\r?\n|\t/gu, ' ')), {
    error: 'must not hold control characters other than line breaks and tabs',
  })

/** Reasons that operators give: told to the owner and to the reporter. */
export const reasonsSchema = words
  .refine((value) => !isBlank(value), { error: 'must not be blank' })
  .openapi({ description: 'Told to the owner and to who reported it' })

/** A thing that is reported. */
export const reportedSchema = z
  .object({
    type: z.enum(REPORTED_TYPES, { error: `must be one of ${REPORTED_TYPES.join(', ')}` }),
    id: personId,
    channel: ownId.optional().openapi({ description: 'The channel of a message' }),
  })
  .refine(({ type, channel }) => (type === 'message') === (channel !== undefined), {
    path: ['channel'],
    error: 'must be given for a message, and only then',
  })
  .openapi('Reported')

/** A new report. */
export const reportDraft = z
  .object({
    about: reportedSchema,
    reason: z.enum(REPORT_REASONS, { error: `must be one of ${REPORT_REASONS.join(', ')}` }),
    text: words.default(''),
    email: z
      .string({ error: 'must be text' })
      .refine(isAddress, { error: 'must be one mail address' })
      .optional()
      .openapi({ description: 'Only without an account: where operators can ask back' }),
  })
  .openapi('ReportDraft')

/** The receipt of a report. */
export const receiptSchema = z
  .object({
    id: z.string(),
    secret: z.string().optional().openapi({
      description: 'Shows the report without an account, as "secret" of its GET. It is answered once only',
    }),
  })
  .openapi('Receipt')

/** A decision of operators about a report. */
export const decisionDraft = z
  .object({
    decision: z
      .enum(DECISIONS, { error: `must be one of ${DECISIONS.join(', ')}` })
      .openapi({ description: '"acted": something else was done about it' }),
    reasons: reasonsSchema,
  })
  .openapi('ReportDecision')

/** A report. Only operators see the fields after `decision`. */
export const reportSchema = z
  .object({
    id: z.string(),
    about: z.object({
      type: z.enum(REPORTED_TYPES),
      id: z.string(),
      channel: z.string().optional(),
    }),
    reason: z.enum(REPORT_REASONS),
    text: z.string(),
    at: z.iso.datetime(),
    state: z.enum(REPORT_STATES),
    decision: z
      .object({
        kind: z.enum(DECISIONS),
        reasons: z.string(),
        at: z.iso.datetime(),
        by: z.string().optional().openapi({ description: 'Told to operators only' }),
      })
      .optional(),
    reporter: z.string().optional().openapi({ description: 'Absent without an account' }),
    email: z.string().optional(),
    owner: z.string().optional().openapi({ description: 'Whose thing it is, as far as it is known' }),
    subject: z
      .record(z.string(), z.unknown())
      .optional()
      .openapi({ description: 'The search or offer as everybody saw it then' }),
    edited: z
      .record(z.string(), z.unknown())
      .optional()
      .openapi({ description: 'As its owner edited it since, while it was hidden' }),
    messages: z
      .array(messageSchema)
      .optional()
      .openapi({ description: 'The last messages of the channel then, newest first' }),
    forbidden: z
      .string()
      .optional()
      .openapi({ description: 'The forbidden word or host, where the platform itself reports' }),
  })
  .openapi('Report')
