import { z } from '@hono/zod-openapi'
import type { Caller } from '#lib/auth/caller.ts'
import { DELIVERY_KINDS, DELIVERY_STATES, type Delivery } from '#lib/store/deliveries.ts'
import { causeOf } from '../cause-of.ts'
import { traceIdOf } from '../trace-id-of.ts'
import { STEPS, stepsOf } from './steps-of.ts'

const CAUSED_BY = ['you', 'other', 'platform'] as const

/** Why a delivery rang, or did not. */
export const whySchema = z
  .object({
    id: z.string(),
    kind: z.enum(DELIVERY_KINDS),
    match: z.string().optional(),
    user: z.string(),
    device_id: z.string(),
    channel: z.string(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    reason: z.string().optional().openapi({ description: 'Why it is in this state; in English' }),
    digest: z.string().optional().openapi({ description: 'The digest that tells it' }),
    cause: z
      .object({
        by: z.enum(CAUSED_BY),
        type: z.string().optional(),
        time: z.iso.datetime(),
        source: z.string().optional(),
        id: z.string().optional(),
      })
      .optional()
      .openapi({
        description:
          'The event that caused it. Source and id of an event of the other person are for operators',
      }),
    trace_id: z.string().optional(),
    steps: z.array(
      z.object({
        name: z.enum(STEPS),
        at: z.iso.datetime(),
        took_ms: z.number().openapi({ description: 'Since the step before' }),
        clock_off: z.boolean().openapi({
          description: 'True when it seems to be before the step before: the clocks of two stations differ',
        }),
      }),
    ),
    total_ms: z.number(),
  })
  .openapi('Why')

export type Why = z.output<typeof whySchema>

/** Tells a caller why a delivery rang, or did not. A person is told nothing about the other person that the match does not show. */
export function showWhy(delivery: Delivery, caller: Caller): Why {
  const { id, content, match, person, device, channel, state, attempts, reason, digest } = delivery
  const steps = stepsOf(delivery)
  const [first, last] = [steps[0], steps.at(-1)]
  const traceId = traceIdOf(content)
  return {
    id,
    kind: content.kind,
    ...(content.kind === 'match' && { match }),
    user: person,
    device_id: device,
    channel,
    state,
    attempts,
    ...(reason !== undefined && { reason }),
    ...(digest !== undefined && { digest }),
    ...showCause(delivery, caller),
    ...(traceId !== undefined && { trace_id: traceId }),
    steps: steps.map(({ name, at, tookMs, isClockOff }) => ({
      name,
      at: timeOf(at),
      took_ms: tookMs,
      clock_off: isClockOff,
    })),
    total_ms: Math.max(0, (last?.at ?? 0) - (first?.at ?? 0)),
  }
}

function showCause({ content, person }: Delivery, caller: Caller): Pick<Why, 'cause'> {
  const cause = causeOf(content)
  if (cause === undefined) return {}
  const by = cause.person === undefined ? 'platform' : cause.person === person ? 'you' : 'other'
  const isShown = caller.role !== 'person' || by === 'you'
  const { type, time, source, id } = cause
  return {
    cause: {
      by,
      ...(type !== undefined && { type }),
      time: timeOf(time),
      ...(isShown && { source, id }),
    },
  }
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString()
}
