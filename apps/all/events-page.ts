import { z } from 'zod'
import { isRecord } from '#lib/events/is-record.ts'
import { QUALITIES } from '#lib/events/event.ts'
import { knownEvents } from '#lib/events/known-events.ts'

type KnownEvent = (typeof knownEvents)[number]

const INTRO = [
  '# Events',
  '',
  'Any name may be sent as a type; these are the ones whose fields are known. Written from `lib/events/known-events.ts`.',
  'The samples are what a client sends as `params`. Fields that are not named here travel on untouched.',
  '',
  'On the bus an event is told from all others by `source` (ours), `clientsource` (the one that the client named, of a CloudEvent), `subject`',
  '(the device) and `id` together. Other attributes of the client stand in `data.meta.attributes`. `data.meta.quality` is a list of marks:',
  `${[...QUALITIES, '<step>-failed'].map((mark) => `\`${mark}\``).join(', ')}.`,
]

const PROOF = {
  service: 'Acts only when a service sent it.',
  device: 'Acts only when the device that it names proved itself with its key.',
}

/** The page docs/reference/events.md. */
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

/** In words what a JSON schema allows, as far as our wire fields use it. */
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
