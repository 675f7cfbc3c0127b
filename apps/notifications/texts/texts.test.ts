import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { aNotice } from '#lib/builders/a-notice.ts'
import { HOLD_REASONS, type Delivery, type DeliveryContent } from '#lib/store/deliveries.ts'
import { LOCALES, type Mapping } from '#lib/store/mappings.ts'
import { LANGUAGES, type Language } from '#lib/text/language.ts'
import { clearLinks } from '../clear-links.fixture.ts'
import { composeMessage } from '../compose-message.ts'
import { textsIn } from './texts.ts'

/** Texts that are the same in each language. */
const SAME: ReadonlySet<string> = new Set(['digest.line'])

/** All texts below a value, by their paths. */
function leavesOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  return Object.entries(value ?? {}).flatMap(([name, below]) =>
    leavesOf(below, path === '' ? name : `${path}.${name}`),
  )
}

const placeholdersIn = (text: string) => new Set(text.match(/\{\w+\}/gu))

const subjectOf = (kind: 'search' | 'offer', matches: number) => ({
  subject: 's-1',
  kind,
  title: 'bicycle',
  matches,
})

/** Contents that need each text at least once. */
const CONTENTS: readonly DeliveryContent[] = [
  ...[0, 1].map((side) => ({ kind: 'match' as const, side, notice: aNotice() })),
  ...HOLD_REASONS.flatMap((why) =>
    [1, 7].flatMap((matches) =>
      (['search', 'offer'] as const).map((kind) => ({
        kind: 'digest' as const,
        why,
        matches,
        subjects: [subjectOf(kind, matches)],
      })),
    ),
  ),
  ...[2, 4].map((count) => ({
    kind: 'digest' as const,
    why: 'many' as const,
    matches: count,
    subjects: Array.from({ length: count }, () => subjectOf('search', 1)),
  })),
  { kind: 'message', channel: 'c', match: 'm', messages: 1 },
  { kind: 'message', channel: 'c', match: 'm', messages: 2 },
  { kind: 'test' },
]

async function allSaidIn(locale: Language): Promise<string> {
  const mapping: Mapping = {
    device: 'd',
    person: 'p-1',
    channel: 'mail',
    subscription: 'p-1',
    locale,
    timeZone: 'UTC',
    state: 'active',
    created: 0,
    modified: 0,
  }
  const messages = CONTENTS.map((content) => {
    const delivery: Delivery = { ...aDelivery(), content, state: 'pending', attempts: 0 }
    return composeMessage(delivery, mapping, clearLinks, 0)
  })
  return JSON.stringify(await Promise.all(messages))
}

test('each file of texts is a language, and pushes have the same languages as pages', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => /^[a-z]{2}\.ts$/u.test(name))
  expect(files.map((name) => name.slice(0, 2)).toSorted()).toEqual([...LANGUAGES].toSorted())
  expect([...LOCALES].toSorted()).toEqual([...LANGUAGES].toSorted())
})

describe.each(LANGUAGES)('the texts in "%s"', (language) => {
  const texts = leavesOf(textsIn(language))
  const english = new Map(leavesOf(textsIn('en')))

  test('have the values of the English ones', () => {
    for (const [path, text] of texts) {
      const plural = path.replace(/\.(?:one|other|zero|two|few|many)$/u, '.other')
      const model = english.get(path) ?? english.get(plural) ?? ''
      // A text for one may leave its number out.
      if (!path.endsWith('.one')) expect([path, placeholdersIn(text)]).toEqual([path, placeholdersIn(model)])
    }
  })

  test('have each plural form of the language', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const plurals = texts
      .filter(([path]) => path.endsWith('.other'))
      .map(([path]) => path.slice(0, -'.other'.length))
    expect(plurals).not.toEqual([])
    const paths = new Set(texts.map(([path]) => path))
    for (const path of plurals)
      for (const category of categories) expect(paths).toContain(`${path}.${category}`)
  })

  test('are all translated', () => {
    if (language === 'en') return
    const left = texts.filter(([path, text]) => english.get(path) === text && !SAME.has(path))
    expect(left).toEqual([])
  })

  test('are all used', async () => {
    const said = await allSaidIn(language)
    const unused = texts.filter(([, text]) =>
      text.split(/\{\w+\}/u).some((part) => !said.includes(JSON.stringify(part).slice(1, -1))),
    )
    expect(unused).toEqual([])
  })
})
