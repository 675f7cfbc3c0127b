import { z } from 'zod'
import { isRecord } from '#lib/events/is-record.ts'
import { QUALITIES } from '#lib/events/event.ts'
import { knownEvents } from '#lib/events/known-events.ts'

type KnownEvent = (typeof knownEvents)[number]

const INTRO = [
  '# Events',
  '',
  'A client may send any name as a type. This page lists the types whose fields are known. Generated from `lib/events/known-events.ts`.',
  'The samples show what a client sends as `params`. The platform passes on other fields unchanged.',
  '',
  'On the bus, four fields together identify an event: `source` (set by the platform), `clientsource` (the source of a CloudEvent that',
  'the client sent), `subject` (the device) and `id`. Other attributes of the client are in `data.meta.attributes`. `data.meta.quality` is a list of marks:',
  `${[...QUALITIES, '<step>-failed'].map((mark) => `\`${mark}\``).join(', ')}.`,
]

const PROOF = {
  service: 'It takes effect only if a service sent it.',
  device: 'It takes effect only if its device proved itself with its key.',
}

/** Builds the page docs/reference/events.md. */
export function eventsPage(): string {
  return `${[INTRO.join('\n'), ...knownEvents.map(sectionOf)].join('\n\n')}\n`
}

function sectionOf(event: KnownEvent): string {
  return [
    `## ${event.name}`,
    '',
    `${event.summary}.`,
    ...('acts' in event ? [PROOF[event.acts]] : []),
    '',
    '| field | | must be |',
    '|---|---|---|',
    ...fieldRows(event.wire),
    '',
    '```json',
    JSON.stringify(event.sample, null, 2),
    '```',
  ].join('\n')
}

function fieldRows(wire: z.ZodType): string[] {
  const { properties, required } = z.toJSONSchema(wire, { io: 'input' })
  return Object.entries(properties ?? {}).map(
    ([name, schema]) =>
      `| \`${name}\` | ${required?.includes(name) ? 'required' : 'optional'} | ${describe(schema)} |`,
  )
}

/** Describes in words what a JSON schema allows. It supports the keywords that our wire fields use. */
function describe(schema: unknown): string {
  if (!isRecord(schema)) return 'anything'
  const { type, anyOf, enum: words, pattern, maxLength } = schema
  if (Array.isArray(anyOf)) return anyOf.map(describe).join(' or ')
  if (Array.isArray(type)) return type.map((one) => describe({ type: one })).join(' or ')
  if (Array.isArray(words)) return words.map((word) => `\`${String(word)}\``).join(', ')
  if (type !== 'string') return typeof type === 'string' ? type : 'anything'
  if (typeof pattern === 'string') return `text like \`${pattern}\``
  return typeof maxLength === 'number' ? `text of at most ${maxLength} characters` : 'text'
}
