import { WORD_PAIRS } from '#lib/subjects/word-pairs.ts'
import { LANGUAGES, type Language } from '#lib/subjects/choices.ts'

const NAMES: Readonly<Record<Language, string>> = { de: 'German', en: 'English' }

const INTRO = [
  '# Word forms',
  '',
  'Keywords match in singular and plural, and in the cases of German nouns. Generated from `lib/subjects/word-pairs.ts`; a test checks',
  'the rules against it. Each row holds pairs of words. Method and reasons: [decision 29](../decisions/0029-word-forms.md).',
]

/** Builds the page docs/reference/word-forms.md. */
export function wordFormsPage(): string {
  return `${[INTRO.join('\n'), ...LANGUAGES.map(sectionOf)].join('\n\n')}\n`
}

function sectionOf(language: Language): string {
  const { meet, stayApart } = WORD_PAIRS[language]
  const rows = Array.from({ length: Math.max(meet.length, stayApart.length) }, (_, index) =>
    [...(meet[index] ?? ['', '']), ...(stayApart[index] ?? ['', ''])].join(' | '),
  )
  return [
    `## ${NAMES[language]}`,
    '',
    '| match | | do not match | |',
    '|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n')
}
