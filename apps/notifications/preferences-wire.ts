import { z } from '@hono/zod-openapi'
import { ownId, personId } from '#lib/http/wire-schemas.ts'
import {
  DEFAULT_PREFERENCES,
  MAIL_WISHES,
  PREFERENCE_LIST_MAX,
  RING_MODES,
  RINGS_PER_HOUR_MAX,
  type Preferences,
} from '#lib/store/preferences.ts'
import { TIME_OF_DAY } from '#lib/time/time-of-day.ts'
import { isTimeZone } from '#lib/time/is-time-zone.ts'

const timeOfDay = z
  .string({ error: 'must be text' })
  .regex(TIME_OF_DAY, { error: 'must be a time of day from 00:00 to 23:59' })
  .openapi({ example: '22:00' })

const moment = z.iso.datetime({ offset: true, error: 'must be a time such as 2026-12-31T18:00:00Z' })

function listOf<Schema extends z.ZodType>(schema: Schema) {
  return z
    .array(schema, { error: 'must be a list' })
    .max(PREFERENCE_LIST_MAX, { error: `must have at most ${PREFERENCE_LIST_MAX} entries` })
}

const quiet = z
  .object({ from: timeOfDay, to: timeOfDay }, { error: 'must have from and to' })
  .refine(({ from, to }) => from !== to, { error: 'must not be the same as from', path: ['to'] })

const mutes = z.object(
  {
    subjects: listOf(
      z.object({
        id: ownId,
        until: moment.optional().openapi({ description: 'Absent: until the mute is removed' }),
      }),
    ).default([]),
    people: listOf(personId).default([]),
    all_until: moment.optional().openapi({ description: 'Nothing rings before this time' }),
  },
  { error: 'must be an object' },
)

const urgentList = listOf(ownId)

const mailWish = z.enum(MAIL_WISHES, { error: `must be one of ${MAIL_WISHES.join(', ')}` })

/** The preferences of a person in bodies and answers of the API. */
export const preferencesSchema = z
  .object({
    mode: z
      .enum(RING_MODES, { error: `must be one of ${RING_MODES.join(', ')}` })
      .default(DEFAULT_PREFERENCES.mode)
      .openapi({ description: 'When matches ring: at once, or together every hour or day' }),
    daily_at: timeOfDay.default(DEFAULT_PREFERENCES.dailyAt),
    quiet: quiet.optional().openapi({ description: 'Times between which nothing rings' }),
    tz: z
      .string({ error: 'must be text' })
      .refine(isTimeZone, { error: 'must be a time zone such as Europe/Berlin' })
      .optional()
      .openapi({ description: 'Time zone of these times; absent: that of each device' }),
    max_per_hour: z
      .int({ error: 'must be a whole number' })
      .min(0, { error: 'must be at least 0' })
      .max(RINGS_PER_HOUR_MAX, { error: `must be at most ${RINGS_PER_HOUR_MAX}` })
      .default(DEFAULT_PREFERENCES.maxPerHour)
      .openapi({ description: 'Matches that ring by themselves in an hour; further ones are told together' }),
    mutes: mutes.default({ subjects: [], people: [] }),
    urgent: urgentList.default([]).openapi({
      description:
        'Own searches and offers whose matches ring also in quiet hours, and at once in every mode',
    }),
    mail: mailWish.default('fallback').openapi({
      description: 'When matches and messages are mailed: when no device can be notified, always, or never',
    }),
  })
  .openapi('Preferences')

/** A JSON Merge Patch of preferences. */
export const preferencesPatchSchema = z
  .object({
    mode: z.enum(RING_MODES, { error: `must be one of ${RING_MODES.join(', ')}` }).nullish(),
    daily_at: timeOfDay.nullish(),
    quiet: z.object({ from: timeOfDay.nullish(), to: timeOfDay.nullish() }).nullish(),
    tz: z.string({ error: 'must be text' }).nullish(),
    max_per_hour: z.int({ error: 'must be a whole number' }).nullish(),
    mutes: z
      .object({
        subjects: mutes.shape.subjects.nullish(),
        people: mutes.shape.people.nullish(),
        all_until: moment.nullish(),
      })
      .nullish(),
    urgent: urgentList.nullish(),
    mail: mailWish.nullish(),
  })
  .openapi('PreferencesPatch')

/** Converts preferences for an answer of the API. */
export function showPreferences(preferences: Preferences): z.output<typeof preferencesSchema> {
  const { mode, dailyAt, quiet: hours, timeZone, maxPerHour, mutes: muted, urgent, mail } = preferences
  return {
    mode,
    daily_at: dailyAt,
    ...(hours !== undefined && { quiet: { from: hours.from, to: hours.to } }),
    ...(timeZone !== undefined && { tz: timeZone }),
    max_per_hour: maxPerHour,
    mutes: {
      subjects: muted.subjects.map(({ id, untilMs }) => ({
        id,
        ...(untilMs !== undefined && { until: isoOf(untilMs) }),
      })),
      people: [...muted.people],
      ...(muted.allUntilMs !== undefined && { all_until: isoOf(muted.allUntilMs) }),
    },
    urgent: [...urgent],
    mail: mail ?? 'fallback',
  }
}

/** Reads preferences from a body. */
export function readPreferences(body: z.output<typeof preferencesSchema>): Preferences {
  const { mode, daily_at: dailyAt, quiet: hours, tz, max_per_hour: maxPerHour, mutes: muted } = body
  return {
    mode,
    dailyAt,
    ...(hours !== undefined && { quiet: hours }),
    ...(tz !== undefined && { timeZone: tz }),
    maxPerHour,
    mutes: {
      subjects: muted.subjects.map(({ id, until }) => ({
        id,
        ...(until !== undefined && { untilMs: Date.parse(until) }),
      })),
      people: muted.people,
      ...(muted.all_until !== undefined && { allUntilMs: Date.parse(muted.all_until) }),
    },
    urgent: body.urgent,
    mail: body.mail,
  }
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString()
}
