import type { Setting, SettingGroup } from '#lib/config/setting.ts'

const INTRO = [
  '# Every variable that the platform reads, with its default. Copy this file to .env and uncomment the lines that you change.',
  '# Generated from the declarations of the settings by `npx bun run write:generated`; a test compares the two.',
]

/** Builds the text of `.env.template`. */
export function envTemplate(groups: readonly SettingGroup[]): string {
  const sections = byTitle(groups).map(([title, settings]) => {
    const lines = settings.flatMap(({ name, help, expected, fallback }) => [
      `# ${help} (${expected})`,
      `#${name}=${fallback ?? ''}`,
    ])
    return [`## ${title}`, ...lines].join('\n')
  })
  return `${[INTRO.join('\n'), ...sections].join('\n\n')}\n`
}

/** Builds the page docs/reference/settings.md. */
export function settingsPage(groups: readonly SettingGroup[]): string {
  const sections = byTitle(groups).map(([title, settings]) =>
    [`## ${title}`, '', ...settingsTable(settings)].join('\n'),
  )
  const intro =
    '# Settings\n\nThe platform reads them from the environment and from `.env`. Generated from the declarations: settings of one station are in its `settings.ts`, the others in `lib/config/settings`.'
  return `${[intro, ...sections].join('\n\n')}\n`
}

/** Builds a Markdown table of settings; returns its lines. */
export function settingsTable(settings: readonly Setting<unknown>[]): string[] {
  return [
    '| variable | purpose | must be | default |',
    '|---|---|---|---|',
    ...settings.map(
      ({ name, help, expected, fallback, isSecret }) =>
        `| \`${name}\` | ${help}${isSecret ? ' (secret)' : ''} | ${expected} | ${fallback ? `\`${fallback}\`` : '–'} |`,
    ),
  ]
}

/** Merges groups with the same title. */
function byTitle(groups: readonly SettingGroup[]): [string, Setting<unknown>[]][] {
  const merged = Map.groupBy(groups, ({ title }) => title)
  return [...merged].map(([title, parts]) => [
    title,
    parts.flatMap(({ settings }) => Object.values(settings)),
  ])
}
