import { settingGroups } from '#lib/config/settings.ts'
import type { Setting } from '#lib/config/setting.ts'

const INTRO = [
  '# Every variable the platform reads, with its default. Copy to .env and uncomment what you change.',
  '# Written from lib/config/settings.ts by `npx bun run write:generated`; a test compares the two.',
]

/** The text of `.env.template`. */
export function envTemplate(): string {
  const groups = settingGroups.map(({ title, settings }) => {
    const lines = Object.values<Setting<unknown>>(settings).flatMap(({ name, help, expected, fallback }) => [
      `# ${help} (${expected})`,
      `#${name}=${fallback ?? ''}`,
    ])
    return [`## ${title}`, ...lines].join('\n')
  })
  return `${[INTRO.join('\n'), ...groups].join('\n\n')}\n`
}

/** The page docs/reference/settings.md. */
export function settingsPage(): string {
  const groups = settingGroups.map(({ title, settings }) => {
    const rows = Object.values<Setting<unknown>>(settings).map(
      ({ name, help, expected, fallback, isSecret }) =>
        `| \`${name}\` | ${help}${isSecret ? ' (secret)' : ''} | ${expected} | ${fallback ? `\`${fallback}\`` : '–'} |`,
    )
    return [
      `## ${title}`,
      '',
      '| variable | what it is for | must be | default |',
      '|---|---|---|---|',
      ...rows,
    ].join('\n')
  })
  const intro =
    '# Settings\n\nRead from the environment and from `.env`. Written from `lib/config/settings.ts`.'
  return `${[intro, ...groups].join('\n\n')}\n`
}
