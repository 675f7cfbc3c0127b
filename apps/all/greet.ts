/** The facts to print after a start. */
export interface Greeting {
  readonly urls: ReadonlyMap<string, string>
  readonly folder: string
  readonly passwordFile: string | undefined
  readonly logFile: string
  readonly isDemo: boolean
  readonly hasOutbox: boolean
  readonly tookMs: number
}

const NAME_WIDTH = 16

/** Prints the addresses and files of the platform. */
export function greet({ urls, folder, passwordFile, logFile, isDemo, hasOutbox, tookMs }: Greeting): void {
  const web = urls.get('web') ?? ''
  const lines = [
    `Pushtech is ready after ${(tookMs / 1_000).toFixed(1)} s: open ${web}`,
    '',
    ...[...urls].map(
      ([name, url]) => `  ${name.padEnd(NAME_WIDTH)}${url}${name === 'metrics' ? '/metrics' : ''}`,
    ),
    '',
    `  ${'live tail'.padEnd(NAME_WIDTH)}${web}/kafidx`,
    ...(hasOutbox ? [`  ${'outbox'.padEnd(NAME_WIDTH)}${web}/outbox`] : []),
    `  ${'data'.padEnd(NAME_WIDTH)}${folder}`,
    `  ${'log'.padEnd(NAME_WIDTH)}${logFile}`,
    ...(passwordFile === undefined
      ? []
      : [`  ${'admin password'.padEnd(NAME_WIDTH)}in ${passwordFile}, for the user "admin"`]),
    '',
    `Try:  curl '${web}/t/w?wor=king'`,
    ...(isDemo ? [] : ['      npx bun run push simulate        phones that walk, search and offer']),
    'Press Ctrl-C to stop; no data is lost.',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
