import { WORD_PAIRS } from '#lib/subjects/word-pairs.ts'
import { LANGUAGES, type Language } from '#lib/subjects/choices.ts'

const NAMES: Readonly<Record<Language, string>> = { de: 'German', en: 'English' }

const INTRO = [
  '# Word forms',
  '',
  'Keywords meet in singular and plural, and in the cases of German nouns. Written from `lib/subjects/word-pairs.ts`, which a test holds the',
  'rules to; a row is read across. How it is done, and why so: [decision 29](../decisions/0029-word-forms.md).',
]

/** The page docs/reference/word-forms.md. */
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
    '| meets | | does not meet | |',
    '|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n')
}
