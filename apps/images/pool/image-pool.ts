import type { Derivative, Master, ServedFormat } from '../engine/image-engine.ts'
import type { Preset } from '../presets.ts'

/** For whom a job is done. */
export interface JobOptions {
  /** A person, a service or an address: owners take turns, and each has limits. */
  readonly owner: string
  /** Names the picture. While a job on it is under way, an equal job shares its result. */
  readonly key?: string | undefined
}

/**
 * An image engine on several threads: the port of an engine, with an owner for each call.
 *
 * Each call rejects as the engine does, and also with 422 `too_slow` when a job takes too long, and with 429 `busy` when too many
 * jobs wait.
 */
export interface ImagePool {
  /** Makes the master of an untrusted file; the file may be changed only afterwards. */
  read(file: Uint8Array, job: JobOptions): Promise<Master>
  /** Makes one size of a master. */
  derive(master: Uint8Array, preset: Preset, format: ServedFormat, job: JobOptions): Promise<Derivative>
  /** Ends all threads; jobs under way reject with 503. */
  close(): Promise<void>
}
