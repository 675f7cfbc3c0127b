import type { Random } from '../../../apps/cli/simulate/random.ts'
import type { World } from './open-world.ts'

/** A fault that is injected and then ends. */
export interface Fault {
  readonly name: string
  /** The parts that it changes. Two faults that share a part are not injected at the same time. */
  readonly on: readonly ('redis' | 'link' | 'tracker' | 'disk')[]
  /** Injects the fault for about `lastMs` milliseconds, then ends it; resolves when it has ended. */
  strike(world: World, random: Random, lastMs: number): Promise<void>
}
