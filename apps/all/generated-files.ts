import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { apiDocument } from '#lib/http/api-document.ts'
import { envTemplate, settingsPage } from '#lib/config/env-template.ts'
import { describedApis } from './all-apis.ts'
import { allSettingGroups } from './all-settings.ts'
import { STATION_NAMES } from '#lib/station/station-names.ts'
import { accessPage } from './access-page.ts'
import { eventsPage } from './events-page.ts'
import { program } from '../cli/program.ts'
import { withStationPart, withVerbsPart } from './station-part.ts'
import { subjectFieldsPage } from './subject-fields-page.ts'
import { wordFormsPage } from './word-forms-page.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const CLI_PAGE = 'docs/stations/cli.md'

/** A file of the repository that is generated from code. */
export interface GeneratedFile {
  /** Relative to the root of the repository. */
  readonly path: string
  readonly text: string
}

/** Returns every generated file with its current text. */
export function generatedFiles(): GeneratedFile[] {
  return [
    { path: '.env.template', text: envTemplate(allSettingGroups) },
    { path: 'docs/reference/settings.md', text: settingsPage(allSettingGroups) },
    { path: 'docs/reference/access.md', text: accessPage() },
    ...describedApis.map((api) => ({
      path: `docs/reference/openapi/${api.station}.json`,
      text: `${JSON.stringify(apiDocument(api), null, 2)}\n`,
    })),
    { path: 'docs/reference/events.md', text: eventsPage() },
    { path: 'docs/reference/subject-fields.md', text: subjectFieldsPage() },
    ...STATION_NAMES.map((station) => {
      const path = `docs/stations/${station}.md`
      return { path, text: withStationPart(readFileSync(join(ROOT, path), 'utf8'), station) }
    }),
    {
      path: CLI_PAGE,
      text: withVerbsPart(readFileSync(join(ROOT, CLI_PAGE), 'utf8'), program),
    },
    { path: 'docs/reference/word-forms.md', text: wordFormsPage() },
  ]
}
