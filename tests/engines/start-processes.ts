import { startProcess, type EngineCommand, type EngineProcess } from './engine-process.ts'

/** Starts several servers at once; where one cannot be started, none stays. */
export async function startProcesses(commands: readonly EngineCommand[]): Promise<EngineProcess[]> {
  const starts = await Promise.allSettled(commands.map((command) => startProcess(command)))
  const processes = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []))
  const failure = starts.find((start) => start.status === 'rejected')
  if (failure !== undefined) {
    await Promise.all(processes.map((one) => one.kill()))
    throw failure.reason
  }
  return processes
}
