import { lockFile } from '#lib/sqlite/locked-file.fixture.ts'
import type { EngineProcess } from '../../engines/engine-process.ts'

/** A dependency that can be made to answer nobody for a while. */
export interface Outage {
  readonly name: string
  begin(): void
  end(): void
}

/** Locks the file behind `sqlite:<path>`, so that nobody can write to it. */
export function lockedFile(name: string, url: string): Outage {
  let letGo: (() => void) | undefined
  return {
    name,
    begin() {
      letGo = lockFile(url)
    },
    end() {
      letGo?.()
      letGo = undefined
    },
  }
}

/** Stops an engine with SIGSTOP, and lets it go on with SIGCONT. */
export function frozenEngine(name: string, processes: readonly EngineProcess[]): Outage {
  return {
    name,
    begin() {
      for (const engine of processes) engine.freeze()
    },
    end() {
      for (const engine of processes) engine.thaw()
    },
  }
}
