import { subjectFields } from '#lib/subjects/subject-fields.ts'

const INTRO = [
  '# Fields of searches and offers',
  '',
  'The fields that owners write and that need nothing but themselves. Written from `lib/subjects/subject-fields.ts`. What an',
  'older version wrote without a field is read with the value in the last column. The region, the device, the keywords, when it is',
  'valid and whether it is active depend on each other; [the API document](openapi/storage.json) has them all.',
  '',
  '| field | what it is | seen by | before there was such a field |',
  '|---|---|---|---|',
].join('\n')

/** The page docs/reference/subject-fields.md. */
export function subjectFieldsPage(): string {
  const rows = Object.entries(subjectFields).map(
    ([name, { help, seenBy, before }]) =>
      `| \`${name}\` | ${help} | ${seenBy === 'owner' ? 'its owner' : 'everybody'} | ${before === undefined ? 'none' : `\`${JSON.stringify(before)}\``} |`,
  )
  return `${[INTRO, ...rows].join('\n')}\n`
}
