import { subjectFields } from '#lib/subjects/subject-fields.ts'

const INTRO = [
  '# Fields of searches and offers',
  '',
  'The fields that owners write and that do not depend on other fields. Generated from `lib/subjects/subject-fields.ts`. If an',
  'older version stored a subject without a field, the last column gives the value on reading. The region, the device, the keywords,',
  'the time of validity and the active state depend on each other; [the API document](openapi/storage.json) lists all fields.',
  '',
  '| field | meaning | visible to | value if the field is missing |',
  '|---|---|---|---|',
].join('\n')

/** Builds the page docs/reference/subject-fields.md. */
export function subjectFieldsPage(): string {
  const rows = Object.entries(subjectFields).map(
    ([name, { help, seenBy, before }]) =>
      `| \`${name}\` | ${help} | ${seenBy === 'owner' ? 'its owner' : 'everybody'} | ${before === undefined ? 'none' : `\`${JSON.stringify(before)}\``} |`,
  )
  return `${[INTRO, ...rows].join('\n')}\n`
}
