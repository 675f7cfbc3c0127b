/** Where and how a command runs. */
export interface CommandOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** It is killed when it has not ended by then. */
  readonly timeoutMs?: number
}

/** Runs a command to its end; rejects with its output when it fails, or when it takes too long. */
export async function runCommand(
  command: readonly string[],
  { cwd, env, timeoutMs }: CommandOptions = {},
): Promise<string> {
  const child = Bun.spawn([...command], {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, ...env },
  })
  const late = Promise.withResolvers<undefined>()
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => late.resolve(undefined), timeoutMs)
  // Its output may have no end though it is killed: a child of its own may hold it open.
  const output = await Promise.race([
    Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text(), child.exited]),
    late.promise,
  ])
  clearTimeout(timer)
  if (output === undefined) {
    child.kill('SIGKILL')
    throw new Error(`Cannot run ${command.join(' ')}: not done within ${timeoutMs} ms`)
  }
  const [stdout, stderr, code] = output
  if (code === 0) return stdout
  throw new Error(`Cannot run ${command.join(' ')}: code ${code}\n${stdout}${stderr}`)
}
