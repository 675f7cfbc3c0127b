import { onTestFinished } from 'vitest'
import { shareClient } from './shared-client.ts'

/** Counts the commands that the server receives from the stores on a URL with `monitorCommands=true`, until the test ends. */
export function countCommands(url: string): () => number {
  let commands = 0
  for (const order of ['causal', 'none'] as const) {
    const { client, close } = shareClient(url, order)
    onTestFinished(() => close())
    client.on('commandStarted', () => {
      commands += 1
    })
  }
  return () => commands
}
