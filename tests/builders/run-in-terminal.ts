/** A command that runs in a terminal of its own, as a person starts it. */
export interface TerminalRun {
  readonly pid: number
  /** Everything it showed. */
  output(): string
  /** Types keys; Ctrl-C is `\u0003`, which the terminal turns into a SIGINT for all in its foreground. */
  type(keys: string): void
  /** Closes the window: all in it get a SIGHUP. */
  closeWindow(): void
  /** Its exit code; 128 and its number where a signal ended it. */
  readonly exited: Promise<number>
  kill(): void
}

/** Where to run it. */
export interface TerminalPlace {
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
}

const COLUMNS = 120
const ROWS = 40

/** Starts a command in a terminal. */
export function runInTerminal(
  command: readonly string[],
  { folder, environment }: TerminalPlace,
): TerminalRun {
  const { PATH = '', HOME = '' } = process.env
  const decoder = new TextDecoder()
  let text = ''
  const child = Bun.spawn([...command], {
    cwd: folder,
    env: { PATH, HOME, TERM: 'xterm', ...environment },
    terminal: {
      cols: COLUMNS,
      rows: ROWS,
      data(_, bytes) {
        text += decoder.decode(bytes, { stream: true })
      },
    },
  })
  const { terminal } = child
  if (terminal === undefined) throw new Error('Cannot run in a terminal: this runtime has none')
  return {
    pid: child.pid,
    output: () => text,
    type: (keys) => void terminal.write(keys),
    closeWindow: () => terminal.close(),
    exited: child.exited,
    kill: () => child.kill('SIGKILL'),
  }
}
