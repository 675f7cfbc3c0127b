import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { runCommand } from '../../tests/engines/run-command.ts'

const SCRIPT = fileURLToPath(new URL('contend.ts', import.meta.url))

const contention = z.object({
  seconds: z.number(),
  cpuSeconds: z.number(),
  pictures: z.number(),
  thumbBytes: z.number(),
  masterBytes: z.number(),
  peakMib: z.number(),
  memory: z.array(z.number()),
})

/** What one contender needed in one run. */
export type Run = z.infer<typeof contention>

/** Runs a contender in a process of its own. */
export async function runContender(
  contender: string,
  { folder, start, pictures, thumbs }: { folder: string; start: string; pictures: number; thumbs?: string },
): Promise<Run> {
  const command = [process.execPath, SCRIPT, contender, folder, start, String(pictures)]
  const printed = await runCommand(thumbs === undefined ? command : [...command, thumbs])
  return contention.parse(JSON.parse(printed))
}
