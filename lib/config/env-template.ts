import type { Setting, SettingGroup } from '#lib/config/setting.ts'

const INTRO = [
  '# Every variable the platform reads, with its default. Copy to .env and uncomment what you change.',
  '# Written from the declarations of the settings by `npx bun run write:generated`; a test compares the two.',
]

/** The text of `.env.template`. */
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

/** The page docs/reference/settings.md. */
export function settingsPage(groups: readonly SettingGroup[]): string {
  const sections = byTitle(groups).map(([title, settings]) =>
    [`## ${title}`, '', ...settingsTable(settings)].join('\n'),
  )
  const intro =
    '# Settings\n\nRead from the environment and from `.env`. Written from the declarations: those of one station stand in its `settings.ts`, the others in `lib/config/settings`.'
  return `${[intro, ...sections].join('\n\n')}\n`
}

/** A table of settings in Markdown, line by line. */
export function settingsTable(settings: readonly Setting<unknown>[]): string[] {
  return [
    '| variable | what it is for | must be | default |',
    '|---|---|---|---|',
    ...settings.map(
      ({ name, help, expected, fallback, isSecret }) =>
        `| \`${name}\` | ${help}${isSecret ? ' (secret)' : ''} | ${expected} | ${fallback ? `\`${fallback}\`` : '–'} |`,
    ),
  ]
}

/** Groups of one title stand under one heading. */
function byTitle(groups: readonly SettingGroup[]): [string, Setting<unknown>[]][] {
  const merged = Map.groupBy(groups, ({ title }) => title)
  return [...merged].map(([title, parts]) => [
    title,
    parts.flatMap(({ settings }) => Object.values(settings)),
  ])
}
